import CommandGrammar
import JSONText
import SessionModel
import SessionStore

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

  init(_ reader: StoreReader) { naming = Naming(reader) }

  func conditions(_ texts: [String]) throws -> [RuleCondition] {
    try texts.map { text in
      var words = text.split(separator: " ", maxSplits: 2).map(String.init)
      let field = words.removeFirst()
      var operatorWord: String?
      // `update_type Create` leaves the operator out; few fields can.
      let isOptional = ConditionCatalogue.field(field)?.operatorIsOptional ?? false
      if let word = words.first, !isOptional || ConditionOperator(rawValue: word) != nil {
        operatorWord = word
        words.removeFirst()
      }
      let value = words.joined(separator: " ")
      return RuleCondition(
        field: field, operatorWord: operatorWord,
        value: words.isEmpty ? .null : .string(try resolved(value, field: field)))
    }
  }

  func actions(_ texts: [String]) throws -> [RuleAction] {
    try texts.map { text in
      let words = text.split(separator: " ", maxSplits: 1).map(String.init)
      let value = words.count > 1 ? words[1] : ""
      if value.hasPrefix("[") {
        guard let list = try? JSONValue.parse(value) else {
          throw Failure.usage("--do '\(text)': the value begins like a JSON list but is none")
        }
        return RuleAction(field: words[0], value: list)
      }
      return RuleAction(field: words[0], value: .string(try resolved(value, field: words[0])))
    }
  }

  /// The id of a group or agent that was named.
  private func resolved(_ value: String, field: String) throws -> String {
    guard !value.isEmpty, Int64(value) == nil else { return value }
    switch field {
    case "group_id": return String(try naming.group(value).id)
    case "assignee_id" where !["current_user", "requester_id"].contains(value):
      return String(try naming.staff(value).id)
    default: return value
    }
  }
}
