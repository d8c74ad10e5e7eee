import CommandGrammar
import JSONText
import Testing

/// E11: where an agent can write, as `ticket show` says it.
@Suite struct ComposerTests {
  struct Case: Sendable, CustomStringConvertible {
    /// 1001 has an e-mail address and a phone, 1002 neither, 1003 a phone only.
    let ticket: Int64
    let ended: Bool
    let enabled: [String]
    let defaultChannel: String
    var description: String { "ticket \(ticket), \(ended ? "ended" : "active")" }
  }

  static let cases: [Case] = [
    Case(
      ticket: 1001, ended: false, enabled: ["messaging", "email", "voice", "internal_note"],
      defaultChannel: "messaging"),
    Case(ticket: 1002, ended: false, enabled: ["messaging", "internal_note"], defaultChannel: "messaging"),
    Case(
      ticket: 1003, ended: false, enabled: ["messaging", "voice", "internal_note"],
      defaultChannel: "messaging"),
    Case(
      ticket: 1001, ended: true, enabled: ["email", "voice", "internal_note"], defaultChannel: "public_reply"),
    Case(ticket: 1002, ended: true, enabled: ["internal_note"], defaultChannel: "internal_note"),
    Case(ticket: 1003, ended: true, enabled: ["voice", "internal_note"], defaultChannel: "internal_note"),
    Case(
      ticket: 1005, ended: false, enabled: ["email", "voice", "internal_note"], defaultChannel: "public_reply"
    ),
    Case(ticket: 1006, ended: true, enabled: [], defaultChannel: "internal_note"),
  ]

  @Test("E11, E2: the channels, the default and the end button, before and after the end", arguments: cases)
  func composer(of ticket: Case) throws {
    let machine = try TestMachine.withAccount()
    if ticket.ended { machine.run("session", "end", "--ticket", "\(ticket.ticket)", "-q") }
    let composer = machine.ticket(ticket.ticket)["composer"]
    let channels = composer?["channels"]?.array ?? []
    #expect(channels.map { $0["channel"] } == ["messaging", "email", "voice", "internal_note"])
    #expect(
      channels.filter { $0["enabled"] == true }.compactMap { $0["channel"]?.string } == ticket.enabled)
    #expect(composer?["default"]?.string == ticket.defaultChannel)
    let hasActiveSession = !ticket.ended && ticket.ticket != 1005
    #expect(composer?["can_end_session"] == .bool(hasActiveSession))
  }

  @Test("F2: while the feature is off the session can't be ended in the composer")
  func featureOff() throws {
    let machine = try TestMachine.withAccount(enabled: false)
    #expect(machine.ticket(1001)["composer"]?["can_end_session"] == false)
    #expect(machine.ticket(1001)["composer"]?["default"] == "messaging")
  }
}
