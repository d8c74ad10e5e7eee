import CommandGrammar
import JSONText
import Testing

/// E3 and E4: what becomes of the routing channel.
@Suite struct RoutingChannelTests {
  struct Case: Sendable, CustomStringConvertible {
    let asEmail: String
    let override: String?
    let expected: String
    var description: String { "setting \(asEmail), override \(override ?? "none") → \(expected)" }
  }

  static let cases: [Case] = [
    Case(asEmail: "true", override: nil, expected: "email"),
    Case(asEmail: "true", override: "email", expected: "email"),
    Case(asEmail: "true", override: "messaging", expected: "messaging"),
    Case(asEmail: "true", override: "unchanged", expected: "messaging"),
    Case(asEmail: "false", override: nil, expected: "messaging"),
    Case(asEmail: "false", override: "email", expected: "email"),
    Case(asEmail: "false", override: "messaging", expected: "messaging"),
    Case(asEmail: "false", override: "unchanged", expected: "messaging"),
  ]

  @Test(
    "E3, E4: the setting decides, the override goes before it, for both reasons; a run counts what became unroutable",
    arguments: cases, ["agent_ended", "inactivity_ended"])
  func endedAs(setting: Case, reason: String) throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("settings", "set", "routing.ended_sessions_as_email", setting.asEmail, "-q")
    var words = ["session", "end", "1", "2", "--yes", "--json", "--reason", reason]
    if let override = setting.override { words += ["--routing-channel", override] }
    let run = machine.run(words)
    #expect(run.code == .done)
    #expect(run.items.map { $0["routing_channel"]?.string } == [setting.expected, setting.expected])
    #expect(run.items.map { $0["end_reason"]?.string } == [reason, reason])
    let unroutable: Int64 = setting.expected == "messaging" ? 2 : 0
    #expect(run.json["effects"]?["became_unroutable"]?.integer == unroutable)
    #expect(machine.ticket(1001)["routing_channel"]?.string == setting.expected)
    let types = machine.run("ticket", "history", "1001", "--json").items.last?["events"]?.array?
      .compactMap { $0["type"]?.string }
    #expect(
      types
        == (unroutable == 0 ? ["MessagingSessionEnded", "RoutingChannelChanged"] : ["MessagingSessionEnded"]))
  }

  @Test("E4: people are told how many tickets can't be routed any more")
  func told() throws {
    let machine = try TestMachine.withAccount()
    let run = machine.run("session", "end", "1", "2", "--routing-channel", "messaging", "--yes")
    #expect(
      run.text
        == "ended 2 of 2 (0 e-mails, 0 surveys)\n2 tickets can no longer be routed: the routing channel is still messaging\n"
    )
  }

  @Test("E4: a session without a ticket does not count as a ticket that became unroutable")
  func withoutTicket() throws {
    let machine = try TestMachine.withAccount()
    let run = machine.run("session", "end", "50", "--routing-channel", "messaging", "--json")
    #expect(run.json["ended"] == 1)
    #expect(run.json["effects"]?["became_unroutable"] == 0)
  }

  @Test("E1: an ended session's ticket can still be moved to email, which changes only the routing channel")
  func later() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "--routing-channel", "unchanged", "-q")
    let ended = machine.session(1)
    machine.now = machine.now.advanced(by: 60)
    try machine.succeed("ticket", "update", "1001", "--routing-channel", "email", "-q")
    #expect(machine.session(1) == ended)
    #expect(machine.ticket(1001)["routing_channel"] == "email")
    let events = machine.run("ticket", "history", "1001", "--json").items.last?["events"]?.array ?? []
    #expect(events.map { $0["type"] } == ["RoutingChannelChanged"])
  }

  @Test("§5: routing channel email ends an active session with channel_changed")
  func channelChanged() throws {
    let machine = try TestMachine.withAccount()
    // The setting is about agents' ends; this one becomes email whatever it says.
    try machine.succeed("settings", "set", "routing.ended_sessions_as_email", "false", "-q")
    let run = machine.run("ticket", "update", "1002", "--routing-channel", "email", "--json")
    #expect(run.code == .done)
    #expect(run.item["routing_channel"] == "email")
    #expect(run.item["channel"] == "whatsapp")
    #expect(run.item["session"]?["state"] == "ended")
    #expect(run.item["session"]?["end_reason"] == "channel_changed")
    #expect(run.item["status"] == "new")
  }

  @Test("a ticket can't go back to the routing channel messaging: 1, and nothing changes")
  func noWayBack() throws {
    let machine = try TestMachine.withAccount()
    try machine.succeed("session", "end", "1", "-q")
    let content = machine.content()
    let run = machine.run("ticket", "update", "1001", "--routing-channel", "messaging")
    #expect(run.code == .no)
    #expect(
      run.errors
        == "sessionctl: ticket 1001 can't go back to the routing channel messaging; only email can be set\n")
    #expect(machine.content() == content)
  }
}
