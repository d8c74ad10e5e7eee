import CommandGrammar
import JSONText
import SessionModel
import Testing

/// What an update is to its rules: through which channel it came (T6, E12), and what was before it (T6).
@Suite struct UpdateChannelTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withSupport() }

  @Test(
    "T6: current_via_id is the real channel of the update, of all messaging channels",
    arguments: Channel.messaging)
  func channels(channel: Channel) throws {
    let other = channel.name == "line" ? "viber" : "line"
    for value in [channel.name, String(channel.id), "messaging", other] {
      try machine.trigger(
        "On \(value)", if: ["current_via_id is \(value)", "update_type is Change"],
        do: ["current_tags via-\(value)"])
    }
    let expected = ["via-\(channel.name)", "via-\(channel.id)", "via-messaging"]
    try machine.talk(channel: channel.name)
    #expect(machine.tags(1).isEmpty)
    try machine.succeed("conversation", "say", "1", "--message", "Still there?", "-q")
    #expect(machine.tags(1) == expected)
    #expect(machine.lastAudit(1)["via"]?["channel"] == .string(channel.name))
    // An agent's work comes in through it, too, while the session is active.
    try machine.succeed("ticket", "update", "1", "--remove-tag", "via-messaging", "-q")
    #expect(machine.lastAudit(1)["via"]?["channel"] == .string(channel.name))
    try machine.succeed("ticket", "reply", "1", "--message", "Yes", "-q")
    #expect(machine.lastAudit(1)["via"]?["channel"] == .string(channel.name))
    // An export brings it back, and the store is in order.
    #expect(machine.run("doctor").code == .done)
    let copy = try TestMachine.withStore()
    try copy.succeed("import", "-", "-q", input: machine.run("export").text)
    #expect(copy.lastAudit(1) == machine.lastAudit(1))
  }

  @Test(
    "E12: an update that ends the session comes in through no messaging channel, whichever command makes it")
  func endings() throws {
    try machine.succeed("feature", "enable", "--for", "end-users", "-q")
    try machine.trigger("Live", if: ["current_via_id is messaging"], do: ["current_tags live"])
    for (title, action) in [("Over", "messaging_session end_session"), ("Mail", "routing_channel email")] {
      try machine.succeed("macro", "create", "--title", title, "--do", action, "--do", "priority high", "-q")
    }
    let endings: [(Int64) -> [String]] = [
      { ["session", "end", "\($0)"] },
      { ["session", "end", "\($0)", "--macro", "Plain"] },
      { ["ticket", "update", "\($0)", "--priority", "high", "--routing-channel", "email"] },
      { ["ticket", "update", "\($0)", "--status", "closed"] },
      { ["macro", "apply", "Over", "--ticket", "\($0)"] },
      { ["macro", "apply", "Mail", "--ticket", "\($0)"] },
      { ["conversation", "end", "\($0)", "--from", "customer"] },
    ]
    try machine.succeed("macro", "create", "--title", "Plain", "--do", "priority high", "-q")
    for (place, ending) in endings.enumerated() {
      let ticket = try machine.talk("Customer \(place)", channel: "whatsapp")
      try machine.succeed("ticket", "update", "\(ticket)", "--remove-tag", "live", "-q")
      let words = ending(ticket)
      let run = machine.run(words)
      #expect(run.code == .done, "\(run)")
      #expect(machine.session(ticket)["state"] == "ended", "\(words)")
      #expect(machine.lastAudit(ticket)["via"]?["channel"] == "api", "\(words)")
      #expect(
        machine.lastAudit(ticket)["events"]?.array?.contains {
          $0["via"]?["source"]?["from"]?["title"] == "Live"
        }
          == false, "\(words)")
    }
  }

  @Test("T6: at creation nothing has a previous value, not even none") func creation() throws {
    let never = [
      "assignee_id value_previous requester_id", "assignee_id value_previous current_user",
      "assignee_id value_previous ", "group_id value_previous ", "priority value_previous ",
      "messaging_session_state value_previous active",
    ]
    for (place, condition) in never.enumerated() {
      try machine.trigger(
        "No \(place)", if: ["update_type is Create", condition], do: ["current_tags wrong\(place)"])
    }
    try machine.trigger(
      "Yes", if: ["update_type is Create", "assignee_id not_value_previous requester_id"],
      do: ["current_tags right"])
    try machine.talk(to: ["--agent", "ana@x.com"])
    #expect(machine.tags(1) == ["right"])
    // Afterwards having had none is a previous value.
    try machine.trigger("Later", if: ["priority value_previous "], do: ["current_tags later"])
    try machine.succeed("ticket", "update", "1", "--priority", "high", "-q")
    #expect(machine.tags(1) == ["right", "later"])
  }
}
