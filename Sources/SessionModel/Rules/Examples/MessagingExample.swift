import JSONText

/// A condition of a messaging trigger, with values of its field for which it holds and for which it does not: the
/// manual shows them, and the tests try each.
public struct MessagingExample: Sendable, CustomStringConvertible {
  /// The condition that is tried.
  public let condition: RuleCondition
  /// Values of its field for which it holds.
  public let yes: [String]
  /// Values of its field for which it does not.
  public let no: [String]

  init(_ field: String, _ comparison: String, _ value: JSONValue, yes: String, no: String) {
    condition = RuleCondition(field: field, operatorWord: comparison, value: value)
    self.yes = yes.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
    self.no = no.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
  }

  public var description: String {
    "\(condition.field) \(condition.operatorWord ?? "") \(condition.value.text)"
  }

  /// What the manual shows of a field: an example of each operator.
  public static func shown(of field: MessagingField) -> [MessagingExample] {
    field.operators.compactMap { comparison in
      all.first { $0.condition.field == field.name && $0.condition.operatorWord == comparison.rawValue }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " })
  }

  static let all: [MessagingExample] = [
    MessagingExample("hour_of_day", "is", "8", yes: "8", no: "7; 9; 0"),
    MessagingExample("hour_of_day", "is_not", "8", yes: "7; 9", no: "8"),
    MessagingExample("hour_of_day", "less_than", "8", yes: "0; 7", no: "8; 23"),
    MessagingExample("hour_of_day", "less_than", "0", yes: "never", no: "0; 23"),
    MessagingExample("hour_of_day", "greater_than", "17", yes: "18; 23", no: "17; 0"),
    MessagingExample("hour_of_day", "greater_than", "23", yes: "never", no: "0; 23"),
    MessagingExample("hour_of_day", "less_than_or_equal", "8", yes: "0; 8", no: "9; 23"),
    MessagingExample("hour_of_day", "greater_than_or_equal", 17, yes: "17; 23", no: "16; 0"),
    MessagingExample("hour_of_day", "is_one_of", "22, 23,0", yes: "22; 23; 0", no: "1; 21"),
    MessagingExample("hour_of_day", "is_not_one_of", [22, "23"], yes: "21; 0", no: "22; 23"),
    MessagingExample("day_of_week", "is", "0", yes: "monday", no: "tuesday; sunday"),
    MessagingExample("day_of_week", "is", "sunday", yes: "sunday", no: "monday; saturday"),
    MessagingExample("day_of_week", "is_not", "6", yes: "monday; saturday", no: "sunday"),
    MessagingExample("day_of_week", "less_than", "5", yes: "monday; friday", no: "saturday; sunday"),
    MessagingExample("day_of_week", "greater_than", "4", yes: "saturday; sunday", no: "friday; monday"),
    MessagingExample("day_of_week", "less_than_or_equal", "friday", yes: "friday", no: "saturday"),
    MessagingExample("day_of_week", "greater_than_or_equal", "5", yes: "saturday", no: "friday"),
    MessagingExample("day_of_week", "is_one_of", ["saturday", "6"], yes: "saturday; sunday", no: "friday"),
    MessagingExample("day_of_week", "is_not_one_of", "5,6", yes: "friday; monday", no: "saturday; sunday"),
    MessagingExample("customer_name", "is", "Ann Lee", yes: "Ann Lee; ann lee", no: "Ann; Ann Leeds; "),
    MessagingExample("customer_name", "is_not", "Ann Lee", yes: "Ann; ", no: "Ann Lee; ANN LEE"),
    MessagingExample("customer_name", "contains", "ann", yes: "Joanna; Ann", no: "Otto; "),
    MessagingExample("customer_name", "does_not_contain", "ann", yes: "Otto; ", no: "Joanna; Ann"),
    MessagingExample("customer_name", "is_one_of", "Ann, Otto", yes: "Ann; otto", no: "Ann, Otto; "),
    MessagingExample("customer_name", "is_not_one_of", ["Lee, Ann"], yes: "Ann; Lee", no: "Lee, Ann"),
    MessagingExample(
      "customer_email", "is", "ann@example.com", yes: "ann@example.com; Ann@Example.com", no: "a@b.c; "),
    MessagingExample("customer_email", "is", "", yes: "", no: "ann@example.com"),
    MessagingExample("customer_email", "is_not", "", yes: "ann@example.com", no: ""),
    MessagingExample("customer_email", "contains", "@example.com", yes: "ann@example.com", no: "a@b.c; "),
    MessagingExample("customer_email", "does_not_contain", "@example", yes: "a@b.c; ", no: "a@example.org"),
    MessagingExample("customer_email", "is_one_of", "a@b.c,d@e.f", yes: "a@b.c; d@e.f", no: "g@h.i; "),
    MessagingExample("customer_email", "is_not_one_of", "a@b.c,d@e.f", yes: "g@h.i; ", no: "a@b.c"),
    MessagingExample("customer_previous_conversations", "is", "0", yes: "0", no: "1; 7"),
    MessagingExample("customer_previous_conversations", "is_not", "0", yes: "1", no: "0"),
    MessagingExample("customer_previous_conversations", "less_than", "2", yes: "0; 1", no: "2; 3"),
    MessagingExample("customer_previous_conversations", "greater_than", "2", yes: "3; 32000", no: "2; 0"),
    MessagingExample("customer_previous_conversations", "less_than_or_equal", "2", yes: "2; 0", no: "3"),
    MessagingExample("customer_previous_conversations", "greater_than_or_equal", "2", yes: "2; 9", no: "1"),
    MessagingExample("customer_previous_conversations", "is_one_of", "1,2", yes: "1; 2", no: "0; 12"),
    MessagingExample("customer_previous_conversations", "is_not_one_of", "1,2", yes: "0; 12", no: "1; 2"),
    MessagingExample("group_id", "is", "1", yes: "1", no: "2; "),
    MessagingExample("group_id", "is", "", yes: "", no: "1"),
    MessagingExample("group_id", "is_not", 1, yes: "2; ", no: "1"),
    MessagingExample("group_id", "is_one_of", ["1", 2], yes: "1; 2", no: ""),
    MessagingExample("group_id", "is_not_one_of", "1,2", yes: "", no: "1; 2"),
    MessagingExample("tags", "is", "a", yes: "a; b a", no: "b; "),
    MessagingExample("tags", "is_not", "a", yes: "b; ", no: "a; b a"),
    MessagingExample("tags", "contains", "a b", yes: "a; b; c b", no: "c; ab; "),
    MessagingExample("tags", "does_not_contain", "a b", yes: "c; ab; ", no: "a; c b"),
    MessagingExample("tags", "is_one_of", ["a", "b"], yes: "a; b", no: "c; "),
    MessagingExample("tags", "is_not_one_of", "a,b", yes: "c; ", no: "a; b"),
    MessagingExample("sender", "is", "Ann", yes: "Ann", no: "Otto; "),
    MessagingExample("sender", "is_not", "Ann", yes: "Otto; ", no: "Ann"),
    MessagingExample("sender", "contains", "nn", yes: "Ann", no: "Otto"),
    MessagingExample("sender", "does_not_contain", "nn", yes: "Otto; ", no: "Ann"),
    MessagingExample("sender", "is_one_of", "Ann,Otto", yes: "Ann; Otto", no: "Eve"),
    MessagingExample("sender", "is_not_one_of", "Ann,Otto", yes: "Eve; ", no: "Ann"),
    MessagingExample("sender_type", "is", "customer", yes: "customer", no: "agent; ai_agent; "),
    MessagingExample("sender_type", "is", "Agent", yes: "agent; ai_agent", no: "customer; "),
    MessagingExample("sender_type", "is_not", "customer", yes: "agent; ", no: "customer"),
    MessagingExample("sender_type", "is_one_of", ["agent", "customer"], yes: "agent; customer", no: ""),
    MessagingExample("sender_type", "is_not_one_of", "agent", yes: "customer; ", no: "agent; ai_agent"),
    MessagingExample("message", "is", "Refund", yes: "refund", no: "a refund; "),
    MessagingExample("message", "is_not", "Refund", yes: "a refund; ", no: "REFUND"),
    MessagingExample("message", "contains", "refund", yes: "my REFUND please; refunds", no: "pay; "),
    MessagingExample("message", "contains", "é", yes: "Cafe\u{301}", no: "Cafe"),
    MessagingExample("message", "does_not_contain", "refund", yes: "pay; ", no: "Refunds"),
    MessagingExample("message", "is_one_of", ["yes", "no, thanks"], yes: "Yes; no, thanks", no: "no"),
    MessagingExample("message", "is_not_one_of", "yes,no", yes: "maybe; ", no: "no"),
    MessagingExample("queue_size", "is", "0", yes: "0", no: "1"),
    MessagingExample("queue_size", "is_not", "0", yes: "1", no: "0"),
    MessagingExample("queue_size", "less_than", "10", yes: "9; 0", no: "10"),
    MessagingExample("queue_size", "greater_than", "10", yes: "11", no: "10; 0"),
    MessagingExample("queue_size", "less_than_or_equal", "10", yes: "10; 0", no: "11"),
    MessagingExample("queue_size", "greater_than_or_equal", "10", yes: "10; 1000000", no: "9"),
    MessagingExample("queue_size", "is_one_of", "1,2", yes: "2", no: "3"),
    MessagingExample("queue_size", "is_not_one_of", "1,2", yes: "3", no: "2"),
    MessagingExample("customer_served", "is", "true", yes: "true", no: "false"),
    MessagingExample("customer_served", "is", false, yes: "false", no: "true"),
    MessagingExample("customer_served", "is_not", "true", yes: "false", no: "true"),
  ]
}

/// What an action of a messaging trigger does (M4).
public struct MessagingActionExample: Sendable, CustomStringConvertible {
  /// The action that is tried.
  public let action: RuleAction
  /// The tags before, and after.
  public let tags: String
  /// The ticket's tags afterwards; empty where there are none, or where tags don't matter.
  public let gives: String
  /// What the customer, who is called Ann, gets.
  public let says: String?

  public var description: String { "\(action.field) \(action.value)" }

  private init(
    _ field: String, _ value: String, on tags: String = "", gives: String = "", says: String? = nil
  ) {
    action = RuleAction(field: field, value: .string(value))
    (self.tags, self.gives, self.says) = (tags, gives, says)
  }

  /// One for each action.
  public static let all: [MessagingActionExample] = [
    MessagingActionExample("send_message_to_customer", "Dear @customer_name", says: "Dear Ann"),
    MessagingActionExample("add_tags", "vip new", on: "old vip", gives: "old vip new"),
    MessagingActionExample("remove_tags", "vip new", on: "old vip", gives: "old"),
  ]
}
