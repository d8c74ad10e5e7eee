import JSONText
import SessionModel

/// The `definition` of a live chat trigger, in the words of messaging triggers as far as they have the same.
///
/// `{"event": "chat_message", "condition": ["and", ["icontains", "@message", "refund"]], "actions":
/// [["sendMessageToVisitor", "Shop", "Hello"], ["addTag", "refund"]]}`. What has no counterpart keeps its own words,
/// which then bar the trigger from being active (T10).
struct ChatDefinition {
  let event: String
  let conditions: RuleConditions
  let actions: [RuleAction]

  init(_ value: JSONValue) throws(WireProblem) {
    guard case .object = value else { throw WireProblem("definition: expected an object") }
    let word = value["event"]?.string ?? ""
    event = Self.events[word] ?? word
    conditions = try Self.conditions(value["condition"] ?? .null)
    var actions: [RuleAction] = []
    for (index, element) in (value["actions"]?.array ?? value["action"]?.array ?? []).enumerated() {
      guard let list = element.array, let name = list.first?.string else {
        throw WireProblem("definition.actions: action \(index + 1): expected a list that begins with a name")
      }
      actions.append(Self.action(name, Array(list.dropFirst())))
    }
    self.actions = actions
  }

  private static let events = [
    "chat_requested": MessagingEvent.conversationRequested.word,
    "chat_message": MessagingEvent.messageSent.word,
  ]

  /// Both operators that look at case have no counterpart: `contains` here goes without it.
  private static let operators: [String: MessagingOperator] = [
    "eq": .is, "neq": .isNot, "lt": .lessThan, "gt": .greaterThan, "lte": .lessThanOrEqual,
    "gte": .greaterThanOrEqual, "icontains": .contains, "nicontains": .doesNotContain,
  ]

  private static let variables = [
    "visitor_name": "customer_name", "visitor_email": "customer_email",
    "visitor_previous_chats": "customer_previous_conversations", "visitor_served": "customer_served",
    "department_id": "group_id", "tags": "tags", "tag": "tags", "chat_message": "message",
  ]

  private static func conditions(_ value: JSONValue) throws(WireProblem) -> RuleConditions {
    if value.isNull { return RuleConditions() }
    guard let list = value.array, let word = list.first?.string else {
      throw WireProblem("definition.condition: expected a list that begins with and, or, or an operator")
    }
    switch word {
    case "and": return RuleConditions(all: list.dropFirst().map(condition))
    case "or": return RuleConditions(any: list.dropFirst().map(condition))
    default: return RuleConditions(all: [condition(value)])
    }
  }

  private static func condition(_ value: JSONValue) -> RuleCondition {
    guard let list = value.array, list.count == 3, let word = list[0].string, let name = list[1].string,
      name.hasPrefix("@")
    else {
      return RuleCondition(
        field: value[0]?.string ?? "condition", operatorWord: nil,
        value: .array(Array((value.array ?? [value]).dropFirst())))
    }
    let variable = String(name.dropFirst())
    let field = variables[variable] ?? (MessagingCatalogue.field(variable) == nil ? name : variable)
    return RuleCondition(
      field: field, operatorWord: operators[word]?.rawValue ?? "\(word) (live chat)", value: list[2])
  }

  private static func action(_ name: String, _ values: [JSONValue]) -> RuleAction {
    switch name {
    // Its first value is the name to speak under; here the account speaks.
    case "sendMessageToVisitor": RuleAction(field: "send_message_to_customer", value: values.last ?? .null)
    case "addTag", "addTags": RuleAction(field: "add_tags", value: values.first ?? .null)
    case "removeTag", "removeTags": RuleAction(field: "remove_tags", value: values.first ?? .null)
    default: RuleAction(field: name, value: values.count == 1 ? values[0] : .array(values))
    }
  }
}
