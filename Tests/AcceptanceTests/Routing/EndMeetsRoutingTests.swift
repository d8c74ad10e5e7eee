import CommandGrammar
import JSONText
import Testing

/// Where ending meets routing: what the source promises of tickets whose session has ended (Q2, E1, E4, E5).
@Suite struct EndMeetsRoutingTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withSupport() }

  private func queue(_ id: Int64) -> JSONValue? { machine.ticket(id)["queue"]?["name"] }

  private func left(_ run: Run, _ reason: String) -> JSONValue? {
    run.json["effects"]?["left_routing"]?[reason]
  }

  /// The same run first as a dry run, which has to tell the same.
  private func end(_ words: String...) throws -> Run {
    let plan = machine.run(["session", "end"] + words + ["--yes", "--dry-run", "--json"])
    let run = machine.run(["session", "end"] + words + ["--yes", "--json"])
    #expect(plan.json["effects"] == run.json["effects"])
    #expect(plan.json["items"] == run.json["items"])
    return run
  }

  @Test("19, Q2: a ticket that waits in the standard queue goes on waiting there as email, and is assigned")
  func staysInStandardQueue() throws {
    try machine.talk()
    let run = try end("1")
    #expect(run.json["effects"]?["became_unroutable"] == 0)
    #expect(machine.ticket(1)["routing_channel"] == "email")
    #expect(queue(1) == "Standard queue")
    #expect(machine.run("routing", "explain", "1", "--json").item["eligible"] == true)
    #expect(machine.run("routing", "run", "--json").json["assigned"] == 1)
    #expect(machine.run("agent", "show", "ana@x.com", "--json").item["email_load"] == 1)
    #expect(machine.run("doctor").code == .done)
  }

  @Test(
    "Q2, E4: where the account asks for the tag, whoever lacks it leaves routing, counted and said, until it comes"
  )
  func needsTag() throws {
    try machine.talk()
    try machine.talk("Bo", email: nil)
    try machine.succeed("ticket", "update", "2", "--tag", "auto-routing", "-q")
    try machine.succeed("settings", "set", "routing.ended_sessions_need_tag", "true", "-q")
    let plan = machine.run("session", "end", "--all", "--yes", "--dry-run")
    #expect(
      plan.text.contains(
        "\n1 ticket is no longer in any queue: it lacks the tag that email tickets need in the standard queue\n"
      ),
      "\(plan)")
    let run = try end("--all")
    #expect(left(run, "tag") == 1 && left(run, "channel") == 0 && left(run, "group") == 0)
    #expect(run.json["effects"]?["became_unroutable"] == 1)
    #expect(queue(1) == nil && queue(2) == "Standard queue")
    #expect(machine.run("routing", "explain", "1").text.contains("lacks the tag 'auto-routing'"))
    // The setting, the tag's name and the tag each decide at once who waits.
    try machine.succeed("settings", "set", "routing.ended_sessions_need_tag", "false", "-q")
    #expect(queue(1) == "Standard queue")
    try machine.succeed("settings", "set", "routing.ended_sessions_need_tag", "true", "-q")
    #expect(queue(1) == nil)
    try machine.succeed("ticket", "update", "1", "--tag", "auto-routing", "-q")
    #expect(queue(1) == "Standard queue")
    let update = machine.run("ticket", "update", "1", "--remove-tag", "auto-routing")
    #expect(update.errors.contains("1 ticket is no longer in any queue: it lacks the tag"), "\(update)")
    #expect(machine.run("doctor").code == .done)
  }

  @Test("E4: an email ticket that came in by e-mail needs its tag as before") func emailTicket() throws {
    try machine.take([
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          77, [("via", ["channel": "email"]), ("from_messaging_channel", false), ("requester_id", .null)]))
    ])
    try machine.succeed("ticket", "update", "77", "--group", "Support", "-q")
    #expect(queue(77) == nil)
  }

  @Test("E4: a ticket that loses its group in a run leaves routing for that, and a macro says so")
  func losesGroup()
    throws
  {
    try machine.talk()
    try machine.succeed(
      "trigger", "create", "--title", "Lose", "--if", "messaging_session_state value ended", "--do",
      "group_id ",
      "-q")
    let run = try end("1")
    #expect(left(run, "group") == 1)
    #expect(run.items[0]["left_queue"] == "Standard queue")
    try machine.succeed("ticket", "update", "1", "--group", "Support", "-q")
    try machine.succeed("macro", "create", "--title", "Drop", "--do", "group_id ", "-q")
    let preview = machine.run("macro", "apply", "Drop", "--ticket", "1", "--preview", "--json")
    #expect(preview.item["left_routing"]?["group"] == 1)
    let applied = machine.run("macro", "apply", "Drop", "--ticket", "1")
    #expect(applied.errors.contains("1 ticket is no longer in any queue: it has no group"), "\(applied)")
  }

  @Test("E4: routing run says who left routing while it assigned") func duringRun() throws {
    try machine.talk()
    // Ana gives everything back and takes it out of its group.
    try machine.trigger("Refuse", if: ["assignee_id is 2"], do: ["assignee_id ", "group_id "])
    let run = machine.run("routing", "run", "--json")
    #expect(run.json["effects"]?["left_routing"]?["group"] == 1, "\(run)")
    #expect(run.json["effects"]?["became_unroutable"] == 1)
  }

  @Test("E4: what a customer's e-mail or answer to a survey sets off is told to who records it")
  func customersOwn() throws {
    try machine.talk()
    try machine.talk("Bo", email: "bo@y.net")
    try machine.trigger("Drop", if: ["comment_includes_word includes drop"], do: ["group_id "])
    try machine.trigger("Rated", if: ["satisfaction_score changed"], do: ["group_id "])
    let told = "1 ticket is no longer in any queue: it has no group"
    let mail = machine.run("ticket", "reply", "1", "--from", "customer", "--message", "Please drop it")
    #expect(mail.code == .done && mail.errors.contains(told), "\(mail)")
    let rating = machine.run("ticket", "rate", "2", "good")
    #expect(rating.code == .done && rating.errors.contains(told), "\(rating)")
    #expect(queue(1) == nil && queue(2) == nil)
  }

  @Test("E4: a group that goes says which of its tickets no queue holds any more") func group() throws {
    try machine.talk()
    try machine.talk("Bo", email: "bo@y.net", to: ["--agent", "ana@x.com", "--group", "Support"])
    let words = ["group", "delete", "Support", "--hand-over-to", "none"]
    let told = """
      deleted group Support (1); 2 tickets were handed over
      1 ticket is no longer in any queue: it has no group, and the standard queue needs one

      """
    let plan = machine.run(words + ["--dry-run"])
    #expect(plan.errors.contains("dry run: 1 ticket is no longer in any queue: it has no group"), "\(plan)")
    let run = machine.run(words)
    #expect(run.code == .done && run.errors == told, "\(run)")
    #expect(queue(1) == nil)
  }

  @Test("E4: a reminder says who left routing by a rule that it met, and so does its dry run")
  func reminder() throws {
    try machine.talk()
    try machine.trigger("Drop", if: ["comment_includes_word includes still"], do: ["group_id "])
    try machine.succeed("macro", "create", "--title", "Ask", "--do", "comment_value Still there?", "-q")
    machine.now = machine.now.advanced(by: 600)
    let words = [
      "session", "remind", "--idle-for", "10m", "--macro", "Ask", "--even-if-stalled", "--yes",
    ]
    let plan = machine.run(words + ["--dry-run", "--json"])
    #expect(left(plan, "group") == 1 && left(plan, "channel") == 0, "\(plan)")
    #expect(plan.json["effects"]?["became_unroutable"] == 1)
    let run = machine.run(words)
    #expect(run.text.contains("\n1 ticket is no longer in any queue: it has no group"), "\(run)")
    #expect(queue(1) == nil)
  }

  @Test("E4: ingest counts who left routing") func ingest() throws {
    try machine.succeed("settings", "set", "routing.ended_sessions_as_email", "false", "-q")
    let events = [
      #"{"event_id":"1","type":"start","at":"2026-07-15T09:00:00Z","conversation":"k","user_name":"Al","channel":"line","message":"Hi"}"#,
      #"{"event_id":"2","type":"handoff","at":"2026-07-15T09:01:00Z","conversation":"k","group":"Support"}"#,
      #"{"event_id":"3","type":"end","at":"2026-07-15T09:02:00Z","conversation":"k","from":"agent","agent":"ana@x.com"}"#,
    ]
    let run = machine.run("conversation", "ingest", "-", "--json", input: events.joined(separator: "\n"))
    #expect(run.item["became_unroutable"] == 1, "\(run)")
    #expect(run.item["left_routing"]?["channel"] == 1)
  }

  @Test(
    "21, 25, E1: a trigger's end session routes some of the agent-ended sessions as email, and only those")
  func someAsEmail() throws {
    try machine.succeed("settings", "set", "routing.ended_sessions_as_email", "false", "-q")
    try machine.trigger(
      "Some", if: ["messaging_session_ended_reason value agent_ended", "current_tags includes vip"],
      do: ["messaging_session end_session"])
    try machine.talk()
    try machine.talk("Bo", email: nil)
    try machine.succeed("ticket", "update", "1", "--tag", "vip", "-q")
    let run = try end("--all")
    #expect(left(run, "channel") == 1)
    #expect(run.items.map { $0["routing_channel"] } == ["email", "messaging"])
    #expect(run.items[0]["triggers_fired"]?[0]?["changes"]?[0]?["type"] == "RoutingChannelChanged")
    #expect(queue(1) == "Standard queue" && queue(2) == nil)
    // The end stays the agent's.
    #expect(machine.session(1)["end_reason"] == "agent_ended")
    #expect(machine.session(1)["ended_by"]?["type"] == "user")
    let types = machine.lastAudit(1)["events"]?.array?.map { $0["type"] }
    #expect(types == ["MessagingSessionEnded", "RoutingChannelChanged"])
  }

  @Test(
    "E1: where the setting keeps the routing channel, end session does nothing to an ended one, and lint knows"
  )
  func settingKeeps() throws {
    try machine.succeed("settings", "set", "routing.ended_sessions_as_email", "false", "-q")
    try machine.trigger(
      "Idle", if: ["messaging_session_ended_reason value agent_ended"], do: ["messaging_session end_session"])
    func findings() -> [JSONValue] {
      machine.run("trigger", "lint", "--json").items.filter { $0["title"] == "Idle" }.compactMap {
        $0["code"]
      }
    }
    #expect(findings().isEmpty)
    try machine.succeed("settings", "set", "triggers.end_session_sets_email", "false", "-q")
    #expect(findings() == ["no_effect"])
    try machine.talk()
    let run = try end("1")
    #expect(run.items[0]["routing_channel"] == "messaging")
    #expect(run.items[0]["triggers_fired"]?[0]?["changes"] == [])
  }

  @Test(
    "23, E5: a ticket that was put into a queue by name is matched again once an end made it an email ticket")
  func chosenQueue() throws {
    try machine.succeed(
      "queue", "create", "--name", "Q", "--if", "priority is urgent", "--primary", "Support", "-q")
    try machine.succeed(
      "queue", "create", "--name", "Ended", "--if", "via_id is messaging", "--if", "routing_channel is email",
      "--primary", "Support", "-q")
    try machine.talk(to: ["--queue", "Q"])
    try machine.succeed("ticket", "update", "1", "--priority", "low", "-q")
    #expect(queue(1) == "Q")
    let run = try end("1")
    #expect(run.items[0]["left_queue"] == "Q" && run.items[0]["entered_queue"] == "Ended")
    #expect(queue(1) == "Ended")
    try machine.talk("Bo", to: ["--queue", "Q"])
    try machine.succeed("ticket", "update", "2", "--routing-channel", "email", "-q")
    #expect(queue(2) == "Ended")
  }

  @Test("E4, Q6: what leaves all queues because a queue or a setting changes is told as such")
  func leavesWithAChange() throws {
    let before = machine.run("rules", "export").text
    try machine.succeed(
      "queue", "create", "--name", "Q", "--if", "priority is urgent", "--primary", "Support", "-q")
    try machine.talk(to: ["--queue", "Q"])
    let trial = machine.run("rules", "apply", "-", "--prune", "--dry-run", input: before)
    #expect(trial.code == .done && queue(1) == "Q", "\(trial)")
    #expect(trial.errors.contains("dry run: 1 ticket is no longer in any queue: it has no group"), "\(trial)")
    let deleted = machine.run("queue", "delete", "Q")
    #expect(deleted.code == .done && queue(1) == nil, "\(deleted)")
    #expect(
      deleted.errors.contains(
        "1 ticket is no longer in any queue: it has no group, and the standard queue needs one\n"))
    #expect(!deleted.errors.contains("moved"), "\(deleted)")
    try machine.talk("Bo")
    try machine.succeed("session", "end", "2", "-q")
    #expect(queue(2) == "Standard queue")
    let set = machine.run("settings", "set", "routing.ended_sessions_need_tag", "true")
    #expect(set.errors.contains("1 ticket is no longer in any queue: it lacks the tag"), "\(set)")
    #expect(queue(2) == nil)
    let back = machine.run("settings", "set", "routing.ended_sessions_need_tag", "false")
    #expect(queue(2) == "Standard queue" && !back.errors.contains("queue"), "\(back)")
  }

  @Test("Q2: an export of an earlier program that left a ticket outside all queues does not bring that back")
  func earlierExport() throws {
    try machine.talk()
    try machine.succeed("session", "end", "1", "-q")
    try machine.tamper("UPDATE queue_ticket SET queue_key = NULL")
    let copy = try TestMachine.withStore()
    try copy.succeed("import", "-", "-q", input: machine.run("export").text)
    #expect(copy.ticket(1)["queue"]?["name"] == "Standard queue")
    #expect(copy.run("doctor").code == .done)
  }

  @Test("doctor finds an eligible ticket outside all queues that the standard queue takes") func doctor()
    throws
  {
    try machine.talk()
    try machine.succeed("session", "end", "1", "-q")
    try machine.tamper("UPDATE queue_ticket SET queue_key = NULL")
    let run = machine.run("doctor", "--json")
    #expect(run.items.first { $0["check"] == "standard queue" }?["result"] == "problem", "\(run)")
    // What it advises mends it.
    try machine.succeed("settings", "set", "routing.mode", "messaging", "-q")
    try machine.succeed("settings", "set", "routing.mode", "omnichannel", "-q")
    #expect(queue(1) == "Standard queue")
    #expect(machine.run("doctor").code == .done)
  }
}
