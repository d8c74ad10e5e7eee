import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// The names of what rules refer to by id, and the way back.
///
/// A name that several things have is no name: their ids then stay.
final class RuleNames {
  private let reader: StoreReader
  private let groups: Names
  private let schedules: Names
  private let staff: [Person]
  private let categories: [(id: String, name: String)]

  init(_ reader: StoreReader) throws {
    self.reader = reader
    groups = Names(try reader.groups().filter { !$0.deleted }.map { ($0.id, $0.name) })
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
      byID[id].flatMap { name in name.isEmpty || byName[name]!.count > 1 ? nil : name }
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

  /// The id of what is named; a number that is nothing's name is an id already.
  ///
  /// - Returns: nil when there is none
  func id(of name: String, _ kind: RuleValueKind.ReferenceKind) throws -> String? {
    if Self.tokens.contains(name) { return name }
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
