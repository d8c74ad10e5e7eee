import CommandGrammar
import Testing

/// `--quiet`: what a command has changed is printed only when a document is asked for.
@Suite struct QuietTests {
  /// Each changes something, in this order on one store.
  static let changes: [[String]] = [
    ["feature", "enable"], ["settings", "set", "account.name", "Acme"],
    ["group", "create", "Refunds"], ["agent", "create", "--email", "eve@example.com", "--group", "Refunds"],
    ["agent", "edit", "eve@example.com", "--status", "away"],
    ["schedule", "create", "--name", "Office", "--zone", "UTC", "--open", "mon-fri 09:00-17:00"],
    ["queue", "create", "--name", "Q", "--primary", "Refunds"], ["queue", "edit", "Q", "--description", "x"],
    ["queue", "reorder", "Q"],
    ["trigger", "create", "--title", "T", "--if", "status is open", "--do", "priority high"],
    ["trigger", "edit", "T", "--do", "priority low"], ["trigger", "disable", "T"],
    ["trigger", "enable", "T"],
    [
      "messaging-trigger", "create", "--title", "M", "--event", "message_sent", "--if", "message is x",
      "--do", "add_tags x",
    ],
    ["macro", "create", "--title", "A", "--do", "priority high"], ["macro", "apply", "A", "--ticket", "1"],
    ["macro", "edit", "A", "--do", "priority low"],
    ["conversation", "start", "--user-name", "Zoe", "--message", "hi"],
    ["ticket", "note", "1", "--message", "x"], ["ticket", "update", "1", "--priority", "urgent"],
    ["ticket", "close-solved", "--after", "1s"], ["routing", "run"],
    ["recipe", "install", "notify-before-end", "--yes"], ["recipe", "remove", "notify-before-end", "--yes"],
    ["session", "end", "--all", "--yes"], ["rules", "apply", "RULES"], ["import", "IMPORT"],
    ["trigger", "disable", "T"], ["trigger", "delete", "T"], ["schedule", "delete", "Office"],
    ["backup", "COPY"], ["feature", "disable"],
  ]

  @Test func changesSayNothing() throws {
    let machine = try TestMachine.withAccount(enabled: false)
    try machine.file("rules.json", machine.run("rules", "export").output)
    try machine.file("import.ndjson", machine.run("export", "--type", "group").output)
    let places = [
      "RULES": "\(machine.folder)/rules.json", "IMPORT": "\(machine.folder)/import.ndjson",
      "COPY": "\(machine.folder)/copy.db",
    ]
    let ticket = try #require(machine.run("ticket", "list", "--json").items.first?["id"]?.integer)
    for words in Self.changes {
      let run = machine.run(words.map { $0 == "1" ? String(ticket) : places[$0] ?? $0 } + ["--quiet"])
      #expect(run.code == .done && run.output.isEmpty && run.errors.isEmpty, "\(run)")
    }
  }

  @Test func aDocumentThatIsAskedForIsPrinted() throws {
    let machine = try TestMachine.withStore()
    for words in [
      ["group", "create", "Refunds"], ["settings", "set", "account.name", "Acme"],
      ["trigger", "create", "--title", "T", "--if", "status is open", "--do", "priority high"],
      ["agent", "create", "--email", "eve@example.com"],
    ] {
      let run = machine.run(words + ["-q", "--json"])
      #expect(run.code == .done && run.json != .null && run.errors.isEmpty, "\(run)")
    }
    // What only looks is not silenced, and neither is what went wrong.
    #expect(!machine.run("group", "list", "-q").output.isEmpty)
    #expect(!machine.run("group", "show", "Biling", "-q").errors.isEmpty)
  }
}
