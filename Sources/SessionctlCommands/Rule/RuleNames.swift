import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// The names of what rules refer to by id, and the way back.
///
/// A name that several things have is no name, and one that reads as a number would be taken for an id: their ids then
/// stay.
final class RuleNames {
  private let reader: StoreReader
  private let groups: Names
  private let schedules: Names
  private let deletedGroups: [Int64: String]
  private let staff: [Person]
  private let categories: [(id: String, name: String)]
  /// Which rules name what by its id, in sentences.
  private(set) var keptIDs: [String] = []

  init(_ reader: StoreReader) throws {
    self.reader = reader
    let groups = try reader.groups()
    self.groups = Names(groups.filter { !$0.deleted }.map { ($0.id, $0.name) })
    deletedGroups = Dictionary(
      groups.filter(\.deleted).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    schedules = Names(try reader.schedules().map { ($0.id, $0.name) })
    staff = try reader.staff()
    categories = try reader.triggerCategories()
  }

  private struct Names {
    var byID: [Int64: String] = [:]
    var byName: [String: [Int64]] = [:]

    init(_ pairs: [(Int64, String)]) {
      for (id, name) in pairs {
        byID[id] = name
        byName[name, default: []].append(id)
      }
    }

    func name(of id: Int64) -> String? {
      byID[id].flatMap { name in
        name.isEmpty || byName[name]!.count > 1 || Int64(name) != nil ? nil : name
      }
    }

    /// Why the id of something has to stand for it.
    func reason(_ id: Int64, _ noun: String) -> String {
      guard let name = byID[id] else { return "this account has no such \(noun)" }
      let count = byName[name]!.count
      if name.isEmpty { return "it has no name" }
      return count > 1 ? "\(count) \(noun)s are called '\(name)'" : "its name '\(name)' reads as an id"
    }
  }

  /// Words that stand for somebody whatever the account.
  static let tokens: Set = [
    "", "current_user", "requester_id", "requester_and_ccs", "assignee_id", "all_agents", "group_id",
    "current_groups",
  ]

  /// The name of what an id stands for; the word itself where there is none.
  func name(of word: String, _ kind: RuleValueKind.ReferenceKind) throws -> String {
    guard let id = Int64(word) else { return word }
    switch kind {
    case .group: return groups.name(of: id) ?? word
    case .schedule: return schedules.name(of: id) ?? word
    case .user:
      guard let email = try reader.person(id: id)?.email,
        try reader.people(email: email).first?.id == id
      else { return word }
      return email
    default: return word
    }
  }

  /// The same for a rule that goes into a file, which is told of where an id stays.
  func naming(_ rule: String) -> (String, RuleValueKind.ReferenceKind) throws -> String {
    { [self] word, kind in
      if let reason = try reasonForID(word, kind) {
        let sentence = "\(rule) names \(reason)"
        if !keptIDs.contains(sentence) { keptIDs.append(sentence) }
      }
      return try name(of: word, kind)
    }
  }

  /// The category that a trigger's `category_id` means, as a file has it.
  ///
  /// - Returns: null where it is in none; nil where the account has none, or not this one, so that a file says nothing
  func category(of id: JSONValue?) -> JSONValue? {
    if categories.isEmpty { return nil }
    guard let id, let text = id.string ?? id.integer.map(String.init) else { return .null }
    guard let name = categories.first(where: { $0.id == text })?.name else { return nil }
    return .string(categories.count { $0.name == name } == 1 ? name : text)
  }

  /// The id of a category; a name that several have means none of them, and an id means itself.
  func category(named name: String) -> String? {
    let found = categories.filter { $0.name == name }
    return found.count == 1 ? found[0].id : categories.first { $0.id == name }?.id
  }

  /// Why a word that is an id can't be a name, as a sentence about it.
  ///
  /// - Returns: nil for what has a name, is no id, or is of a kind whose ids always stay
  func reasonForID(_ word: String, _ kind: RuleValueKind.ReferenceKind) throws -> String? {
    guard let id = Int64(word), try name(of: word, kind) == word else { return nil }
    switch kind {
    case .group:
      if let name = deletedGroups[id] { return "group \(id) '\(name)' by its id: it was deleted" }
      return "group \(id) by its id: \(groups.reason(id, "group"))"
    case .schedule: return "schedule \(id) by its id: \(schedules.reason(id, "schedule"))"
    case .user:
      guard let person = try reader.person(id: id) else {
        return "user \(id) by its id: this account has no such user"
      }
      let reason =
        person.email == nil ? "they have no e-mail address" : "somebody else has their e-mail address, too"
      return "user \(id) '\(person.displayName)' by its id: \(reason)"
    default: return nil
    }
  }

  /// Whether a number is the id of something that is here.
  private func isID(_ number: Int64, _ kind: RuleValueKind.ReferenceKind) throws -> Bool {
    switch kind {
    case .group: groups.byID[number] != nil
    case .schedule: schedules.byID[number] != nil
    case .user: try reader.person(id: number) != nil
    default: false
    }
  }

  /// The id of what is named; a number that is something's id, or nothing's name, is an id already.
  ///
  /// - Returns: nil when there is none
  func id(of name: String, _ kind: RuleValueKind.ReferenceKind) throws -> String? {
    if Self.tokens.contains(name) { return name }
    if let number = Int64(name), try isID(number, kind) { return name }
    let ids: [Int64]
    switch kind {
    case .group: ids = groups.byName[name] ?? []
    case .schedule: ids = schedules.byName[name] ?? []
    case .user:
      let people = name.contains("@") ? try reader.people(email: name).prefix(1).map(\.id) : []
      ids = people.isEmpty ? staff.filter { $0.name == name }.map(\.id) : people
    default: return name
    }
    if ids.count == 1 { return String(ids[0]) }
    return Int64(name) == nil ? nil : name
  }
}
