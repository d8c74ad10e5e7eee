import CommandGrammar
import JSONText
import Testing

/// What ending a session does and what the run says of it (domain §4).
@Suite struct SessionEndTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test(
    "E1, E2, §3: the session ends with reason, actor, moment; the document has the keys of the interface in order"
  )
  func document() throws {
    let run = machine.run("session", "end", "1", "--json")
    #expect(run.code == .done)
    #expect(
      run.text == """
        {"schema":"sessionctl.session-end/1","dry_run":false,"matched":1,"ended":1,"already_ended":0,"failed":0,\
        "effects":{"emails":0,"surveys":0,"webhooks":0,"messages":0,"became_unroutable":0,\
        "left_routing":{"channel":0,"group":0,"tag":0}},"items":[\
        {"session_id":1,"ticket_id":1001,"outcome":"ended","end_reason":"agent_ended","routing_channel":"email",\
        "left_queue":null,"entered_queue":null,"triggers_fired":[],"message":null}]}

        """)
    let session = machine.session(1)
    #expect(session["state"] == "ended")
    #expect(session["ended_at"] == "2026-07-15T10:00:00Z")
    #expect(session["end_reason"] == "agent_ended")
    #expect(session["ended_by"] == ["type": "user", "id": 1, "name": "admin@example.com"])
    #expect(session["last_activity_at"] == "2026-07-15T05:00:00Z")
  }

  @Test("E1: ending an ended session is reported as already_ended, and its reason, actor and moment stay")
  func alreadyEnded() throws {
    try machine.succeed("session", "end", "1", "--as", "ana@example.com", "-q")
    let before = machine.session(1)
    let content = machine.content()
    machine.now = machine.now.advanced(by: 3600)
    let again = machine.run("session", "end", "1", "--reason", "inactivity_ended", "--json")
    #expect(again.code == .done)
    #expect(again.json["ended"] == 0)
    #expect(again.json["already_ended"] == 1)
    #expect(again.items.map { $0["outcome"] } == ["already_ended"])
    #expect(again.items.map { $0["end_reason"] } == ["agent_ended"])
    #expect(machine.session(1) == before)
    #expect(before["ended_by"]?["id"] == 601)
    #expect(machine.content() == content)
  }

  @Test("E1: a session that was over before it was seen stays without a reason")
  func endedBeforeSeen() {
    let run = machine.run("session", "end", "5", "--json")
    #expect(run.code == .done)
    #expect(run.items.map { $0["outcome"] } == ["already_ended"])
    #expect(run.items.map { $0["end_reason"] } == [.null])
    #expect(machine.session(5)["end_reason"] == .null)
  }

  @Test("ids that do not exist are reported as failed, the rest is committed, exit 1")
  func missingIDs() throws {
    let run = machine.run("session", "end", "1", "999", "2", "998", "--yes", "--json")
    #expect(run.code == .no)
    #expect(run.json["matched"] == 4)
    #expect(run.json["ended"] == 2)
    #expect(run.json["failed"] == 2)
    #expect(run.json.integers("items", "session_id") == [1, 2, 998, 999])
    #expect(run.items.compactMap { $0["outcome"]?.string } == ["ended", "ended", "failed", "failed"])
    #expect(run.items.map { $0["message"] } == [.null, .null, "no session 998", "no session 999"])
    #expect(machine.active == [3, 4, 50])
    let table = machine.run("session", "end", "997")
    #expect(table.code == .no)
    #expect(table.errors == "sessionctl: no session 997\n")
    #expect(table.text == "ended 0 of 1 (0 e-mails, 0 surveys), 1 failed\n")
  }

  @Test("tickets that do not exist are reported as failed like sessions, exit 1")
  func missingTickets() throws {
    let run = machine.run("session", "end", "--ticket", "1001", "--ticket", "4711", "--yes", "--json")
    #expect(run.code == .no)
    #expect(run.json["ended"] == 1)
    #expect(run.json["failed"] == 1)
    #expect(run.items.map { $0["ticket_id"] } == [1001, 4711])
    #expect(run.items.last?["message"] == "no ticket 4711")
  }

  @Test("a ticket that has no session can't have it ended: reported as failed, exit 1")
  func ticketWithoutSession() throws {
    let run = machine.run("session", "end", "--ticket", "1005", "--json")
    #expect(run.code == .no)
    #expect(run.json["failed"] == 1)
    #expect(run.items.map { $0["ticket_id"] } == [1005])
  }

  @Test("an id named twice is one session")
  func twice() throws {
    let run = machine.run("session", "end", "1", "1", "--ids-from", "-", "--json", input: "1\n1\n")
    #expect(run.code == .done)
    #expect(run.json["matched"] == 1)
    #expect(run.json["ended"] == 1)
    #expect(run.items.count == 1)
  }

  @Test("E6, E7: only the messaging slot is released; status, assignee, group, priority and tags stay")
  func capacityAndFields() throws {
    func agent() -> JSONValue { machine.run("agent", "show", "601", "--json").item }
    #expect(agent()["messaging_load"] == 1)
    #expect(agent()["email_load"] == 0)
    let before = machine.ticket(1001)
    try machine.succeed("session", "end", "1", "-q")
    let after = machine.ticket(1001)
    for key in [
      "subject", "status", "priority", "type", "channel", "requester_id", "assignee_id", "group_id", "tags",
    ] {
      #expect(after[key] == before[key])
    }
    #expect(before["routing_channel"] == "messaging")
    #expect(after["routing_channel"] == "email")
    #expect(agent()["messaging_load"] == 0)
    #expect(agent()["email_load"] == 0)
    // The next assignment takes an email slot.
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "-q")
    try machine.succeed("ticket", "update", "1001", "--agent", "601", "-q")
    #expect(agent()["messaging_load"] == 0)
    #expect(agent()["email_load"] == 1)
  }

  @Test(
    "E8: the end is in the ticket's history, with reason, actor, via and the routing channel's before and after"
  )
  func history() throws {
    try machine.succeed("session", "end", "1", "--reason", "inactivity-ended", "--note", "swept", "-q")
    let audits = machine.run("ticket", "history", "1001", "--json").items
    let own = try #require(audits.last)
    #expect(own["ticket_id"] == 1001)
    #expect(own["author_id"] == 1)
    #expect(own["created_at"] == "2026-07-15T10:00:00Z")
    #expect(own["via"]?["channel"] == "api")
    let events = own["events"]?.array ?? []
    #expect(events.map { $0["type"] } == ["Comment", "MessagingSessionEnded", "RoutingChannelChanged"])
    #expect(events.first?["body"] == "swept")
    #expect(events.first?["public"] == false)
    #expect(events[1]["reason"] == "inactivity_ended")
    #expect(events[1]["routing_channel_before"] == "messaging")
    #expect(events[1]["routing_channel_after"] == "email")
    #expect(events[2]["previous_value"] == "messaging")
    #expect(events[2]["value"] == "email")
    let ids = [own["id"]?.integer] + events.map { $0["id"]?.integer }
    #expect(Set(ids).count == 4)
    #expect((ids[0] ?? 0) >= 900_000_000_000_000)
  }

  @Test("E8: a session without a ticket ends too, and its history is kept with the conversation")
  func withoutTicket() throws {
    let run = machine.run("session", "end", "50", "--json")
    #expect(run.code == .done)
    #expect(run.items.map { $0["ticket_id"] } == [.null])
    #expect(run.items.map { $0["routing_channel"] } == [.null])
    #expect(machine.session(50)["end_reason"] == "agent_ended")
    let kept = machine.run("export", "--type", "audit").lines.compactMap { $0["audit"] }
      .filter { $0["conversation_id"] == 50 }
    #expect(kept.count == 1)
    #expect(kept.first?["events"]?[0]?["reason"] == "agent_ended")
  }

  @Test("a note for a session without a ticket is kept in the conversation's history")
  func noteWithoutTicket() throws {
    let run = machine.run("session", "end", "1", "50", "--note", "bye", "--yes", "--json")
    #expect(run.code == .done)
    #expect(run.json["ended"] == 2)
    #expect(machine.active == [2, 3, 4])
    let kept = machine.run("export", "--type", "audit").lines.compactMap { $0["audit"] }
      .filter { $0["conversation_id"] == 50 }
    #expect(kept.first?["events"]?[0]?["body"] == "bye")
  }

  @Test("E1: a note is added once: a session that had ended gets no second one, on a closed ticket neither")
  func noteOnce() throws {
    try machine.succeed("session", "end", "1", "--note", "bye")
    let again = machine.run("session", "end", "1", "--note", "bye", "--json")
    #expect(again.code == .done)
    #expect(again.json["already_ended"] == 1)
    try machine.succeed("ticket", "update", "1001", "--status", "closed", "-q")
    #expect(machine.run("session", "end", "1", "--note", "bye", "--json").json["already_ended"] == 1)
    let notes = machine.run("ticket", "history", "1001", "--json").items
      .flatMap { $0["events"]?.array ?? [] }.filter { $0["body"] == "bye" }
    #expect(notes.count == 1)
  }

  @Test("people get one line a run; the table on request")
  func line() throws {
    let dry = machine.run("session", "end", "--idle-for", "4h", "--dry-run")
    #expect(dry.text.hasPrefix("would end 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)\n"))
    #expect(dry.errors.isEmpty)
    let real = machine.run("session", "end", "--idle-for", "4h", "--yes")
    #expect(real.text == "ended 2 of 2 idle ≥ 4h (0 e-mails, 0 surveys)\n")
    let again = machine.run("session", "end", "--idle-for", "4h", "--yes")
    #expect(again.text == "ended 0 of 0 idle ≥ 4h (0 e-mails, 0 surveys)\n")
    let named = machine.run(
      "session", "end", "1", "2", "--yes", "--format", "table", "--fields", "session_id,outcome")
    #expect(named.text == "SESSION  OUTCOME\n      1  already_ended\n      2  ended\n")
    let silent = machine.run("session", "end", "--all", "--yes", "--quiet")
    #expect(silent.code == .done)
    #expect(silent.output.isEmpty && silent.errors.isEmpty)
  }

  @Test("without any selection session end is a usage error, and nothing ends")
  func noSelection() {
    let run = machine.run("session", "end", "--yes")
    #expect(run.code == .usage)
    #expect(run.errors.hasPrefix("sessionctl: 'session end' needs to know which sessions:"))
    #expect(machine.run("session", "end", "--limit", "5", "--max", "3", "--dry-run").code == .usage)
    #expect(machine.active == [1, 2, 3, 4, 50])
  }

  @Test("a selection that nothing matches is done: exit 0, no items")
  func nothingMatches() {
    let run = machine.run("session", "end", "--tag", "nobody-has-it", "--json")
    #expect(run.code == .done)
    #expect(run.json["matched"] == 0)
    #expect(run.items.isEmpty)
    #expect(machine.run("session", "end", "--tag", "nobody-has-it", "--format", "ndjson").output.isEmpty)
  }
}
