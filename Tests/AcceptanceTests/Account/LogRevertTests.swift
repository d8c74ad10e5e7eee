import CommandGrammar
import JSONText
import Testing

/// `log revert`: whatever administrators change can be undone, and undone again, from the log.
@Suite struct LogRevertTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
    for title in ["A", "B", "C"] {
      try machine.succeed(
        "trigger", "create", "--title", title, "--if", "messaging_session_state is active", "--do",
        "current_tags \(title)", "-q")
    }
    try machine.succeed("trigger", "disable", "C", "-q")
    try machine.succeed(
      "messaging-trigger", "create", "--title", "Hello", "--event", "message_sent", "--if",
      "sender_type is customer", "--do", "add_tags hello", "-q")
    try machine.succeed("macro", "create", "--title", "Low", "--do", "priority low", "-q")
    for name in ["First", "Second"] {
      try machine.succeed(
        "queue", "create", "--name", name, "--if", "via_id is messaging", "--primary", "Support", "-q")
    }
    try machine.succeed("settings", "set", "csat.link", "https://example.com/{{ticket.id}}", "-q")
  }

  /// Everything that administrators see of the account, without the times of changes.
  private func account() -> [String] {
    let looks = [
      ["rules", "export"], ["settings", "list", "--json"], ["agent", "list", "--json"],
      ["user", "list", "--json"],
      ["group", "list", "--json"], ["group", "show", "Support", "--json"], ["trigger", "list", "--json"],
      ["messaging-trigger", "list", "--json"], ["macro", "list", "--json"], ["queue", "list", "--json"],
      ["schedule", "list", "--json"], ["recipe", "list", "--json", "--fields", "name"],
      ["feature", "status", "--json", "--fields", "agents.enabled,end_users.enabled,plan"],
    ]
    return looks.map { words in
      // Queues are counted without gaps once one is put back; a deletion leaves one.
      machine.run(words).text.replacing(#/"(updated_at|changed_at)":"[^"]*"|"order":\d+/#, with: "")
    }
  }

  /// The newest entry of the log.
  private func newest() throws -> JSONValue {
    try #require(
      machine.run("log", "list", "--json").items.max { ($0["id"]?.integer ?? 0) < ($1["id"]?.integer ?? 0) })
  }

  private func newestID() throws -> String { String(try newest()["id"]?.integer ?? 0) }

  private static let changes: [[String]] = [
    ["trigger", "create", "--title", "New", "--if", "status is open", "--do", "priority low"],
    ["trigger", "edit", "A", "--title", "Other", "--if", "status is new"], ["trigger", "disable", "A", "B"],
    ["trigger", "enable", "C"], ["trigger", "delete", "C"], ["trigger", "reorder", "C", "A"],
    ["messaging-trigger", "edit", "Hello", "--do", "add_tags bye"],
    ["messaging-trigger", "disable", "Hello"],
    ["macro", "edit", "Low", "--do", "priority high"], ["macro", "disable", "Low"],
    ["queue", "create", "--name", "Zero", "--primary", "Billing", "--order", "1"],
    ["queue", "edit", "First", "--priority", "3", "--if", "status is open"],
    ["queue", "edit", "First", "--order", "2"], ["queue", "delete", "First"],
    ["queue", "reorder", "Second", "First"],
    [
      "agent", "edit", "601", "--name", "Ana", "--status", "away", "--group", "Billing", "--email-capacity",
      "3",
    ],
    ["agent", "edit", "602", "--remove-group", "Billing", "--role", "admin"],
    ["user", "edit", "501", "--email", "c@example.net"], ["group", "create", "Night", "--agent", "601"],
    ["schedule", "create", "--name", "Late", "--open", "daily 20:00-24:00"],
    ["schedule", "delete", "Office"],
    ["settings", "set", "routing.mode", "messaging"],
    ["settings", "set", "account.default_schedule", "Office"],
    ["settings", "set", "csat.link", ""], ["feature", "disable", "--deactivate-triggers"],
    ["feature", "enable", "--for", "end-users"],
    ["settings", "set", "account.plan", "support-team", "--deactivate-triggers"],
    ["recipe", "install", "surge-omnichannel", "--group", "Billing", "--yes"],
    ["rules", "apply", "-", "--prune", "--yes"],
  ]

  @Test("what a command changed is undone, and undone again", arguments: changes)
  func revert(words: [String]) throws {
    // Of one kind something goes, something comes, and something is changed; of others all goes.
    let rules = """
      {"queues":[],"macros":[],"triggers":[{"title":"B","conditions":{"all":[{"field":"status","operator":"is",\
      "value":"new"}]},"actions":[{"field":"priority","value":"low"}]},{"title":"D","conditions":{"all":[\
      {"field":"status","operator":"is","value":"new"}]},"actions":[{"field":"priority","value":"low"}]}]}
      """
    let before = account()
    let run = machine.run(words + ["-q"], input: words.contains("-") ? Array(rules.utf8) : [])
    #expect(run.code == .done, "\(run)")
    let after = account()
    #expect(after != before)
    let id = try newestID()
    let plan = machine.run("log", "revert", id, "--dry-run", "--json")
    #expect(account() == after, "a dry run changes nothing")
    let reverted = machine.run("log", "revert", id, "--json")
    #expect(reverted.code == .done, "\(reverted)")
    #expect(plan.item["changes"] == reverted.item["changes"])
    #expect(account() == before)
    #expect(machine.run("log", "revert", id).errors.hasPrefix("nothing changed"))
    let again = machine.run("log", "revert", try newestID(), "-q")
    #expect(again.code == .done, "\(again)")
    #expect(account() == after)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("what has changed since is left alone, and the entry that changed it is named") func since() throws {
    try machine.succeed("trigger", "edit", "A", "--title", "A1", "-q")
    let first = try newestID()
    try machine.succeed("trigger", "edit", "A1", "--do", "priority high", "-q")
    let second = try newestID()
    let account = account()
    let run = machine.run("log", "revert", first)
    #expect(run.code == .no)
    #expect(
      run.errors.contains("'A1' has changed since, by log entry \(second); to undo that entry too"), "\(run)")
    #expect(self.account() == account)
    try machine.succeed("log", "revert", second, "-q")
    try machine.succeed("log", "revert", first, "-q")
    #expect(machine.run("trigger", "show", "A").code == .done)
    // Somebody has used the place meanwhile.
    try machine.succeed("queue", "delete", "First", "-q")
    let deletion = try newestID()
    try machine.succeed("queue", "create", "--name", "First", "--primary", "Support", "-q")
    let taken = machine.run("log", "revert", deletion)
    #expect(taken.code == .no && taken.errors.contains("there is already a queue 'First'"), "\(taken)")
  }

  @Test(
    "the entry is named too if it changed another thing that says something of this one",
    arguments: [
      (["group", "create", "Night"], ["agent", "edit", "601", "--group", "Night"]),
      (["group", "create", "Night"], ["agent", "create", "--email", "n@example.com", "--group", "Night"]),
      (
        ["agent", "edit", "601", "--name", "Other", "--group", "Billing"],
        ["group", "edit", "Billing", "--remove-agent", "601"]
      ),
      (["agent", "delete", "602", "--hand-over-to", "none"], ["user", "edit", "602", "--name", "Other"]),
      (["queue", "edit", "First", "--order", "2"], ["queue", "reorder", "Third", "Second", "First"]),
      (["queue", "reorder", "Third", "Second", "First"], ["queue", "edit", "First", "--order", "1"]),
    ])
  func sinceElsewhere(one: [String], other: [String]) throws {
    func change(_ words: [String]) throws -> String {
      let run = machine.run(words + ["-q"])
      #expect(run.code == .done, "\(run)")
      return try newestID()
    }
    try machine.succeed("queue", "create", "--name", "Third", "--primary", "Support", "-q")
    let (first, second) = try (change(one), change(other))
    // Not the newest of all.
    try machine.succeed("trigger", "edit", "A", "--title", "A1", "-q")
    let run = machine.run("log", "revert", first)
    #expect(run.code == .no, "\(run)")
    #expect(run.errors.contains("has changed since, by log entry \(second); to undo"), "\(run)")
  }

  @Test("no group gets a name again that another one has meanwhile", arguments: ["edit", "delete"])
  func takenGroupName(verb: String) throws {
    try machine.succeed("group", "create", "Night", "-q")
    let run = machine.run(["group", verb, "Night", "-q"] + (verb == "edit" ? ["--name", "Late"] : []))
    #expect(run.code == .done, "\(run)")
    let entry = try newestID()
    try machine.succeed("group", "create", "night", "-q")
    let account = account()
    let taken = machine.run("log", "revert", entry)
    #expect(taken.code == .no && taken.errors.contains("there is already a group 'night'"), "\(taken)")
    #expect(self.account() == account)
    try machine.succeed("group", "edit", "night", "--name", "Day", "-q")
    try machine.succeed("log", "revert", entry, "-q")
    #expect(machine.run("group", "show", "Night").code == .done)
  }

  @Test("who is in a group comes back though another one was imported with its name")
  func sameNames() throws {
    try machine.succeed("import", "-", "-q", input: #"{"groups":[{"id":7,"name":"Support"}]}"#)
    try machine.succeed("group", "edit", "7", "--add-agent", "602", "-q")
    #expect(machine.run("group", "show", "7", "--json").item["agents"] == 1)
    try machine.succeed("log", "revert", try newestID(), "-q")
    #expect(machine.run("group", "show", "7", "--json").item["agents"] == 0)
  }

  @Test(
    "what comes back is as old as it was",
    arguments: [("trigger", "C"), ("macro", "Low"), ("queue", "First"), ("schedule", "Office")])
  func age(noun: String, name: String) throws {
    func times() -> [JSONValue?] {
      let line = try? JSONValue.parse(
        machine.run("export", "--type", noun).text.split(separator: "\n").first { $0.contains("\"\(name)\"") }
          .map(String.init) ?? "")
      return [line?[noun]?["created_at"], machine.run(noun, "show", name, "--json").item["created_at"]]
    }
    let before = times()
    #expect(before[0]?.string != nil)
    machine.now = machine.now.advanced(by: 3_600)
    if noun != "queue", noun != "schedule" { machine.run(noun, "disable", name) }
    try machine.succeed(noun, "delete", name, "-q")
    try machine.succeed("log", "revert", try newestID(), "-q")
    #expect(times() == before)
  }

  @Test("what can't be undone says so") func impossible() throws {
    let run = machine.run("log", "revert", "1")
    #expect(run.code == .no)
    #expect(run.errors.contains("log entry 1 ('init') can't be undone"), "\(run)")
    #expect(machine.run("log", "revert", "99").errors.contains("no log entry 99"))
    try machine.succeed("agent", "create", "--email", "new@example.com", "-q")
    let agent = machine.run("log", "revert", try newestID())
    #expect(agent.code == .no)
    #expect(agent.errors.contains("can't be removed from the account again; suspend them with"), "\(agent)")
    // F2: the same doors stand before it.
    try machine.succeed("feature", "disable", "--deactivate-triggers", "-q")
    try machine.succeed("trigger", "delete", "A", "-q")
    let feature = machine.run("log", "revert", try newestID())
    #expect(feature.code == .notPermitted, "\(feature)")
    try machine.succeed("feature", "enable", "-q")
    let enabled = try newestID()
    try machine.succeed("trigger", "enable", "B", "-q")
    let needed = machine.run("log", "revert", enabled)
    #expect(
      needed.code == .no && needed.errors.hasSuffix("depends on it: 3 'B'; disable it first\n"), "\(needed)")
    let agentActs = machine.run("log", "revert", "2", "--as", "601")
    #expect(agentActs.code == .notPermitted)
  }

  @Test("an imported rule comes back as imported, with how often it fired: the same file is no news")
  func imported() throws {
    let file = """
      {"trigger":{"id":77,"title":"Theirs","active":true,"position":3,"raw_title":"Theirs",\
      "conditions":{"all":[{"field":"status","operator":"is","value":"new"}],"any":[]},\
      "actions":[{"field":"priority","value":"low"}],\
      "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}
      {"queue":{"id":"01Q","name":"Theirs","order":1,"priority":5,"definition":{"all":[],"any":[]},\
      "primary_groups_id":[701],"secondary_groups_id":[],\
      "created_at":"2026-07-01T00:00:00Z","updated_at":"2026-07-01T00:00:00Z"}}
      """
    try machine.succeed("import", "-", "-q", input: file)
    try machine.succeed("ticket", "update", "1002", "--tag", "x", "-q")
    let before = machine.run("export", "--type", "trigger").text
    #expect(before.contains(#""fired":1"#))
    try machine.succeed("trigger", "disable", "Theirs", "-q")
    let disabled = try newestID()
    try machine.succeed("trigger", "delete", "Theirs", "-q")
    try machine.succeed("log", "revert", try newestID(), "-q")
    try machine.succeed("log", "revert", disabled, "-q")
    let after = machine.run("export", "--type", "trigger").text
    #expect(after.contains(#""fired":1"#) && after.contains(#""raw_title":"Theirs""#))
    try machine.succeed("queue", "delete", "Theirs", "-q")
    try machine.succeed("log", "revert", try newestID(), "-q")
    let again = machine.run("import", "-", "--json", input: file)
    #expect(again.code == .done, "\(again)")
    #expect(machine.run("trigger", "show", "77", "--json").item["active"] == true)
  }

  @Test("people see each document whole, with what went and what came") func shown() throws {
    try machine.succeed("trigger", "edit", "A", "--if", "status is open", "-q")
    let run = machine.run("log", "show", try newestID())
    #expect(run.text.contains("@@ trigger 2 \"A\" @@"), "\(run)")
    #expect(
      run.text.contains(
        #"-       {"field": "messaging_session_state", "operator": "is", "value": "active"}"#), "\(run)")
    #expect(run.text.contains(#"+       {"field": "status", "operator": "is", "value": "open"}"#), "\(run)")
    #expect(run.text.contains(#"    "title": "A""#), "\(run)")
    let entry = try newest()
    #expect(entry["changes"]?[0]?["kind"] == "trigger" && entry["changes"]?[0]?["id"] == "2")
    #expect(entry["changes"]?[0]?["before"]?["title"] == "A")
  }

  @Test("rules apply --prune names what it deletes and asks; elsewhere it needs --yes") func prune() throws {
    let file = try machine.file("rules.json", #"{"triggers":[],"queues":[]}"#)
    let account = account()
    let refused = machine.run("rules", "apply", file, "--prune")
    #expect(refused.code == .usage)
    #expect(
      refused.errors.contains(
        "this would delete queue 'First', queue 'Second', active trigger 'Request customer satisfaction rating (messaging)' and 3 more; give --yes"
      ), "\(refused)")
    let no = machine.run("rules", "apply", file, "--prune", input: "n\n", terminals: .all)
    #expect(no.code == .no)
    #expect(no.errors.contains("will delete active trigger 'A'"), "\(no)")
    #expect(no.errors.contains("will delete trigger 'C'"), "\(no)")
    #expect(no.errors.contains("Delete 6 rules? [y/N]"), "\(no)")
    #expect(self.account() == account)
    let yes = machine.run("rules", "apply", file, "--prune", input: "y\n", terminals: .all)
    #expect(yes.code == .done, "\(yes)")
    #expect(machine.run("trigger", "list", "--json").items.isEmpty)
    try machine.succeed("log", "revert", try newestID(), "-q")
    #expect(self.account() == account)
    // Where nothing goes, nothing is asked.
    let all = machine.run("rules", "export").text
    #expect(machine.run("rules", "apply", "-", "--prune", input: all).code == .done)
  }
}
