import JSONText
import Testing

/// One cause first, then the agents by reason, then what would help.
@Suite struct RoutingExplainTests {
  private let machine: TestMachine

  /// Nobody is in Support and Billing yet; 1001 waits for Support.
  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed("ticket", "update", "1001", "--agent", "none", "-q")
  }

  private func explained(_ id: Int = 1001) -> JSONValue {
    machine.run("routing", "explain", "\(id)", "--json").item
  }

  /// Does what the explanation says would help, and gives what is the cause then.
  private func cause(after words: String...) throws -> String? {
    let run = machine.run(words + ["-q"])
    guard run.code == .done else { throw Unexpected(run) }
    return explained()["cause"]?.string
  }

  @Test("the cause is one sentence, and what would help does") func causes() throws {
    #expect(explained()["cause"] == "nobody is in Support")
    #expect(
      explained()["help"]?.array == [
        "add somebody to Support: 'sessionctl group edit \"Support\" --add-agent AGENT'",
        "give it to somebody by hand: 'sessionctl ticket update 1001 --agent AGENT'",
      ])
    #expect(
      try cause(after: "group", "edit", "Support", "--add-agent", "601")
        == "nothing holds it back: 1 agent can take it, and the next 'routing run' assigns the first ticket in 'Standard queue'"
    )
    #expect(explained()["help"]?.array == ["'sessionctl routing run'"])
    #expect(
      try cause(after: "agent", "edit", "601", "--status", "away") == "the one agent in Support is not online"
    )
    #expect(
      explained()["help"]?[0] == "put Ana Lima online: 'sessionctl agent edit 601 --status online'")
    #expect(
      try cause(after: "group", "edit", "Support", "--add-agent", "602") != nil)
    #expect(
      try cause(after: "agent", "edit", "602", "--messaging-capacity", "0")
        == "nobody in Support can take it now")
    #expect(
      try cause(after: "agent", "edit", "601", "--status", "online", "--messaging-capacity", "0")
        == "all 2 agents in Support have no room")
    #expect(
      try cause(after: "ticket", "update", "1001", "--group", "none")
        == "no queue takes it: it has no group, and the standard queue needs one")
    #expect(explained()["help"]?[0] == "give it a group: 'sessionctl ticket update 1001 --group GROUP'")
    #expect(
      try cause(after: "ticket", "update", "1001", "--agent", "Ben Okafor") == "it is assigned to Ben Okafor")
  }

  @Test("of many agents who would help, three are named, or all four") func many() throws {
    func help(after number: Int) throws -> [String] {
      try machine.succeed(
        "agent", "create", "--email", "a\(number)@example.com", "--name", "Agent \(number)", "--group",
        "Support", "--status", "away", "-q")
      return explained()["help"]?.array?.compactMap(\.string) ?? []
    }
    for number in 1...3 { _ = try help(after: number) }
    let four = try help(after: 4)
    #expect(
      four.count { $0.hasPrefix("put Agent ") } == 4 && !four.contains { $0.contains("other") }, "\(four)")
    let five = try help(after: 5)
    #expect(five.count { $0.hasPrefix("put Agent ") } == 3, "\(five)")
    #expect(five.contains("… or one of 2 others"), "\(five)")
  }

  @Test("people see agents by reason, and names for ids") func table() throws {
    try machine.succeed("group", "edit", "Support", "--add-agent", "601", "-q")
    let text = machine.run("routing", "explain", "1001").text
    #expect(text.contains("cause           nothing holds it back: 1 agent can take it"), "\(text)")
    #expect(text.contains("Ana Lima                       can take it"), "\(text)")
    #expect(text.contains("admin@example.com, Ben Okafor  are not in Support"), "\(text)")
    #expect(text.contains("group_id is_not \"\"  Support  yes"), "\(text)")
    #expect(text.contains("WHAT WOULD HELP\n'sessionctl routing run'"), "\(text)")
    let condition = explained()["queues"]?[0]?["all"]?[0]
    #expect(condition?["actual"] == "701" && condition?["actual_name"] == "Support")
  }
}

/// Tables and sentences speak names; JSON has ids and names.
@Suite struct SpokenNamesTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test("the history tells groups, people and schedules by name") func history() throws {
    try machine.succeed("ticket", "update", "1001", "--group", "Billing", "--agent", "Ben Okafor", "-q")
    let text = machine.run("ticket", "history", "1001").text
    #expect(text.contains("group: Support → Billing"), "\(text)")
    #expect(text.contains("assignee: Ana Lima → Ben Okafor"), "\(text)")
    let audit = try #require(machine.run("ticket", "history", "1001", "--json").items.last)
    #expect(audit["author_name"] == "admin@example.com")
    let change = audit["events"]?.array?.first { $0["field_name"] == "group_id" }
    #expect(
      change?["value"] == "702" && change?["value_name"] == "Billing"
        && change?["previous_value_name"] == "Support")
  }

  @Test("a trigger that is tried names what its ids stand for") func trial() throws {
    try machine.succeed(
      "trigger", "create", "--title", "T", "--if", "group_id is Billing", "--do", "priority high", "-q")
    let run = machine.run("trigger", "test", "T", "--ticket", "1001")
    #expect(run.text.contains("group_id is Billing  Support  no"), "\(run.text)")
    let item = machine.run("trigger", "test", "T", "--ticket", "1001", "--json").item
    #expect(item["all"]?[0]?["value_name"] == "Billing" && item["all"]?[0]?["actual_name"] == "Support")
  }

  @Test("settings and switches") func settings() throws {
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon 09:00-10:00", "-q")
    let set = machine.run("settings", "set", "account.default_schedule", "Office")
    #expect(set.errors == "account.default_schedule is now 'Office'\n")
    #expect(machine.run("settings", "list").text.contains(/account\.default_schedule +Office/))
    let item = machine.run("settings", "get", "account.default_schedule", "--json").item
    #expect(item["value"] == "1" && item["value_name"] == "Office")
    #expect(machine.run("settings", "get", "account.default_schedule").text == "1\n")
    #expect(
      machine.run("log", "list", "--json").items.first?["summary"]
        == "set account.default_schedule to 'Office'")
    let feature = machine.run("feature", "status")
    #expect(feature.text.contains(/agents.changed_by_name +admin@example.com/))
    #expect(
      machine.run("feature", "status", "--json").item["agents"]?["changed_by_name"] == "admin@example.com")
  }
}
