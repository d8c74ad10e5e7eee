import JSONText
import SessionModel
import SessionStore

/// The names of what rules refer to by id, and the way back.
///
/// A name that several things have is no name: their ids then stay.
final class RuleNames {
  private let reader: StoreReader
  private let groups: Names
  private let schedules: Names
  private let staff: [Person]

  init(_ reader: StoreReader) throws {
    self.reader = reader
    groups = Names(try reader.groups().filter { !$0.deleted }.map { ($0.id, $0.name) })
    schedules = Names(try reader.schedules().map { ($0.id, $0.name) })
    staff = try reader.staff()
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

/// Goes through what a rule refers to, and puts something else in its place.
struct RuleReferenceWalk {
  let dialect: RuleDialect
  let replace: (String, RuleValueKind.ReferenceKind) throws -> String

  func conditions(_ conditions: RuleConditions) throws -> RuleConditions {
    RuleConditions(all: try conditions.all.map(condition), any: try conditions.any.map(condition))
  }

  private func condition(_ condition: RuleCondition) throws -> RuleCondition {
    guard let kind = dialect.reference(inCondition: condition.field) else { return condition }
    var walked = condition
    walked.value = try value(condition.value, kind, isList: dialect.takesList(condition))
    return walked
  }

  func actions(_ actions: [RuleAction]) throws -> [RuleAction] {
    try actions.map { action in
      guard let kind = dialect.reference(inAction: action.field) else { return action }
      var walked = action
      // Of a notification only the recipient is somebody.
      if var parts = action.value.array, let first = parts.first {
        parts[0] = try value(first, kind, isList: false)
        walked.value = .array(parts)
      } else {
        walked.value = try value(action.value, kind, isList: false)
      }
      return walked
    }
  }

  private func value(
    _ value: JSONValue, _ kind: RuleValueKind.ReferenceKind, isList: Bool
  ) throws -> JSONValue {
    if let list = value.array { return .array(try list.map { try self.value($0, kind, isList: false) }) }
    guard let word = value.string ?? value.integer.map(String.init) else { return value }
    // A name may hold a comma, so that several become a list.
    guard isList else { return .string(try replace(word, kind)) }
    return .array(try word.split(separator: ",").map { .string(try replace(String($0).trimmed, kind)) })
  }
}

extension RuleDialect {
  /// What a condition's value names, if it names something.
  fileprivate func reference(inCondition field: String) -> RuleValueKind.ReferenceKind? {
    let value =
      self == .ticket ? ConditionCatalogue.field(field)?.value : MessagingCatalogue.field(field)?.value
    if case .reference(let kind)? = value { return kind }
    return nil
  }

  fileprivate func takesList(_ condition: RuleCondition) -> Bool {
    self == .messaging && condition.operatorWord.flatMap(MessagingOperator.named)?.takesList == true
  }

  fileprivate func reference(inAction field: String) -> RuleValueKind.ReferenceKind? {
    guard self == .ticket, let field = ActionCatalogue.field(field) else { return nil }
    switch field.effect {
    case .notifyUser: return .user
    case .notifyGroup: return .group
    default: break
    }
    if case .reference(let kind) = field.value { return kind }
    return nil
  }
}
