import CommandGrammar
import Foundation
import JSONText
import Testing

/// Messaging triggers at work: what the customer is told, what is tagged, and when nothing runs.
@Suite struct MessagingStoryTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func rule(_ title: String, on event: String, if condition: String, do actions: String...) throws {
    let run = machine.run(
      ["messaging-trigger", "create", "--title", title, "--event", event, "--if", condition, "-q"]
        + actions.flatMap { ["--do", $0] })
    guard run.code == .done else { throw UnexpectedRun(run: run) }
  }

  private struct UnexpectedRun: Error { let run: Run }

  /// A conversation that has come to an agent; gives its id and its ticket's.
  private func handedOver(_ message: String = "I want my money back", _ more: String...) throws -> (
    Int64, Int64
  ) {
    let begun = try machine.succeed(
      "conversation", "start", "--user", "carla@example.net", "--channel", "native_messaging", "--message",
      message, "--json")
    let id = try #require(begun.item["conversation_id"]?.integer)
    let run = machine.run(["conversation", "handoff", "\(id)", "--json"] + more)
    guard run.code == .done else { throw UnexpectedRun(run: run) }
    return (id, try #require(run.item["ticket_id"]?.integer))
  }

  /// What waits to be told to customers: the ticket, the conversation, the words and the rule.
  private func messages() -> [String] {
    machine.run("outbox", "list", "--kind", "message", "--json").items.map { entry in
      ["ticket_id", "to", "body", "rule_id"].map { entry[$0]?.string ?? entry[$0]?.text ?? "-" }
        .joined(separator: "|")
    }
  }

  private func events(_ ticket: Int64) -> [JSONValue] {
    machine.run("ticket", "history", "\(ticket)", "--json").items.flatMap { $0["events"]?.array ?? [] }
  }

  @Test("M1, M4 at the hand-off the customer is told, in the channel and in the history; the account speaks")
  func handOff() throws {
    try rule(
      "Welcome", on: "conversation_requested", if: "message contains money",
      do:
        "send_message_to_customer Dear @customer_name, you are number @queue_size (@customer_prev_conversations).",
      "add_tags refund")
    let (id, ticket) = try handedOver()
    // Otto's new ticket waits as well; Carla has written twice before.
    let text = "Dear Carla, you are number 2 (2)."
    #expect(machine.ticket(ticket)["tags"] == ["refund"])
    let said = try #require(events(ticket).first { $0["body"]?.string == text })
    #expect(said["type"] == "Comment" && said["public"] == true && said["author_id"] == -1)
    #expect(said["via"]?["source"]?["rel"] == "messaging_trigger")
    #expect(said["via"]?["source"]?["from"] == ["id": 1, "title": "Welcome"])
    let tagged = events(ticket).first { $0["field_name"] == "tags" }
    #expect(tagged?["via"]?["source"]?["from"]?["title"] == "Welcome")
    let shown = machine.run("conversation", "show", "\(id)", "--json").item["messages"]?.array ?? []
    #expect(shown.map { $0["from"] } == ["customer", "ai_agent"])
    #expect(shown.last?["body"]?.string == text)
    let listed = machine.run("conversation", "list", "--json").items.first { $0["id"]?.integer == id }
    #expect(listed?["messages"] == 2)
    #expect(messages() == ["\(ticket)|\(id)|\(text)|1"])
    // The rule's words are no activity, and no reply.
    #expect(machine.session(id)["last_sender"] == "customer")
  }

  @Test("M1 each message of the customer is an event, once there is a ticket; a tag stops the second answer")
  func messageSent() throws {
    try rule(
      "Once", on: "message_sent", if: "tags does_not_contain told", do: "add_tags told",
      "send_message_to_customer Patience, @sender: '@message'")
    let (id, ticket) = try handedOver()
    #expect(machine.ticket(ticket)["tags"] == [])
    for text in ["hello?", "hello??"] {
      try machine.succeed("conversation", "say", "\(id)", "--from", "customer", "--message", text, "-q")
    }
    try machine.succeed(
      "ticket", "reply", "\(ticket)", "--message", "Here I am", "--as", "ana@example.com", "-q")
    let told = events(ticket).compactMap { $0["body"]?.string }.filter { $0.hasPrefix("Patience") }
    #expect(told == ["Patience, Carla: 'hello?'"])
    #expect(machine.ticket(ticket)["tags"] == ["told"])
  }

  @Test("E9, M5 never on an ended session: a ticket trigger that ends it at the hand-off comes first")
  func ended() throws {
    try rule(
      "Any", on: "conversation_requested", if: "hour_of_day less_than_or_equal 23", do: "add_tags asked")
    try rule("Word", on: "message_sent", if: "hour_of_day less_than_or_equal 23", do: "add_tags wrote")
    try machine.succeed(
      "trigger", "create", "--title", "Surge", "--if", "update_type is Create", "--if",
      "current_tags not_includes x",
      "--do", "messaging_session end_session", "-q")
    let (id, ticket) = try handedOver()
    #expect(machine.session(id)["end_reason"] == "trigger_ended")
    #expect(machine.ticket(ticket)["tags"] == [])
    // E13: what comes after the end is another conversation, with the AI agent.
    let said = try machine.succeed(
      "conversation", "say", "\(id)", "--from", "customer", "--message", "Hello?", "--json")
    #expect(said.item["conversation_id"]?.integer != id)
    #expect(machine.ticket(ticket)["tags"] == [])
    try machine.succeed("trigger", "disable", "Surge", "-q")
    let (_, other) = try handedOver()
    #expect(machine.ticket(other)["tags"] == ["asked"])
  }

  @Test("M1, Q8 coming into a queue is an event, whatever brought it there; an agent's update has no message")
  func queued() throws {
    try rule(
      "Wait", on: "conversation_queued", if: "group_id is Support",
      do: "send_message_to_customer You wait[@message]")
    let update = machine.run("ticket", "update", "1001", "--agent", "none", "--json")
    #expect(messages() == ["1001|1|You wait[]|1"])
    #expect(update.code == .done)
    // It is there already.
    try machine.succeed("ticket", "update", "1001", "--priority", "high", "-q")
    #expect(messages().count == 1)
    let (id, ticket) = try handedOver("Hello", "--group", "Support")
    #expect(messages().last == "\(ticket)|\(id)|You wait[Hello]|1")
  }

  @Test("the number of those that wait counts every hand-off of a run")
  func counting() throws {
    try rule(
      "Number", on: "conversation_requested", if: "queue_size greater_than 0",
      do: "send_message_to_customer @queue_size")
    let events = (1...3).flatMap { number in
      [
        """
        {"event_id":"s\(number)","type":"start","at":"2026-07-15T09:0\(number):00Z","conversation":"c\(number)",\
        "user_name":"New \(number)","channel":"native_messaging","message":"Hi"}
        """,
        """
        {"event_id":"h\(number)","type":"handoff","at":"2026-07-15T09:1\(number):00Z","conversation":"c\(number)",\
        "group":"Support"}
        """,
      ]
    }
    try machine.succeed("conversation", "ingest", "-", "-q", input: events.joined(separator: "\n"))
    // Otto's 1002 waits already.
    #expect(messages().map { $0.split(separator: "|")[2] } == ["2", "3", "4"])
  }
}
