import CommandGrammar
import JSONText
import Testing

/// What this program prints, it takes back; what it can't take back, it does not mistake for something else.
@Suite struct OwnDocumentTests {
  private let machine: TestMachine

  init() throws {
    machine = try TestMachine.withAccount()
    try machine.succeed(
      "trigger", "create", "--title", "T", "--if", "status is open", "--do", "priority low", "-q")
    try machine.succeed("macro", "create", "--title", "M", "--do", "priority low", "-q")
    try machine.succeed(
      "messaging-trigger", "create", "--title", "MT", "--event", "message_sent", "--if", "message contains x",
      "--do", "add_tags x", "-q")
    try machine.succeed("queue", "create", "--name", "Q", "--primary", "Support", "-q")
    try machine.succeed("schedule", "create", "--name", "Office", "--open", "mon-fri 09:00-17:00", "-q")
  }

  private static let managed = ["trigger", "macro", "messaging-trigger", "queue", "schedule"]
  private static let formats = ["json", "ndjson"]

  @Test("show | edit - changes nothing, and leaves nothing of ours in the wire format", arguments: formats)
  func edit(format: String) throws {
    let before = machine.run("export").text
    for (noun, name) in zip(Self.managed.dropLast(), ["T", "M", "MT", "Q"]) {
      let shown = machine.run(noun, "show", name, "--format", format)
      let run = machine.run(noun, "edit", name, "-", input: shown.text)
      #expect(run.code == .done && run.errors == "nothing changed\n", "\(run)")
      let changed = shown.text.replacing("\"\(name)\"", with: "\"Other\"")
      let edit = machine.run(noun, "edit", name, "-", input: changed)
      #expect(edit.code == .done && edit.text.contains("Other"), "\(edit)")
      try machine.succeed("log", "revert", "\(machine.logged.count)", "-q")
    }
    let after = machine.run("export").text
    #expect(!after.contains("\"problems\"") && !after.contains("\"waiting\":0"))
    let times = #/"updated_at":"[^"]*"/#
    #expect(after.replacing(times, with: "") == before.replacing(times, with: ""))
  }

  @Test("list | import - is no news here, and brings all of it into another store", arguments: formats)
  func importLists(format: String) throws {
    let other = try TestMachine.withStore()
    try other.take([Wire.wrapped("group", Wire.group(701, "Support"))])
    try other.succeed("feature", "enable", "-q")
    for noun in Self.managed {
      let list = machine.run(noun, "list", "--format", format)
      let here = machine.run("import", "-", "--json", input: list.text)
      #expect(here.code == .done, "\(noun) \(here)")
      #expect(
        here.items.allSatisfy { $0["created"] == 0 && $0["updated"] == 0 && $0["failed"] == 0 }, "\(here)")
      #expect(other.run("import", "-", "--json", input: list.text).code == .done)
      let names = ["T", "M", "MT", "Q", "Office"]
      let found = other.run(noun, "list", "--json").items.flatMap {
        [$0["title"]?.string, $0["name"]?.string]
      }
      #expect(found.contains { name in name.map(names.contains) ?? false }, "\(noun)")
    }
    #expect(other.run("doctor").code == .done)
  }

  @Test("a list that says too little to make the things again is left out, and named", arguments: formats)
  func derived(format: String) throws {
    try machine.succeed(
      "trigger", "create", "--title", "Mail", "--if", "current_tags includes mail", "--do",
      #"notification_user ["requester_id", "Hello", "Bye"]"#, "-q")
    try machine.succeed("ticket", "update", "1001", "--tag", "mail", "-q")
    let before = machine.run("export").text
    let lists = [
      "ticket", "session", "conversation", "user", "agent", "group", "settings", "recipe", "outbox", "log",
    ].map { [$0, "list"] }
    for words in lists + [["user", "show", "501"], ["user", "show", "601"]] {
      let list = machine.run(words + ["--format", format])
      let run = machine.run("import", "-", input: list.text)
      #expect(run.code == .done, "\(run)")
      #expect(!list.text.isEmpty && list.code == .done, "\(list)")
      #expect(run.errors.contains("of a list of this program, which lacks members"), "\(words) \(run)")
    }
    #expect(machine.run("export").text == before)
  }

  @Test(
    "a ticket's history is no news here, and comes into another store without the names that we added",
    arguments: formats)
  func history(format: String) throws {
    try machine.take([
      #"{"id" : 9100,"created_at":"2026-07-15T06:00:00Z","ticket_id":1001,"author_id":501,"events":[{"id":9101,"#
        + #""type":"Change", "field_name":"group_id","value":"701","previous_value":"702"}],"metadata":{}}"#
    ])
    try machine.succeed("ticket", "update", "1001", "--group", "Billing", "--note", "\"n\" / é", "-q")
    let history = machine.run("ticket", "history", "1001", "--format", format).text
    for name in [#""value_name":"Billing""#, #""previous_value_name":"Billing""#, #""author_name":"Carla""#] {
      #expect(history.contains(name))
    }
    let before = machine.run("export").text
    let here = machine.run("import", "-", "--json", input: history)
    #expect(here.code == .done, "\(here)")
    #expect(here.items.map { [$0["unchanged"], $0["updated"]] } == [[3, 0]], "\(here)")
    #expect(machine.run("export").text == before)
    let other = try TestMachine.withStore()
    try other.succeed("import", "-", "-q", input: history)
    let audits = other.run("export", "--type", "audit").text
    #expect(audits.contains(#""field_name":"group_id""#))
    #expect(!audits.contains("author_name") && !audits.contains("value_name"))
  }

  @Test("--ids-from takes lists of sessions in every format, tables and documents of other programs")
  func ids() {
    func chosen(_ text: String) -> [Int64] {
      machine.run(["session", "list", "--ids-from", "-", "--json"], input: Array(text.utf8)).json
        .integers("items", "id").sorted()
    }
    for format in ["json", "ndjson", "csv", "tsv"] {
      #expect(chosen(machine.run("session", "list", "--format", format).text) == machine.active, "\(format)")
      let tickets = machine.run("ticket", "list", "--format", format).text
      // Tickets without a session, and those whose session has ended, select nothing.
      #expect(chosen(tickets) == [1, 2, 3, 4], "\(format)")
    }
    #expect(chosen("id\r\n1\r\n2\r\n") == [1, 2])
    #expect(chosen("\u{FEFF}subject,session_id\r\n\"a, \"\"b\"\"\nc\",1\r\nx,\r\n") == [1])
    #expect(chosen(#"{"session_id":1}"# + "\n" + #"{"session_id":null}"# + "\n" + #"{"id":2}"#) == [1, 2])
    #expect(chosen("[{\"id\":1},{\"id\":3}]") == [1, 3])
    for wrong in [
      "name,other\n1,2\n", "id\nx\n", #"{"id":1,"routing_channel":"email"}"#, "{\"session_id\":\"x\"}", "{",
      "1\n{}",
      #"{"name":"x"}"#,
    ] {
      let run = machine.run("session", "end", "--ids-from", "-", "--yes", input: wrong)
      #expect(run.code == .badInput && run.errors.contains("standard input, line "), "\(run)")
    }
  }

  @Test("ids and names from the lines of CSV may end with the CR that xargs leaves") func carriageReturn() {
    #expect(machine.run("session", "show", "1\r", "--json").item["id"] == 1)
    #expect(machine.run("trigger", "show", "T\r", "--json").item["title"] == "T")
    #expect(machine.run("session", "end", "--ticket", "1001\r", "--dry-run", "--json").json["matched"] == 1)
    #expect(machine.run("session", "show", "\r").code == .usage)
  }
}
