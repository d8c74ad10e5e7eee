import CommandGrammar
import JSONText
import Testing

/// The source's claims on triggers, recipes and surveys, one experiment each.
@Suite struct RulePromises {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withSupport() }

  private var surveys: Int { machine.tries("outbox list --json").items.count { $0["kind"] == "survey" } }

  // MARK: Triggers

  @Test("promise 26: messaging triggers run no more once the session has ended, whatever happens then")
  func noMessagingTriggers() throws {
    for event in [
      "conversation_requested", "message_sent", "conversation_queued", "conversation_assigned_from_queue",
    ] {
      try machine.does(
        "messaging-trigger create --title \(event) --event \(event) --if 'hour_of_day greater_than_or_equal 0' --do 'add_tags \(event)' -q"
      )
    }
    try machine.talk()
    #expect(
      machine.tags(1).contains("conversation_requested") && machine.tags(1).contains("conversation_queued"))
    try machine.does("conversation say 1 --message Hi -q")
    #expect(machine.tags(1).contains("message_sent"))
    try machine.does("session end 1 -q")
    let before = machine.tags(1)
    try machine.does("conversation say 1 --message Again -q", "ticket update 1 --group none -q")
    try machine.does("ticket update 1 --group Support -q", "routing run -q")
    #expect(machine.ticket(1)["assignee_id"] == 2)
    #expect(machine.tags(1) == before)
    // One that a trigger ends at its creation never gets them.
    try machine.does(
      "trigger create --title End --if 'update_type is Create' --do 'messaging_session end_session' -q")
    try machine.talk()
    #expect(machine.session(3)["state"] == "ended")
    #expect(machine.tags(2).isEmpty)
  }

  @Test("promise 27: ticket triggers still run, also with Channel is Messaging")
  func ticketTriggers() throws {
    try machine.does(
      "trigger create --title T --if 'via_id is messaging' --if 'priority value high' --do 'current_tags ran' -q"
    )
    try machine.talk()
    try machine.does("session end 1 -q", "ticket update 1 --priority high -q")
    #expect(machine.tags(1) == ["ran"])
  }

  @Test("promise 28: the condition Messaging session ended reason appears with the feature")
  func condition() throws {
    let machine = try TestMachine.withStore()
    func fields() throws -> [String] {
      try machine.does("trigger fields --json").items.compactMap { $0["field"]?.string ?? $0["name"]?.string }
    }
    let create =
      "trigger create --title R --if 'messaging_session_ended_reason value agent_ended' --do 'current_tags x'"
    #expect(try !fields().contains("messaging_session_ended_reason"))
    #expect(machine.tries(create).code == .notPermitted)
    try machine.does("feature enable -q")
    #expect(try fields().contains("messaging_session_ended_reason"))
    try machine.does(create + " -q")
  }

  @Test(
    "promise 29: a trigger on the reason and the channel replaces messaging triggers that are passed over")
  func replacement() throws {
    try machine.does(
      "trigger create --title R --if 'via_id is messaging' --if 'messaging_session_ended_reason value agent_ended' --do 'notification_user [\"requester_id\",\"Goodbye\",\"It is over.\"]' -q"
    )
    try machine.talk()
    #expect(try machine.does("session end 1 --json").json["effects"]?["emails"] == 1)
    #expect(machine.sent == ["email al@y.net"])
    try machine.does("ticket update 1 --priority high -q")
    #expect(machine.sent.count == 1)
  }

  @Test("promise 30: the action End session ends the session and sets the routing channel to e-mail")
  func action() throws {
    try machine.does(
      "settings set routing.ended_sessions_as_email false -q",
      "trigger create --title E --if 'priority value high' --do 'messaging_session end_session' -q")
    try machine.talk()
    try machine.does("ticket update 1 --priority high -q")
    #expect(machine.session(1)["state"] == "ended")
    #expect(machine.session(1)["end_reason"] == "trigger_ended")
    #expect(machine.ticket(1)["routing_channel"] == "email")
    #expect(machine.ticket(1)["queue"]?["id"] == "standard")
  }

  // MARK: Recipes

  /// Installs a recipe as an admin does who has read what it says: its rules run.
  private func install(_ words: String) throws {
    let run = machine.tries("recipe install \(words) --yes")
    guard run.code == .done else { throw Unexpected(run) }
    for trigger in machine.tries("trigger list --json").items where trigger["active"] == false {
      try machine.does("trigger enable \(trigger["id"]!.text) -q")
    }
  }

  private func staff(_ group: String) throws {
    try machine.does(
      "group create \(group) -q", "agent create --email zoe@example.com --name Zoe --group \(group) -q")
  }

  @Test("promise 31: the recipe for surges under messaging routing, and a word in the other mode")
  func surgeMessaging() throws {
    let wrongMode = machine.tries("recipe install surge-messaging --yes")
    #expect(wrongMode.code != .done || wrongMode.errors.contains("omnichannel"), "\(wrongMode)")
    if wrongMode.code == .done { try machine.does("recipe remove surge-messaging --yes -q") }
    try machine.does("settings set routing.mode messaging -q")
    try staff("Surge")
    try install("surge-messaging --group Surge")
    let again = try machine.does("recipe install surge-messaging --group Surge --yes")
    #expect(again.errors.contains("already installed"))
    try machine.talk()
    #expect(machine.session(1)["end_reason"] == "trigger_ended")
    #expect(machine.tags(1) == ["surge"])
    #expect(machine.ticket(1)["group_name"] == "Surge")
    #expect(machine.sent == ["email al@y.net"])
    // Who can't be written to by e-mail is not cut off.
    try machine.talk("Otto", email: nil)
    #expect(machine.session(2)["state"] == "active")
    try machine.does("recipe remove surge-messaging --yes -q")
    try machine.talk()
    #expect(machine.session(3)["state"] == "active")
  }

  @Test("promise 32: the recipe for surges under omnichannel routing, whose queue is served by somebody")
  func surgeOmnichannel() throws {
    let empty = try machine.does("recipe install surge-omnichannel --yes")
    #expect(empty.errors.contains("nobody in group"), "\(empty)")
    #expect(machine.tries("trigger list --json").items.contains { $0["active"] == false })
    try machine.does("recipe remove surge-omnichannel --yes -q")
    try staff("Surge")
    try install("surge-omnichannel --group Surge")
    try machine.talk()
    #expect(machine.session(1)["end_reason"] == "trigger_ended")
    #expect(machine.ticket(1)["routing_channel"] == "email")
    #expect(machine.ticket(1)["queue"]?["name"] == "Ended messaging sessions")
    #expect(try machine.does("routing run --json").json["assigned"] == 1)
    #expect(machine.item("agent show zoe@example.com")["email_load"] == 1)
  }

  @Test("promise 33: tickets from outside business hours end, wait, and are assigned next morning")
  func outOfHours() throws {
    try machine.does("schedule create --name Office --zone UTC --open 'mon-fri 09:00-17:00' -q")
    try install("out-of-hours --schedule Office")
    machine.now = machine.now.advanced(by: 12 * 3600)
    try machine.talk()
    #expect(machine.session(1)["end_reason"] == "trigger_ended")
    #expect(machine.sent == ["email al@y.net"])
    #expect(machine.ticket(1)["queue"] != .null)
    machine.now = machine.now.advanced(by: 12 * 3600)
    #expect(try machine.does("routing run --json").json["assigned"] == 1)
    #expect(machine.ticket(1)["assignee_id"] != .null)
    try machine.talk()
    #expect(machine.session(2)["state"] == "active")
  }

  @Test("promise 34: the recipe for reports tags tickets with ended sessions and names the reports")
  func reports() throws {
    try machine.talk()
    try machine.talk()
    let install = try machine.does("recipe install ended-sessions-report --yes")
    #expect(install.errors.contains("report ended") || install.text.contains("report ended"))
    try machine.does("session end 1 -q")
    #expect(machine.tags(1) == ["session_ended"] && machine.tags(2).isEmpty)
    #expect(machine.tries("ticket list --tag session_ended --json").items.map { $0["id"] } == [1])
    #expect(machine.tries("report ended --by reason --json").items.map { $0["reason"] } == ["agent_ended"])
  }

  // MARK: Surveys

  @Test("promise 38: the standard survey of messaging can't be met any more after the end")
  func noStandardSurvey() throws {
    try machine.talk()
    try machine.talk()
    try machine.does("session end 1 -q", "ticket update 1 --status solved --as ana@x.com -q")
    #expect(surveys == 0)
    #expect(machine.ticket(1)["satisfaction_score"] == "unoffered")
    try machine.does("ticket update 2 --status solved --as ana@x.com -q")
    #expect(machine.ticket(2)["satisfaction_score"] == "offered")
  }

  @Test("promise 39: nor where ending and solving are one update, whichever command makes it")
  func oneUpdate() throws {
    try machine.does("macro create --title Solve --do 'status solved' -q")
    for line in [
      "ticket update 1 --status solved --routing-channel email", "session end 2 --macro Solve",
      "ticket update 3 --routing-channel email --status solved --as ana@x.com",
    ] {
      try machine.talk()
      try machine.does(line + " -q")
    }
    #expect((1...3).allSatisfy { machine.ticket($0)["status"] == "solved" })
    #expect((1...3).allSatisfy { machine.ticket($0)["satisfaction_score"] == "unoffered" })
    #expect(surveys == 0)
  }

  @Test("promise 40: the standard survey belongs to the messaging channel, and needs no address there")
  func onMessaging() throws {
    try machine.talk("Otto", email: nil)
    try machine.does("ticket update 1 --status solved --as ana@x.com -q")
    #expect(machine.ticket(1)["satisfaction_score"] == "offered")
    #expect(machine.tries("outbox list --json").items.count == 1)
    #expect(machine.sent.first?.hasPrefix("email") == false, "\(machine.sent)")
  }

  @Test("promise 41: a survey on an agent's end, on Growth and higher, once, and not by a sweep")
  func surveyOnEnd() throws {
    for (plan, isThere) in [
      ("suite-team", false), ("suite-growth", true), ("suite-professional", true), ("suite-enterprise", true),
      ("suite-enterprise-plus", true), ("support-professional", true), ("support-enterprise", true),
      ("support-team", false),
    ] {
      let machine = try TestMachine.withStore(
        plan: plan, plan.hasPrefix("support") ? "--messaging-add-on" : "-q")
      try machine.does("feature enable -q")
      let run = machine.tries("recipe install csat-on-end --yes")
      #expect((run.code == .done) == isThere, "\(plan): \(run)")
      if !isThere { #expect(run.errors.contains("survey"), "\(run)") }
    }
    try install("csat-on-end")
    try machine.does(
      "trigger create --title End --if 'priority value high' --do 'messaging_session end_session' -q")
    for _ in 1...4 { try machine.talk() }
    try machine.does("session end 1 --as ana@x.com -q")
    #expect(surveys == 1)
    try machine.does("session end 2 --reason inactivity_ended -q", "ticket update 3 --priority high -q")
    #expect(surveys == 1)
    try machine.does("ticket update 1 --status solved -q")
    #expect(surveys == 1)
    try machine.does("ticket update 3 --status solved -q")
    #expect(surveys == 2)
  }
}
