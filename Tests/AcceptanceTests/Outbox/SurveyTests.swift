import CommandGrammar
import JSONText
import Testing

/// Who is offered a survey, and who is not (E12, E15).
@Suite struct SurveyTests {
  private static let remark = "no survey was sent: the requester has no e-mail address"

  private func told(_ machine: TestMachine, _ ticket: Int64) -> [String] {
    machine.run("ticket", "history", "\(ticket)", "--fields", "what", "--json").items.compactMap {
      $0["what"]?.string
    }
  }

  @Test("E15 who has no address is offered no survey, and one once the address is known")
  func address() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "Survey", "--if", "messaging_session_ended_reason value agent_ended",
      "--if-any", "status value solved", "--if-any", "messaging_session_ended_reason value agent_ended",
      "--do",
      "satisfaction_score offered", "-q")
    try machine.succeed("trigger", "edit", "Survey", "--if", "via_id is messaging", "-q")
    // 502 has no address, 501 has one.
    let dry = machine.run("session", "end", "1", "2", "--yes", "--dry-run", "--json")
    let run = machine.run("session", "end", "1", "2", "--yes", "--json")
    #expect(run.json["effects"]?["surveys"] == 1)
    #expect(dry.json["effects"] == run.json["effects"])
    #expect(machine.ticket(1001)["satisfaction_score"] == "offered")
    #expect(machine.ticket(1002)["satisfaction_score"] == "unoffered")
    #expect(told(machine, 1002).contains(Self.remark))
    #expect(!told(machine, 1002).contains { $0.hasPrefix("satisfaction_score") })
    #expect(machine.run("outbox", "list", "--json").items.map { $0["ticket_id"] } == [1001])
    #expect(machine.run("report", "csat", "--json").items.first?["offered"] == 1)

    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(
          502, [("name", "Otto"), ("email", "otto@example.net"), ("updated_at", "2026-07-15T09:00:00Z")]))
    ])
    try machine.succeed("ticket", "update", "1002", "--status", "solved", "-q")
    #expect(machine.ticket(1002)["satisfaction_score"] == "offered")
    #expect(machine.run("outbox", "list", "--json").items.map { $0["ticket_id"] } == [1001, 1002])
  }

  @Test("E15 what can't stand in a mail is no address: nothing is offered, and no agent's reply is lost")
  func notAnAddress() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([
      Wire.wrapped(
        "user",
        Wire.user(
          501,
          [
            ("name", "Carla"), ("email", "carla@example.net\nBcc: x@example.org"),
            ("updated_at", "2026-07-15T09:00:00Z"),
          ]))
    ])
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    #expect(machine.run("session", "end", "1", "--json").json["effects"]?["surveys"] == 0)
    #expect(told(machine, 1001).contains(Self.remark))
    #expect(machine.ticket(1001)["composer"]?["default"] == "internal_note")
    let reply = machine.run("ticket", "reply", "1001", "--message", "Hello")
    #expect(reply.code == .notPermitted)
    #expect(reply.errors.contains("the requester has no e-mail address"))
    #expect(machine.run("outbox", "list", "--json").items.isEmpty)
  }

  @Test("a survey for a ticket without a customer is none, and the history says why")
  func noCustomer() throws {
    let machine = try TestMachine.withAccount()
    try machine.take([Wire.wrapped("ticket", Wire.ticket(1009, [("requester_id", .null)]))])
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    #expect(machine.run("session", "end", "--ticket", "1009", "--json").json["effects"]?["surveys"] == 0)
    #expect(told(machine, 1009).contains("no survey was sent: the ticket has no requester"))
    #expect(machine.run("ticket", "rate", "1009", "good").code == .no)
  }

  @Test("E15, E12 a hand-off's ticket knows at once where its customer can be reached")
  func handOff() throws {
    let machine = try TestMachine.withStore()
    try machine.succeed(
      "trigger", "create", "--title", "Early", "--if", "update_type is Create", "--do",
      "satisfaction_score offered", "-q")
    try machine.succeed("feature", "enable", "-q")
    try machine.trigger(
      "End", if: ["update_type is Create", "via_id is viber"], do: ["messaging_session end_session"])
    try machine.succeed("trigger", "reorder", "End", "Early", "1", "-q")
    // Of who is cut off at once only an address is left.
    for (channel, email, score) in [
      ("viber", "a@example.net", "offered"), ("viber", "", "unoffered"), ("line", "", "offered"),
    ] {
      let more = email.isEmpty ? [] : ["--user-email", email]
      let start = machine.run(
        [
          "conversation", "start", "--user-name", "New \(channel) \(score)", "--channel", channel,
          "--message", "Hi",
          "--json",
        ]
          + more)
      let id = start.item["conversation_id"]?.integer ?? 0
      let ticket = machine.run("conversation", "handoff", "\(id)", "--json").item["ticket_id"]?.integer ?? 0
      #expect(machine.ticket(ticket)["satisfaction_score"] == .string(score), "\(start)")
    }
  }

  private func surveys(_ machine: TestMachine) -> [JSONValue] {
    machine.run("outbox", "list", "--kind", "survey", "--json").items
  }

  @Test(
    "40, E12 while the session is active the standard survey leaves on messaging, also to who has no address")
  func onMessaging() throws {
    let machine = try TestMachine.withSupport()
    try machine.talk(email: nil, channel: "whatsapp")
    let run = machine.run("ticket", "update", "1", "--status", "solved", "--as", "ana@x.com", "--json")
    #expect(run.item["satisfaction_score"] == "offered")
    #expect(surveys(machine).map { $0["to"] } == ["1"])
    #expect(surveys(machine).map { $0["channel"] } == ["messaging"])
    #expect(told(machine, 1).contains("notified Al: satisfaction survey"))
    // It leaves by the program that takes messages, once both settings are there.
    let held = machine.run("outbox", "deliver")
    #expect(held.code == .no && held.errors.contains("1 survey can't leave: csat.link is not set"), "\(held)")
    try machine.succeed(
      "settings", "set", "csat.link", "https://survey.example/{{ticket.id}}?m={{ticket.requester.email}}",
      "-q")
    #expect(machine.run("outbox", "deliver").errors.contains("outbox.message_command is not set"))
    let took = "\(machine.folder)/took.json"
    try machine.succeed("settings", "set", "outbox.message_command", "/usr/bin/tee \(took)", "-q")
    let delivered = machine.run("outbox", "deliver")
    #expect(delivered.text == "delivered 1\n", "\(delivered)")
    let item = try JSONValue.parse(machine.bytes(of: took))["item"]
    #expect(item?["kind"] == "survey" && item?["to"] == "1")
    #expect(item?["body"]?.string?.contains("https://survey.example/1?m=\n") == true, "\(item ?? .null)")
  }

  @Test("E12, E15 a survey after the end leaves by e-mail, and to nobody without an address")
  func afterTheEnd() throws {
    let machine = try TestMachine.withSupport()
    try machine.trigger(
      "Late", if: ["messaging_session_state is ended", "status value solved"],
      do: ["satisfaction_score offered"])
    try machine.talk()
    try machine.talk("Bo", email: nil)
    try machine.succeed("session", "end", "--all", "--yes", "-q")
    for ticket in ["1", "2"] { try machine.succeed("ticket", "update", ticket, "--status", "solved", "-q") }
    #expect(surveys(machine).map { $0["to"] } == ["al@y.net"])
    #expect(surveys(machine).map { $0["channel"] } == ["email"])
    #expect(told(machine, 2).contains(Self.remark))
  }

  @Test("38, 39, E12 ending and solving sends no standard survey, in one step or in two, by whatever command")
  func endingAndSolving() throws {
    let machine = try TestMachine.withSupport()
    try machine.succeed("macro", "create", "--title", "Solve", "--do", "status solved", "-q")
    try machine.succeed(
      "macro", "create", "--title", "Both", "--do", "status solved", "--do", "messaging_session end_session",
      "-q")
    try machine.succeed(
      "macro", "create", "--title", "Mail", "--do", "status solved", "--do", "routing_channel email", "-q")
    let ways: [(String) -> [[String]]] = [
      { [["ticket", "update", $0, "--status", "solved", "--routing-channel", "email"]] },
      { [["session", "end", $0, "--macro", "Solve"]] },
      { [["macro", "apply", "Both", "--ticket", $0]] },
      { [["macro", "apply", "Mail", "--ticket", $0]] },
      { [["session", "end", $0], ["ticket", "update", $0, "--status", "solved"]] },
      { [["session", "end", $0], ["macro", "apply", "Solve", "--ticket", $0]] },
    ]
    for (place, way) in ways.enumerated() {
      let ticket = try machine.talk("Customer \(place)")
      for words in way(String(ticket)) {
        let run = machine.run(words + ["--as", "ana@x.com"])
        #expect(run.code == .done, "\(run)")
      }
      #expect(machine.ticket(ticket)["status"] == "solved")
      #expect(machine.ticket(ticket)["satisfaction_score"] == "unoffered", "\(way(String(ticket)))")
    }
    #expect(surveys(machine).isEmpty)
  }

  @Test("the macro's goodbye stands before the survey in the outbox, on messaging and by e-mail") func order()
    throws
  {
    let machine = try TestMachine.withSupport()
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    try machine.succeed("macro", "create", "--title", "Bye", "--do", "comment_value Goodbye!", "-q")
    try machine.talk()
    try machine.succeed("session", "end", "1", "--macro", "Bye", "-q")
    func kinds(_ ticket: String) -> [JSONValue?] {
      machine.run("outbox", "list", "--ticket", ticket, "--json").items.map { $0["kind"] }
    }
    #expect(kinds("1") == ["message", "survey"])
    try machine.succeed(
      "macro", "create", "--title", "Ask", "--do", "satisfaction_score offered", "--do",
      "comment_value Tell us", "-q")
    try machine.talk("Bo", email: "bo@y.net")
    try machine.succeed("macro", "apply", "Ask", "--ticket", "2", "-q")
    #expect(kinds("2") == ["message", "survey"])
    try machine.succeed("recipe", "remove", "csat-on-end", "--yes", "-q")
    try machine.talk("Cy", email: "cy@y.net")
    try machine.succeed("session", "end", "3", "-q")
    try machine.succeed("macro", "apply", "Ask", "--ticket", "3", "-q")
    #expect(kinds("3") == ["email", "survey"])
  }

  @Test("E15 lint warns of surveys for customers of messaging, who may have no address") func lint() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    let found = machine.run("trigger", "lint", "--json").items.filter { $0["code"] == "no_address" }
    #expect(!found.isEmpty, "\(machine.run("trigger", "lint", "--json"))")
    // The standard one leaves on messaging.
    #expect(!found.contains { $0["trigger_id"] == 1 })
  }
}
