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

  @Test("E15 a hand-off's ticket knows at once whether its customer has an address")
  func handOff() throws {
    let machine = try TestMachine.withStore()
    try machine.succeed(
      "trigger", "create", "--title", "Early", "--if", "update_type is Create", "--do",
      "satisfaction_score offered", "-q")
    for (email, score) in [("a@example.net", "offered"), ("", "unoffered")] {
      let more = email.isEmpty ? [] : ["--user-email", email]
      let start = machine.run(
        [
          "conversation", "start", "--user-name", "New \(score)", "--channel", "line", "--message", "Hi",
          "--json",
        ]
          + more)
      let id = start.item["conversation_id"]?.integer ?? 0
      let ticket = machine.run("conversation", "handoff", "\(id)", "--json").item["ticket_id"]?.integer ?? 0
      #expect(machine.ticket(ticket)["satisfaction_score"] == .string(score), "\(start)")
    }
  }

  @Test("E15 lint warns of surveys for customers of messaging, who may have no address") func lint() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    let found = machine.run("trigger", "lint", "--json").items.filter { $0["code"] == "no_address" }
    #expect(!found.isEmpty, "\(machine.run("trigger", "lint", "--json"))")
  }
}
