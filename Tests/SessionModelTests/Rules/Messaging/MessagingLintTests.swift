import JSONText
import Testing

@testable import SessionModel

/// What `trigger lint` finds in messaging triggers.
@Suite struct MessagingLintTests {
  private func codes(_ trigger: MessagingTrigger) -> [String] {
    trigger.findings(MessagingScene().rules).map(\.code)
  }

  private func all(_ conditions: String...) -> MessagingTrigger {
    .of("conversation_queued", all: conditions.map(MessagingTrigger.condition), do: [("add_tags", "x")])
  }

  @Test(
    "conditions that exclude each other are found, together too",
    arguments: [
      ["hour_of_day less_than 8", "hour_of_day greater_than 17"],
      ["hour_of_day greater_than 22", "hour_of_day is_not 23"],
      ["day_of_week is monday", "day_of_week greater_than 3"],
      ["queue_size is 3", "queue_size is 4"],
      ["queue_size greater_than 3", "queue_size less_than 5", "queue_size is_not 4"],
      ["message is yes", "message is no"], ["message contains a", "message does_not_contain A"],
      ["message is_one_of yes,no", "message contains maybe"],
      ["customer_email is x", "customer_email is_not x"],
      ["tags contains a", "tags does_not_contain a b"], ["group_id is 1", "group_id is_not_one_of 1,2"],
      ["sender_type is agent", "sender_type is customer"],
      ["customer_served is true", "customer_served is false"],
      ["hour_of_day less_than 0"],
    ])
  func contradictions(conditions: [String]) {
    let trigger = MessagingTrigger.of(
      "conversation_queued", all: conditions.map(MessagingTrigger.condition), do: [("add_tags", "x")])
    #expect(codes(trigger) == ["never_met"])
    let either = MessagingTrigger.of(
      "conversation_queued", any: conditions.map(MessagingTrigger.condition), do: [("add_tags", "x")])
    #expect(codes(either) == [])
  }

  @Test("conditions that can hold together are no finding") func compatible() {
    #expect(codes(all("hour_of_day less_than 8", "hour_of_day greater_than 6")) == [])
    #expect(codes(all("queue_size greater_than 3", "queue_size is_not 4")) == [])
    #expect(codes(all("message contains a", "message does_not_contain b", "message is_not a")) == [])
    #expect(codes(all("tags contains a b", "tags does_not_contain a")) == [])
    #expect(codes(all("group_id is_not 1", "group_id is_not 2")) == [])
    #expect(codes(all("customer_name is_not x", "sender is x")) == [])
  }

  @Test("a trigger that answers every message is found, unless a tag or the message stops it")
  func endless() {
    func rule(_ condition: String, _ actions: (String, JSONValue)...) -> MessagingTrigger {
      .of(all: [MessagingTrigger.condition(condition)], do: [("send_message", "Hi")] + actions)
    }
    #expect(codes(rule("queue_size greater_than 5")) == ["fires_again"])
    #expect(codes(rule("tags does_not_contain told")) == ["fires_again"])
    #expect(codes(rule("tags does_not_contain told", ("add_tags", "told"))) == [])
    #expect(codes(rule("tags contains ask", ("remove_tags", "ask"))) == [])
    #expect(codes(rule("message contains refund")) == [])
    #expect(codes(.of(all: [MessagingTrigger.condition("queue_size is 1")], do: [("add_tags", "x")])) == [])
  }

  @Test("placeholders that nothing fills and rules that can't be evaluated are findings with advice")
  func others() {
    let waiting = MessagingTrigger.of(
      "conversation_queued", all: [MessagingTrigger.condition("queue_size greater_than 5")],
      do: [("send_message", "It takes @wait_time_min minutes, @customer_name")])
    let finding = waiting.findings(MessagingScene().rules).first
    #expect(finding?.code == "unknown_placeholder")
    #expect(finding?.message.contains("@wait_time_min") == true)
    #expect(codes(.of(all: [MessagingTrigger.condition("moon is full")], do: [("wait", "5")])).count == 2)
  }
}
