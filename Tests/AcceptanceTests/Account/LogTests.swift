import CommandGrammar
import JSONText
import Testing

/// One log entry for each command that changed something, none for one that did not.
@Suite struct LogTests {
  static let changing: [[String]] = [
    ["feature", "disable"], ["settings", "set", "account.name", "X"],
    ["agent", "create", "--email", "new@example.com", "--group", "Support", "--group", "Billing"],
    ["agent", "edit", "601", "--status", "away", "--group", "702"],
    ["group", "create", "Night", "--agent", "601"],
    ["session", "end", "--all", "--yes"], ["session", "end", "1", "999", "--yes"],
    ["ticket", "update", "1001", "--tag", "x", "--status", "solved", "--note", "done"],
  ]

  @Test(
    "a changing command leaves exactly one entry, that tells who, when, where and what", arguments: changing)
  func one(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    let before = machine.run("log", "list", "--json").items
    machine.now = machine.now.advanced(by: 5)
    machine.run(words + ["-q"])
    let after = machine.run("log", "list", "--json").items
    #expect(Array(after.dropFirst()) == before)
    let entry = try #require(after.first)
    #expect(entry["at"] == "2026-07-15T10:00:05Z")
    #expect(entry["actor_id"] == 1)
    #expect(entry["actor_name"] == "admin@example.com")
    #expect(entry["os_user"] == "tester@machine")
    #expect(entry["command"]?.string == words.prefix(2).joined(separator: " "))
    #expect(entry["summary"]?.string?.isEmpty == false)
    let shown = machine.run("log", "show", "\(entry["id"]?.integer ?? 0)", "--json")
    #expect(shown.item == entry)
  }

  static let idle: [[String]] = [
    ["feature", "enable"], ["settings", "set", "routing.mode", "omnichannel"],
    ["agent", "edit", "601", "--status", "online"], ["agent", "edit", "601", "--name", "Ana Lima"],
    ["session", "end", "5"], ["session", "end", "999"], ["session", "end", "--tag", "none-has-it"],
    ["session", "end", "--all", "--dry-run"], ["session", "end", "--all", "--yes", "--max", "1"],
    ["ticket", "update", "1001", "--status", "open", "--tag", "vip"],
    ["ticket", "update", "1006", "--tag", "x"],
    ["session", "list"], ["session", "show", "1"], ["ticket", "show", "1001"], ["ticket", "history", "1001"],
    ["report", "ended"], ["export"], ["doctor"], ["settings", "list"], ["feature", "status"],
    ["agent", "list"],
  ]

  @Test("a command that changes nothing leaves none", arguments: idle)
  func none(words: [String]) throws {
    let machine = try TestMachine.withAccount()
    let content = machine.content()
    machine.now = machine.now.advanced(by: 5)
    machine.run(words)
    #expect(machine.content() == content)
  }

  @Test("an import of several files leaves one entry, an import of what is known none")
  func imports() throws {
    let machine = try TestMachine.withStore()
    let first = try machine.file("a.json", Wire.tickets(Wire.ticket(1), Wire.ticket(2)))
    let second = try machine.file("b.json", Wire.collection("users", [Wire.user(7)]))
    try machine.succeed("import", first, second, "-q")
    try machine.succeed("import", second, first, "-q")
    #expect(machine.logged == ["init", "import"])
    #expect(machine.run("log", "list", "--json").items.first?["summary"] == "imported 3 records")
  }

  @Test("the newest entry comes first, unless asked otherwise")
  func order() throws {
    let machine = try TestMachine.withAccount()
    func ids(_ words: String...) -> [Int64] {
      machine.run(["log", "list", "--json"] + words).json.integers("items", "id")
    }
    #expect(ids() == [3, 2, 1])
    #expect(ids("--limit", "2") == [3, 2])
    #expect(ids("--oldest-first") == [1, 2, 3])
    #expect(ids("--oldest-first", "--limit", "1") == [1])
    #expect(ids("--sort", "command", "--limit", "1") == [3])
    #expect(ids("--sort", "id", "--limit", "2") == [1, 2])
  }

  @Test("an entry that there is not: 1")
  func missing() throws {
    let run = try TestMachine.withStore().run("log", "show", "99")
    #expect(run.code == .no)
    #expect(run.errors == "sessionctl: no log entry 99 (see 'sessionctl log list')\n")
  }
}
