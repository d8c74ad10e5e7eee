import CivilTime
import JSONText

@testable import SessionModel

/// A condition of a messaging trigger, with values of its field for which it holds and for which it does not.
struct MessagingExample: Sendable, CustomStringConvertible {
  let condition: RuleCondition
  let yes: [String]
  let no: [String]

  init(_ field: String, _ comparison: String, _ value: JSONValue, yes: String, no: String) {
    condition = RuleCondition(field: field, operatorWord: comparison, value: value)
    self.yes = yes.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
    self.no = no.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
  }

  var description: String {
    "\(condition.field) \(condition.operatorWord ?? "") \(condition.value.text)"
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

/// A moment in a conversation, to try messaging triggers on.
struct MessagingScene {
  var subject = Subject(
    session: Subject.Session(id: 7, state: .active),
    ticket: Subject.Ticket(id: 70, status: .open, routingChannel: .messaging))
  /// Monday 2026-07-13T00:00:00Z.
  var facts = MessagingFacts(at: MessagingScene.monday)
  var rules = RuleFacts(featureEnabled: false, hasSurvey: false, groups: [1, 2], staff: [5])

  static let monday = Instant(1_783_900_800)

  /// Makes a field of the catalogue have a value.
  mutating func set(_ field: String, _ value: String) {
    switch MessagingCatalogue.field(field)?.source {
    case .hourOfDay: facts.at = Instant(facts.at.seconds - hour * 3_600 + (Int64(value) ?? 24) * 3_600)
    case .dayOfWeek:
      facts.at = Instant(
        Self.monday.seconds + hour * 3_600 + Int64(MessagingCatalogue.days.firstIndex(of: value)!) * 86_400)
    case .customerName: facts.customerName = value
    case .customerEmail: facts.customerEmail = value
    case .previousConversations: facts.previousConversations = Int64(value)!
    case .queueSize: facts.queueSize = Int64(value)!
    case .group: subject.ticket?.groupID = Int64(value)
    case .tags: subject.ticket?.tags = value.split(separator: " ").map(String.init)
    case .customerServed: subject.ticket?.replies = value == "true" ? 2 : 0
    case .message: say { $0.text = value }
    case .sender: say { $0.senderName = value }
    case .senderType:
      if let sender = Sender(word: value) { say { $0.sender = sender } } else { facts.message = nil }
    case nil: preconditionFailure(field)
    }
  }

  private var hour: Int64 { facts.at.seconds % 86_400 / 3_600 }

  private mutating func say(_ change: (inout MessagingFacts.Message) -> Void) {
    var message = facts.message ?? MessagingFacts.Message(text: "", sender: .customer, senderName: "")
    change(&message)
    facts.message = message
  }
}
