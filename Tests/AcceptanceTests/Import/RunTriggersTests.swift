import CommandGrammar
import JSONText
import Testing

/// An import runs the rules only if asked (T3, T6, T7, Q8).
@Suite struct RunTriggersTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  private func trigger(_ title: String, _ words: String...) throws {
    let run = machine.run(["trigger", "create", "--title", title, "-q"] + words)
    if run.code != .done { throw Unexpected(run) }
  }

  private func ticket(_ id: Int64, _ updatedAt: String = "2026-07-15T09:00:00Z", _ members: Wire.Members = [])
    -> String
  {
    Wire.wrapped("ticket", Wire.ticket(id, [("updated_at", .string(updatedAt))] + members))
  }

  @discardableResult
  private func take(_ lines: String..., options: [String] = ["--run-triggers"]) -> Run {
    machine.run(["import", "-"] + options, input: Array(lines.joined(separator: "\n").utf8))
  }

  private func fired(on id: Int64) -> [String] {
    machine.run("ticket", "history", "\(id)", "--json").items.flatMap { audit in
      (audit["events"]?.array ?? []).compactMap { $0["via"]?["source"]?["from"]?["title"]?.string }
    }
  }

  @Test("T3 creations and updates run their triggers with the option, and none without it")
  func creationsAndUpdates() throws {
    try trigger("Created", "--if", "update_type is Create", "--do", "current_tags made")
    try trigger("Updated", "--if", "update_type is Change", "--do", "current_tags changed")
    take(ticket(3001), ticket(1001), options: [])
    #expect(fired(on: 3001).isEmpty && fired(on: 1001).isEmpty)
    let run = take(ticket(3002), ticket(1001, "2026-07-15T09:30:00Z", [("tags", ["vip"])]))
    #expect(run.code == .done)
    #expect(run.errors.contains("rules ran on 2 tickets and changed 2 (0 e-mails, "), "\(run)")
    #expect(machine.ticket(3002)["tags"] == ["made"])
    #expect(machine.ticket(1001)["tags"] == ["vip", "changed"])
    #expect(fired(on: 3002) == ["Created"])
    #expect(fired(on: 1001) == ["Updated"])
    #expect(machine.run("doctor").code == .done)
  }

  @Test("T6 change operators compare with the ticket before the file, across its records of one ticket")
  func changes() throws {
    try trigger("Solved", "--if", "status value solved", "--do", "type task")
    try trigger("From open", "--if", "status value_previous open", "--do", "priority low")
    try trigger("Field", "--if", "custom_fields_7 changed", "--do", "current_tags field")
    take(ticket(3001, "2026-07-15T09:00:00Z", [("custom_fields", [["id": 7, "value": "a"]])]), options: [])
    // Pending in between: what counts is open before and solved after.
    take(
      ticket(
        3001, "2026-07-15T09:10:00Z", [("status", "pending"), ("custom_fields", [["id": 7, "value": "b"]])]),
      ticket(
        3001, "2026-07-15T09:20:00Z", [("status", "solved"), ("custom_fields", [["id": 7, "value": "b"]])]))
    #expect(fired(on: 3001) == ["From open", "Solved", "Field"])
    // Newer, and the same.
    take(
      ticket(
        3001, "2026-07-15T09:30:00Z", [("status", "solved"), ("custom_fields", [["id": 7, "value": "b"]])]))
    #expect(fired(on: 3001).count == 3)
  }

  @Test("what only imports change is told where no rule fires, and changes nothing else")
  func moved() throws {
    for id in machine.run("trigger", "list", "--json").items.compactMap({ $0["id"]?.text }) {
      try machine.succeed("trigger", "disable", id, "-q")
    }
    func told() -> [JSONValue] {
      machine.run("ticket", "history", "3001", "--json").items.flatMap { $0["events"]?.array ?? [] }
    }
    let members: Wire.Members = [("requester_id", 51), ("brand_id", 5)]
    take(ticket(3001, "2026-07-15T08:00:00Z", members), options: [])
    take(ticket(3001, "2026-07-15T08:10:00Z", members + [("priority", "high")]))
    #expect(told().isEmpty, "\(told())")
    take(ticket(3001, "2026-07-15T08:20:00Z", [("requester_id", 52), ("brand_id", 5), ("subject", "Moved")]))
    let names = told().map { $0["field_name"]?.string ?? "" }
    #expect(names.sorted() == ["id", "requester_id", "subject"], "\(told())")
    let requester = told().first { $0["field_name"] == "requester_id" }
    #expect(requester?["previous_value"] == "51" && requester?["value"] == "52")
    #expect(machine.ticket(3001)["updated_at"] == "2026-07-15T08:20:00Z")
    #expect(machine.run("ticket", "history", "3001").text.contains("imported with subject: "))
    #expect(machine.run("doctor").code == .done)
  }

  @Test("the same file again runs nothing") func again() throws {
    try trigger(
      "Tell", "--if", "update_type is Create", "--do", #"notification_user ["requester_id","Hello","Text"]"#)
    try trigger("Always", "--if", "status is_not closed", "--do", "priority high")
    let lines = ticket(3001, "2026-07-15T09:00:00Z", [("requester_id", 501)])
    #expect(take(lines).code == .done)
    #expect(machine.run("outbox", "list", "--json").items.map { $0["to"] } == ["carla@example.net"])
    let content = machine.content()
    #expect(!take(lines).errors.contains("rules ran"))
    #expect(machine.content() == content)
  }

  @Test("Q8, E15 requesters, groups and queues of the same file count, whatever their order")
  func order() throws {
    try trigger(
      "Tell", "--if", "update_type is Create", "--do", #"notification_user ["requester_id","Hello","Text"]"#,
      "--do",
      "current_tags urgent")
    try machine.succeed(
      "queue", "create", "--name", "Urgent", "--if", "current_tags includes urgent", "--primary", "Support",
      "-q")
    take(
      ticket(3001, "2026-07-15T09:00:00Z", [("requester_id", 801), ("status", "new")]),
      Wire.wrapped("user", Wire.user(801, [("name", "Zoë"), ("email", "zoe@example.net")])))
    #expect(machine.run("outbox", "list", "--json").items.map { $0["to"] } == ["zoe@example.net"])
    #expect(machine.ticket(3001)["queue"]?["name"] == "Urgent")
    #expect(machine.run("doctor").code == .done)
  }

  @Test("M1 what enters a queue by an import is queued; its hand-off happened elsewhere") func messaging()
    throws
  {
    for event in ["conversation_queued", "conversation_requested"] {
      try machine.succeed(
        "messaging-trigger", "create", "--title", event, "--event", event, "--if", "customer_served is false",
        "--do", "add_tags \(event)", "-q")
    }
    take(ticket(3001, "2026-07-15T09:00:00Z", [("status", "new"), ("group_id", 701)]))
    #expect(machine.ticket(3001)["queue"]?["name"] == "Standard queue")
    #expect(machine.ticket(3001)["tags"] == ["conversation_queued"])
  }

  @Test("§5 conditions on the comment see the description of a new ticket, and none of an update")
  func comment() throws {
    try trigger("Refund", "--if", "comment_includes_word includes refund", "--do", "current_tags refund")
    try trigger("Said", "--if", "comment_is_public is true", "--do", "priority low")
    let text = ("description", "I want a Refund." as JSONValue)
    take(
      ticket(3001, "2026-07-15T09:00:00Z", [text]), ticket(3002),
      ticket(1001, "2026-07-15T09:00:00Z", [text]))
    #expect(machine.ticket(3001)["tags"] == ["refund"])
    #expect(machine.ticket(3001)["priority"] == "low")
    #expect(fired(on: 3002).isEmpty && fired(on: 1001).isEmpty)
  }

  @Test("T3, E14 an update that closes runs triggers, which see the end; a closed ticket has none")
  func closing() throws {
    try trigger(
      "Close", "--if", "messaging_session_ended_reason value ticket_closed", "--do", "current_tags bye")
    try trigger("Any", "--if", "status is closed", "--do", "priority high")
    take(
      ticket(1001, "2026-07-15T09:00:00Z", [("status", "closed")]),
      ticket(3001, "2026-07-15T09:00:00Z", [("status", "closed")]),
      ticket(1006, "2026-07-15T09:00:00Z", [("status", "closed"), ("subject", "x")]))
    #expect(fired(on: 1001) == ["Any", "Close"])
    #expect(machine.ticket(1001)["priority"] == "high")
    #expect(machine.ticket(1001)["tags"]?.array?.contains("bye") == true)
    #expect(machine.ticket(1001)["status"] == "closed")
    #expect(fired(on: 3001).isEmpty && fired(on: 1006).isEmpty)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("T7 the audit is whose import it was, its events are the trigger's; an end by it is a trigger's")
  func attribution() throws {
    try trigger(
      "End", "--if", "update_type is Create", "--if", "role is admin", "--do", "messaging_session end_session"
    )
    take(ticket(3001))
    let audit = machine.run("ticket", "history", "3001", "--json").items.last
    #expect(
      audit?["author_id"]
        == machine.run("agent", "list", "--json").items.first { $0["role"] == "admin" }?["id"])
    #expect(audit?["via"]?["channel"] == "api")
    #expect(machine.ticket(3001)["session"]?["end_reason"] == "trigger_ended")
    #expect(machine.ticket(3001)["session"]?["ended_by"]?["type"] == "trigger")
    #expect(machine.ticket(3001)["routing_channel"] == "email")
  }

  @Test("a wrong record keeps everything out, what the rules sent included") func failure() throws {
    try trigger(
      "Tell", "--if", "update_type is Create", "--do", #"notification_user ["requester_id","Hello","Text"]"#)
    let content = machine.content()
    let run = take(ticket(3001, "2026-07-15T09:00:00Z", [("requester_id", 501)]), #"{"ticket":{"id":"x"}}"#)
    #expect(run.code == .badInput)
    #expect(machine.content() == content)
    #expect(machine.run("outbox", "list", "--json").items.isEmpty)
    // With --keep-going the good ones run theirs.
    let kept = take(
      ticket(3001, "2026-07-15T09:00:00Z", [("requester_id", 501)]), #"{"ticket":{"id":"x"}}"#,
      options: ["--run-triggers", "--keep-going"])
    #expect(kept.code == .no)
    #expect(machine.run("outbox", "list", "--json").items.count == 1)
  }

  @Test("a ticket that was only named before is created, and the triggers of the same file run")
  func named() throws {
    take(Wire.wrapped("audit", Wire.audit(9801, ticket: 3001, by: 501, at: "2026-07-15T08:30:00Z")))
    take(
      ticket(3001),
      """
      {"trigger":{"id":77,"title":"Brought","active":true,"conditions":{"all":[{"field":"update_type",\
      "operator":"is","value":"Create"}],"any":[]},"actions":[{"field":"priority","value":"high"}]}}
      """)
    #expect(fired(on: 3001) == ["Brought"])
    #expect(machine.ticket(3001)["priority"] == "high")
  }
}
