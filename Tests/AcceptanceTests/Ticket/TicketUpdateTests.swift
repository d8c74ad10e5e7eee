import CommandGrammar
import JSONText
import Testing

@Suite struct TicketUpdateTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func events(_ ticket: Int64) -> [JSONValue] {
    machine.run("ticket", "history", "\(ticket)", "--json").items.last?["events"]?.array ?? []
  }

  @Test("E16: assigning a new ticket makes it open, as one update")
  func assign() {
    let run = machine.run("ticket", "update", "1002", "--agent", "Ben Okafor", "--json")
    #expect(run.code == .done)
    #expect(run.item["assignee_id"] == 602)
    #expect(run.item["status"] == "open")
    let changes = events(1002)
    #expect(changes.map { $0["field_name"] } == ["assignee_id", "status"])
    #expect(changes.map { $0["previous_value"] } == [.null, "new"])
    #expect(changes.map { $0["value"] } == ["602", "open"])
  }

  @Test("--fields shows what the ticket is now, as it does elsewhere")
  func fields() {
    let run = machine.run("ticket", "update", "1002", "--priority", "high", "--fields", "id,priority")
    #expect(run.text == "id        1002\npriority  high\n", "\(run)")
  }

  @Test("E16: assigning a ticket in another status leaves the status; so does taking the agent away")
  func assignOthers() {
    #expect(machine.run("ticket", "update", "1003", "--agent", "601", "--json").item["status"] == "pending")
    let run = machine.run("ticket", "update", "1001", "--agent", "none", "--json")
    #expect(run.item["assignee_id"] == .null)
    #expect(run.item["status"] == "open")
  }

  @Test("all fields change in one update, and the history shows each with before and after")
  func allFields() {
    let run = machine.run(
      "ticket", "update", "1001", "--status", "hold", "--priority", "urgent", "--group", "Billing", "--tag",
      "new-tag", "--tag", "vip", "--remove-tag", "billing", "--note", "over to you", "--json")
    #expect(run.code == .done)
    #expect(run.item["status"] == "hold")
    #expect(run.item["priority"] == "urgent")
    #expect(run.item["group_id"] == 702)
    #expect(run.item["tags"] == ["vip", "new-tag"])
    #expect(run.item["updated_at"] == "2026-07-15T10:00:00Z")
    // Notes and field changes are no activity (§1).
    #expect(run.item["session"]?["last_activity_at"] == "2026-07-15T05:00:00Z")
    #expect(run.item["session"]?["state"] == "active")
    let audits = machine.run("ticket", "history", "1001", "--json").items
    #expect(audits.count == 2)
  }

  @Test("a closed ticket never changes again: 1, and nothing is stored")
  func closed() {
    let content = machine.content()
    for words in [
      ["--tag", "x"], ["--status", "open"], ["--note", "late"], ["--routing-channel", "email"],
      ["--agent", "601"], ["--priority", "low"], ["--group", "701"],
    ] {
      let run = machine.run(["ticket", "update", "1006"] + words)
      #expect(run.code == .no)
      #expect(run.errors == "sessionctl: ticket 1006 is closed and never changes again\n")
    }
    #expect(machine.content() == content)
  }

  @Test("E14: closing a ticket ends its active session with ticket_closed; the routing channel stays (E3)")
  func close() {
    let run = machine.run("ticket", "update", "1003", "--status", "closed", "--as", "602", "--json")
    #expect(run.item["session"]?["state"] == "ended")
    #expect(run.item["session"]?["end_reason"] == "ticket_closed")
    #expect(run.item["session"]?["ended_by"]?["id"] == 602)
    #expect(run.item["routing_channel"] == "messaging")
    #expect(events(1003).map { $0["type"] } == ["Change", "MessagingSessionEnded"])
    #expect(machine.run("ticket", "update", "1003", "--tag", "x").code == .no)
  }

  @Test("E14: closing leaves an ended session's reason as it is")
  func closeLater() throws {
    try machine.succeed("session", "end", "3", "-q")
    machine.now = machine.now.advanced(by: 60)
    let run = machine.run("ticket", "update", "1003", "--status", "closed", "--json")
    #expect(run.item["session"]?["end_reason"] == "agent_ended")
    #expect(run.item["session"]?["ended_at"] == "2026-07-15T10:00:00Z")
  }

  @Test("what can't be said of a ticket: its sentence and code, nothing stored")
  func refusals() {
    let content = machine.content()
    let cases: [([String], ExitCode, String)] = [
      (["1001"], .usage, "'ticket update' needs to know what to change; see 'sessionctl ticket update -h'"),
      (["4711", "--tag", "x"], .no, "no ticket 4711 (see 'sessionctl ticket list')"),
      (["1001", "--agent", "Nobody"], .no, "no agent 'Nobody' (there are 3; see 'sessionctl agent list')"),
      (["1001", "--group", "9"], .no, "no group 9 (there are 2; see 'sessionctl group list')"),
      (
        ["1001", "--tag", "two words"], .usage,
        "--tag 'two words' is not a tag: a tag has no spaces; repeat the option for more"
      ),
      (
        ["1001", "--status", "new"], .usage,
        "--status 'new' is not one of open, pending, hold, solved, closed"
      ),
      (
        ["1005", "--routing-channel", "messaging"], .no,
        "ticket 1005 can't go back to the routing channel messaging; only email can be set"
      ),
    ]
    for (words, code, sentence) in cases {
      let run = machine.run(["ticket", "update"] + words)
      #expect(run.code == code)
      #expect(run.errors == "sessionctl: \(sentence)\n")
    }
    #expect(machine.content() == content)
  }

  @Test("an update that changes nothing says so: 0, no history, no timestamp")
  func nothing() {
    let content = machine.content()
    let run = machine.run("ticket", "update", "1001", "--status", "open", "--agent", "601", "--tag", "vip")
    #expect(run.code == .done)
    #expect(run.errors == "nothing changed: ticket 1001 already has these values\n")
    #expect(machine.content() == content)
  }
}
