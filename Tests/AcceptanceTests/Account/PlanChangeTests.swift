import CommandGrammar
import JSONText
import Testing

/// P4: the plan changes, and what the new one does not have goes inactive in the same step.
@Suite struct PlanChangeTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withStore() }

  private func isActive(_ noun: String, _ title: String) -> Bool? {
    machine.run(noun, "list", "--json").items.first { $0["title"]?.string == title }?["active"]?.bool
  }

  private let standard = "Request customer satisfaction rating (messaging)"

  @Test("the plan and the add-on are settings, shown as they are") func shown() throws {
    #expect(machine.run("settings", "get", "account.plan").text == "suite_growth\n")
    #expect(machine.run("settings", "get", "account.messaging_add_on").text == "false\n")
    let keys = machine.run("settings", "list", "--json").items.compactMap { $0["key"]?.string }
    #expect(keys.contains("account.plan") && keys.contains("account.messaging_add_on"))
    #expect(machine.run("settings", "set", "account.plan", "Suite-Enterprise").code == .usage)
    let free = machine.run("settings", "set", "account.plan", "suite_enterprize")
    #expect(free.code == .usage)
    #expect(free.errors.contains("did you mean 'suite_enterprise'?"), "\(free)")
    #expect(machine.run("settings", "set", "account.plan", "suite-enterprise").code == .done)
    #expect(machine.run("feature", "status", "--json").item["plan"] == "suite_enterprise")
    let entry = machine.run("log", "list", "--json").items.first
    #expect(entry?["before"] == "suite_growth" && entry?["after"] == "suite_enterprise")
    // Its own again changes nothing, and leaves no entry.
    #expect(machine.run("settings", "set", "account.plan", "suite-enterprise").code == .done)
    #expect(machine.logged == ["init", "settings set"])
  }

  @Test("P3: surveys go inactive with a plan that has none, are named, and do not come back by themselves")
  func surveys() throws {
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("recipe", "install", "csat-on-end", "--yes", "-q")
    try machine.succeed(
      "macro", "create", "--title", "Ask", "--do", "satisfaction_score offered", "-q")
    let titles = machine.run("trigger", "list", "--json").items.compactMap { $0["title"]?.string }
    #expect(titles.count == 2)
    let run = machine.run("settings", "set", "account.plan", "suite-team")
    #expect(run.code == .done, "\(run)")
    for title in titles {
      #expect(run.errors.contains("'\(title)'"), "\(run)")
      #expect(isActive("trigger", title) == false)
    }
    #expect(run.errors.contains("deactivated macro 1 'Ask'"), "\(run)")
    #expect(isActive("macro", "Ask") == false)
    // Suite Team can end sessions: that switch stays.
    #expect(machine.run("feature", "status", "--json").item["agents"]?["enabled"] == true)
    #expect(machine.run("trigger", "enable", titles[0]).code == .notPermitted)
    let entry = machine.run("log", "list", "--json").items.first
    #expect(entry?["summary"]?.string?.contains("'\(titles[1])'") == true)
    let back = machine.run("settings", "set", "account.plan", "suite-growth")
    #expect(!back.errors.contains("activated"), "\(back)")
    #expect(isActive("trigger", titles[0]) == false)
    #expect(machine.run("trigger", "enable", titles[0]).code == .done)
  }

  @Test("P2, F3: the switch goes off with the plan; refused while triggers depend on it, unless told to")
  func theSwitch() throws {
    try machine.succeed("feature", "enable", "-q")
    try machine.succeed("feature", "enable", "--for", "end-users", "-q")
    try machine.succeed(
      "trigger", "create", "--title", "Ends", "--if", "current_tags includes go", "--do",
      "messaging_session end_session", "-q")
    let content = machine.content()
    let refused = machine.run("settings", "set", "account.plan", "support-professional")
    #expect(refused.code == .no)
    #expect(refused.errors.contains("'Ends'"), "\(refused)")
    #expect(refused.errors.contains("--deactivate-triggers"))
    #expect(machine.content() == content)
    let run = machine.run(
      "settings", "set", "account.plan", "support-professional", "--deactivate-triggers")
    #expect(run.code == .done)
    #expect(run.errors.contains("'Ends'"))
    #expect(run.errors.contains("ending messaging sessions is off for agents: the plan does not include it"))
    #expect(run.errors.contains("ending messaging sessions is off for end users"))
    #expect(isActive("trigger", "Ends") == false)
    let status = machine.run("feature", "status", "--json").item
    #expect(status["agents"]?["enabled"] == false && status["end_users"]?["enabled"] == false)
    #expect(status["available"] == false)
    #expect(machine.run("feature", "enable").code == .notPermitted)
    #expect(machine.run("doctor").code == .done)
    // With the add-on it may be switched on again, and goes with it.
    try machine.succeed("settings", "set", "account.messaging_add_on", "yes", "-q")
    try machine.succeed("feature", "enable", "-q")
    let without = machine.run("settings", "set", "account.messaging_add_on", "off")
    #expect(without.code == .done, "\(without)")
    #expect(machine.run("feature", "status", "--json").item["agents"]?["enabled"] == false)
  }

  @Test("77 for an agent, 64 where --deactivate-triggers says nothing; nothing changes") func refused() throws
  {
    try machine.succeed("agent", "create", "--name", "Ana", "--email", "ana@example.com", "-q")
    let content = machine.content()
    #expect(
      machine.run("settings", "set", "account.plan", "suite-team", "--as", "ana@example.com").code
        == .notPermitted)
    #expect(
      machine.run("settings", "set", "routing.mode", "messaging", "--deactivate-triggers").code == .usage)
    #expect(machine.content() == content)
  }

  @Test("one account line in somebody's file changes nothing in a store that holds more than init made")
  func imported() throws {
    let line = """
      {"account":{"plan":"suite_enterprise","messaging_add_on":true,"settings":{"outbox.from":"evil@example.net",\
      "csat.link":"https://evil.example.net/"},"features":{"agents":{"enabled":true}}}}
      """
    for words in [
      ["group", "create", "Support", "-q"], ["feature", "disable", "-q"],
      ["settings", "set", "account.name", "Acme", "-q"],
    ] {
      let machine = try TestMachine.withStore()
      #expect(machine.run(words).code == .done)
      guard machine.logged.count > 1 else { continue }
      let content = machine.content()
      let run = machine.run("import", "-", input: line)
      #expect(run.code == .done, "\(run)")
      #expect(run.errors.contains("the account record was left out"))
      #expect(machine.content() == content)
    }
    // An import makes it a store of its own too; within a file the line may stand anywhere.
    let file = try machine.file(
      "export.ndjson", Wire.wrapped("group", Wire.group(701, "Support")) + "\n" + line)
    try machine.succeed("import", file, "-q")
    #expect(machine.run("settings", "get", "account.plan").text == "suite_enterprise\n")
    let other = try TestMachine.withStore()
    try other.take([Wire.wrapped("group", Wire.group(701, "Support"))])
    let run = other.run("import", "-", input: line)
    #expect(run.errors.contains("the account record was left out"))
    #expect(other.run("settings", "get", "account.plan").text == "suite_growth\n")
    #expect(other.run("settings", "get", "outbox.from").text == "\n")
    #expect(other.run("feature", "status", "--json").item["agents"]?["enabled"] == false)
    // A plan is no row of settings.
    let forged = try TestMachine.withStore()
    let refused = forged.run(
      "import", "-",
      input: "{\"account\":{\"plan\":\"suite_team\",\"settings\":{\"account.plan\":\"suite_enterprise\"}}}")
    #expect(refused.code == .badInput)
  }
}
