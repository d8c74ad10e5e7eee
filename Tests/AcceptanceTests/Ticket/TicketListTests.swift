import CommandGrammar
import JSONText
import Testing

@Suite struct TicketListTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  static let cases: [(words: [String], tickets: [Int64])] = [
    ([], [1001, 1002, 1003, 1004, 1005, 1006]),
    (["--status", "open"], [1001, 1005]),
    (["--agent", "none"], [1002, 1004, 1005, 1006]),
    (["--agent", "none", "--status", "open"], [1005]),
    (["--channel", "email"], [1005]),
    (["--channel", "messaging"], [1001, 1002, 1003, 1004, 1006]),
    (["--tag", "vip", "--group", "Billing"], [1003]),
    (["--idle-for", "4h"], [1001, 1003, 1006]),
    (["--ticket", "1004", "--ticket", "1005"], [1004, 1005]),
    (["--subject", "TICKET 100"], [1001, 1002, 1003, 1004, 1005, 1006]),
    (["--subject", "1003"], [1003]),
    (["--subject", "%"], []),
    (["--limit", "2", "--sort", "id:desc"], [1006, 1005]),
    (["--status", "hold"], []),
  ]

  @Test(
    "ticket list takes the selection; the email ticket and the closed one are there too", arguments: cases)
  func list(words: [String], tickets: [Int64]) {
    let run = machine.run(["ticket", "list", "--json"] + words)
    #expect(run.code == .done)
    #expect(run.json.integers("items", "id") == tickets)
    #expect(run.json["count"]?.integer == Int64(tickets.count))
  }

  @Test("ticket show has every field of the interface")
  func show() {
    let ticket = machine.ticket(1001)
    #expect(
      ticket.object?.keys == [
        "id", "subject", "status", "priority", "type", "channel", "routing_channel", "requester_id",
        "requester_name", "assignee_id", "assignee_name", "group_id", "group_name", "tags", "queue",
        "session", "composer", "created_at", "updated_at", "satisfaction_score", "earlier_conversations",
      ])
    #expect(
      ticket["session"]?.object?.keys == [
        "id", "conversation_id", "ticket_id", "channel", "state", "started_at", "last_activity_at",
        "last_sender", "ended_at", "end_reason", "ended_by",
      ])
    #expect(ticket["requester_name"] == "Carla")
    #expect(ticket["tags"] == ["vip", "billing"])
    #expect(ticket["queue"] == .null)
    #expect(machine.ticket(1005)["session"] == .null)
    #expect(machine.ticket(1005)["routing_channel"] == "email")
  }

  @Test("a ticket or session that there is not: 1")
  func missing() {
    #expect(
      machine.run("ticket", "show", "4711").errors
        == "sessionctl: no ticket 4711 (see 'sessionctl ticket list')\n")
    #expect(machine.run("ticket", "history", "4711").code == .no)
    let session = machine.run("session", "show", "4711")
    #expect(session.code == .no)
    #expect(session.errors == "sessionctl: no session 4711 (see 'sessionctl session list --all')\n")
  }

  @Test("ticket history --json gives the imported audits word for word, the oldest first, and who wrote them")
  func history() throws {
    let words =
      "{\"id\" : 9100,\"created_at\":\"2026-07-15T06:00:00Z\",\"ticket_id\":1001, \"author_id\":501,\"events\":[{\"type\":\"SomethingNew\",\"deep\":{\"é\":[1e400,-0,\"\\u00e9\\/\"]}},{\"id\":9102,\"type\":\"Change\",\"field_name\":\"status\",\"value\":\"open\",\"previous_value\":\"new\"}],\"metadata\":{\"system\":{}}}"
    let first = Wire.audit(9001, ticket: 1001, by: 501, at: "2026-07-15T05:00:00Z")
    try machine.take([words])
    let told = [first, words].map { $0.dropLast() + ",\"author_name\":\"Carla\"}" }
    let json = machine.run("ticket", "history", "1001", "--json")
    #expect(
      json.text
        == "{\"schema\":\"sessionctl.ticket-history/1\",\"count\":2,\"items\":[\(told.joined(separator: ","))]}\n"
    )
    let ndjson = machine.run("ticket", "history", "1001", "--format", "ndjson")
    #expect(ndjson.text == told.map { "\($0)\n" }.joined())
    let table = machine.run("ticket", "history", "1001")
    #expect(table.text.contains("public reply: Hello"))
    #expect(table.text.contains("SomethingNew"))
    #expect(table.text.contains("status: new → open"))
  }

  @Test("the history of what happened here reads well: who, what")
  func ownHistory() throws {
    try machine.succeed("session", "end", "1", "--as", "601", "--note", "bye", "-q")
    let table = machine.run("ticket", "history", "1001", "--fields", "who,what", "--no-headers")
    #expect(
      table.text == """
        Carla     public reply: Hello
        Ana Lima  internal note: bye
        Ana Lima  session ended: agent_ended, routing channel messaging → email
        Ana Lima  routing channel: messaging → email

        """)
  }
}
