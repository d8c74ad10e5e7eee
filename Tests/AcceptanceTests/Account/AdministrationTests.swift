import JSONText
import Testing

@testable import SessionctlCommands

/// What holds for everything that administrators manage, whichever way they come: commands, recipes, rules as code.
@Suite struct AdministrationTests {
  private let machine: TestMachine

  init() throws { machine = try TestMachine.withAccount() }

  @Test(
    "F2: while the feature is off, nothing that needs it is made, inactive ones neither, rules as code neither"
  )
  func madeWithoutTheFeature() throws {
    try machine.succeed("feature", "disable", "--deactivate-triggers", "-q")
    let rule = """
      {"title":"Late","active":false,"conditions":{"all":[{"field":"messaging_session_state","operator":"value",\
      "value":"ended"}]},"actions":[{"field":"current_tags","value":"late"}]}
      """
    let created = machine.run("trigger", "create", "-", input: rule)
    #expect(created.code == .notPermitted)
    let content = machine.content()
    let applied = machine.run("rules", "apply", "-", input: "{\"triggers\":[\(rule)]}")
    #expect(applied.code == .badInput)
    #expect(applied.errors.contains("trigger 'Late': condition 1 of 'all': 'messaging_session_state' needs"))
    #expect(machine.content() == content)
  }

  @Test("T9: a queue of rules as code is no larger than any other") func sizeOfQueue() {
    let name = String(repeating: "x", count: 66_000)
    let queue = "{\"name\":\"Long\",\"description\":\"\(name)\",\"primary_groups\":[\"Support\"]}"
    let run = machine.run("rules", "apply", "-", input: "{\"queues\":[\(queue)]}")
    #expect(run.code == .badInput)
    #expect(run.errors.contains("queue 'Long': a queue has at most 65536 bytes; this one has 66"), "\(run)")
    #expect(machine.run("queue", "list", "--json").items.isEmpty)
  }

  @Test(
    "Q3: a queue can't be called like the standard one, and each name is one queue's, in rules as code too")
  func namesOfQueues() {
    func apply(_ names: String...) -> Run {
      let queues = names.map { "{\"name\":\"\($0)\",\"primary_groups\":[\"Support\"]}" }
      return machine.run(
        "rules", "apply", "-", input: "{\"queues\":[\(queues.joined(separator: ","))]}")
    }
    let standard = apply("Standard queue")
    #expect(standard.code == .badInput)
    #expect(standard.errors.contains("'Standard queue' is the name of the built-in queue"))
    let twice = apply("A", "B", "A")
    #expect(twice.code == .badInput)
    #expect(twice.errors.contains("queue 'A': there is already a queue 'A' ("))
    #expect(machine.run("queue", "list", "--json").items.isEmpty)
    #expect(apply("A", "B").code == .done)
  }

  @Test("An admin whom the account has deleted is none who could take over from the last")
  func deletedAdmin() throws {
    let gone = """
      {"user":{"id":699,"name":"Gone","email":"gone@example.com","role":"admin","active":false,\
      "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}
      """
    try machine.succeed("import", "-", "-q", input: gone)
    let run = machine.run("agent", "edit", TestMachine.admin, "--role", "agent")
    #expect(run.code == .no)
    #expect(
      run.errors == "sessionctl: admin@example.com is the last admin; make somebody else an admin first\n")
    #expect(machine.run("agent", "show", TestMachine.admin, "--json").item["role"] == "admin")
  }

  @Test("The log keeps whole documents of what was managed, before and after") func documents() throws {
    func lastEntry(_ words: String...) -> (before: String?, after: String?) {
      #expect(machine.run(words + ["-q"]).code == .done)
      let entry = machine.run("log", "list", "--json").items.first
      return (entry?["before"]?.string, entry?["after"]?.string)
    }
    var entry = lastEntry(
      "trigger", "create", "--title", "One", "--if", "status is open", "--do", "priority low")
    let made = machine.exported("trigger", titled: "One")
    #expect(entry.before == nil && entry.after == made)
    entry = lastEntry("trigger", "disable", "One")
    #expect(
      entry.before == made && entry.after == made?.replacing("\"active\":true", with: "\"active\":false"))
    entry = lastEntry("trigger", "edit", "One", "--title", "Two")
    let edited = machine.exported("trigger", titled: "Two")
    #expect(entry.before == made?.replacing("\"active\":true", with: "\"active\":false"))
    #expect(entry.after == edited && edited != nil)
    entry = lastEntry("trigger", "delete", "Two")
    #expect(entry.before == edited && entry.after == nil)

    entry = lastEntry("agent", "edit", "601", "--status", "away", "--group", "Billing")
    #expect(entry.before?.contains("\"status\":\"online\"") == true)
    #expect(entry.after?.contains("\"status\":\"away\"") == true)
    #expect(entry.before != entry.after && entry.after?.contains("\"group_ids\":[") == true)
    entry = lastEntry("group", "create", "Night shift")
    #expect(entry.before == nil && entry.after?.contains("\"name\":\"Night shift\"") == true)
    entry = lastEntry("queue", "create", "--name", "Q", "--primary", "Support")
    #expect(entry.before == nil && entry.after?.contains("\"name\":\"Q\"") == true)
  }

  @Test("What rules as code changed can be told from the log: its kind, its id, and its document of before")
  func documentsOfCode() throws {
    try machine.succeed(
      "trigger", "create", "--title", "Old", "--if", "status is open", "--do", "priority low", "-q")
    let before = try #require(machine.exported("trigger", titled: "Old"))
    let rules = """
      {"triggers":[{"title":"Old","conditions":{"all":[{"field":"status","operator":"is","value":"new"}]},\
      "actions":[{"field":"priority","value":"low"}]},\
      {"title":"New","conditions":{"all":[{"field":"status","operator":"is","value":"new"}]},\
      "actions":[{"field":"priority","value":"high"}]}]}
      """
    try machine.succeed("rules", "apply", "-", "-q", input: rules)
    let entry = machine.run("log", "list", "--json").items.first
    let changes = try #require(entry?["changes"]?.array)
    #expect(changes.allSatisfy { $0["kind"] == "trigger" || $0["kind"] == "trigger_order" })
    let old = changes.first { $0["name"] == "Old" }
    #expect(try old?["before"] == JSONValue.parse(before))
    #expect(changes.first { $0["name"] == "New" }?["before"]?.isNull == true)
  }

  @Test("Several made inactive in one step stand in one entry, as a list") func several() throws {
    for title in ["A", "B"] {
      try machine.succeed(
        "trigger", "create", "--title", title, "--if", "status is open", "--do", "priority low", "-q")
    }
    try machine.succeed("trigger", "disable", "A", "B", "-q")
    let entry = machine.run("log", "list", "--json").items.first
    let before = entry?["before"]?.string
    #expect(before?.hasPrefix("[{") == true && before?.hasSuffix("}]") == true)
    #expect(entry?["summary"] == "disabled trigger A, B")
  }
}

extension TestMachine {
  /// The document of a rule as `export` has it.
  fileprivate func exported(_ kind: String, titled title: String) -> String? {
    let start = "{\"\(kind)\":"
    return run("export", "--type", kind).text.split(separator: "\n")
      .first { $0.contains("\"title\":\"\(title)\"") }
      .map { String($0.dropFirst(start.count).dropLast()) }
  }
}
