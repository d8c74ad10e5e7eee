import CommandGrammar
import JSONText
import SessionModel
import SessionStore

/// The words in which a kind of rule writes its conditions and actions.
enum RuleDialect: Sendable {
  case ticket, messaging

  /// The word as an operator of the field; nil when it belongs to the value.
  fileprivate func operatorWord(_ word: String, after field: String) -> String? {
    switch self {
    case .ticket:
      // `update_type Create` leaves the operator out; few fields can.
      let isOptional = ConditionCatalogue.field(field)?.operatorIsOptional ?? false
      return isOptional && ConditionOperator(rawValue: word) == nil ? nil : word
    case .messaging: return String(word.map { $0 == "-" ? "_" : $0 })
    }
  }

  /// What a field's value names, if it names something.
  fileprivate func reference(_ field: String) -> RuleValueKind.ReferenceKind? {
    switch (self, field) {
    case (_, "group_id"), (.messaging, "group"): .group
    case (.ticket, "assignee_id"): .user
    default: nil
    }
  }

  /// Where to see what there is.
  fileprivate var fieldsCommand: String {
    self == .ticket ? "sessionctl trigger fields" : "sessionctl messaging-trigger fields"
  }
}

/// Conditions and actions as they are typed: `--if 'FIELD [OPERATOR] [VALUE]'`, `--do 'FIELD VALUE'`.
///
/// Groups and agents may be named; what is stored is the wire format's id.
struct RuleText {
  static let title = Option<String>("title", "TITLE", .nonEmptyText, help: "The rule's title")
  static let description = Option<String>("description", "TEXT", .text, help: "What the rule is for")
  static let ifAll = Option<String>(
    "if", "CONDITION", .nonEmptyText, repeatable: true,
    help: "A condition that must hold: 'FIELD [OPERATOR] [VALUE]' (repeatable)")
  static let ifAny = Option<String>(
    "if-any", "CONDITION", .nonEmptyText, repeatable: true,
    help: "A condition of which one must hold (repeatable)")
  static let perform = Option<String>(
    "do", "ACTION", .nonEmptyText, repeatable: true, dashValues: true,
    help: "What to do: 'FIELD VALUE'; a list as JSON (repeatable)")

  static let options: [any OptionDeclaring] = [title, description, ifAll, ifAny, perform]

  private let naming: Naming
  private let dialect: RuleDialect

  init(_ reader: StoreReader, _ dialect: RuleDialect = .ticket) {
    naming = Naming(reader)
    self.dialect = dialect
  }

  func conditions(_ texts: [String]) throws -> [RuleCondition] {
    try texts.map { text in
      var words = text.split(separator: " ", maxSplits: 2).map(String.init)
      guard !words.isEmpty else { throw blank(text, Self.ifAll) }
      let field = words.removeFirst()
      var operatorWord: String?
      if let word = words.first.flatMap({ dialect.operatorWord($0, after: field) }) {
        operatorWord = word
        words.removeFirst()
      }
      let value = words.joined(separator: " ")
      if dialect == .messaging, let list = try list(value, "--if '\(text)'") {
        return RuleCondition(
          field: field, operatorWord: operatorWord, value: .array(try list.map { try resolved($0, field) }))
      }
      return RuleCondition(
        field: field, operatorWord: operatorWord,
        value: words.isEmpty ? .null : .string(try resolved(value, field: field)))
    }
  }

  func actions(_ texts: [String]) throws -> [RuleAction] {
    try texts.map { text in
      let words = text.split(separator: " ", maxSplits: 1).map(String.init)
      guard !words.isEmpty else { throw blank(text, Self.perform) }
      let value = words.count > 1 ? words[1] : ""
      // A message may begin with anything.
      if dialect == .ticket, let list = try list(value, "--do '\(text)'") {
        return RuleAction(field: words[0], value: .array(list))
      }
      return RuleAction(field: words[0], value: .string(try resolved(value, field: words[0])))
    }
  }

  private func blank(_ text: String, _ option: Option<String>) -> Failure {
    Failure.usage(
      "\(option.spec.spelling) '\(text)': there is no field in it; see '\(dialect.fieldsCommand)'")
  }

  private func list(_ value: String, _ place: String) throws -> [JSONValue]? {
    guard value.hasPrefix("[") else { return nil }
    guard let list = try? JSONValue.parse(value).array else {
      throw Failure.usage("\(place): the value begins like a JSON list but is none")
    }
    return list
  }

  private func resolved(_ value: JSONValue, _ field: String) throws -> JSONValue {
    guard let text = value.string else { return value }
    return .string(try resolved(text, field: field))
  }

  /// The id of a group or agent that was named.
  private func resolved(_ value: String, field: String) throws -> String {
    guard !value.isEmpty, Int64(value) == nil else { return value }
    switch dialect.reference(field) {
    case .group where dialect == .messaging && value.contains(","):
      // `is_one_of Support,Billing`
      return try value.split(separator: ",").map {
        try resolved(String($0).trimmingSpaces, field: field)
      }.joined(separator: ",")
    case .group: return String(try naming.group(value).id)
    case .user where !["current_user", "requester_id"].contains(value):
      return String(try naming.staff(value).id)
    default: return value
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
