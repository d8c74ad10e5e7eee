import CommandGrammar
import JSONText
import Testing

/// §12: the same records, however they are packed.
@Suite struct ContainerTests {
  private static let records = [Wire.ticket(11), Wire.ticket(12), Wire.ticket(13)]
  private static let list = records.joined(separator: ",")

  static let containers: [Titled<String>] = [
    Titled("collection", Wire.collection("tickets", records)),
    Titled(
      "cursor page",
      "{\"tickets\":[\(list)],\"meta\":{\"has_more\":false,\"after_cursor\":\"x\"},\"links\":{\"next\":null}}"
    ),
    Titled(
      "cursor page, keys first",
      "{\"links\":{\"next\":\"https://e\"},\"meta\":{\"has_more\":true},\"tickets\":[\(list)]}"
    ),
    Titled(
      "incremental export",
      "{\"tickets\":[\(list)],\"end_of_stream\":true,\"after_cursor\":null,\"after_url\":null}"
    ),
    Titled("bare array", "[\(list)]"),
    Titled("NDJSON", records.joined(separator: "\n")),
    Titled("NDJSON with CRLF and a last line end", records.joined(separator: "\r\n") + "\r\n"),
    Titled("wrapped NDJSON", records.map { Wire.wrapped("ticket", $0) }.joined(separator: "\n")),
    Titled("an array of wrapped", "[\(records.map { Wire.wrapped("ticket", $0) }.joined(separator: ","))]"),
    Titled("pages one after the other", Wire.tickets(records[0], records[1]) + Wire.tickets(records[2])),
    Titled("a byte order mark", "\u{FEFF}" + Wire.collection("tickets", records)),
    Titled(
      "indented",
      "{\n  \"tickets\": [\n    \(records.joined(separator: ",\n    "))\n  ],\n  \"count\": 3\n}\n"
    ),
  ]

  @Test(
    "§12: every container gives the same tickets and sessions, from a file and from standard input",
    arguments: containers)
  func container(packed: Titled<String>) throws {
    let text = packed.value
    let machine = try TestMachine.withStore()
    let run = machine.run("import", "-", "--json", input: text)
    #expect(run.code == .done, "\(run)")
    #expect(
      run.items == [
        [
          "type": "ticket", "created": 3, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 0,
          "mended": 0,
        ]
      ])
    #expect(machine.run("ticket", "list", "--json").json.integers("items", "id") == [11, 12, 13])
    #expect(machine.active == [1, 2, 3])

    // Importing twice changes nothing.
    let content = machine.content()
    machine.now = machine.now.advanced(by: 3600)
    let again = machine.run("import", try machine.file("again.json", text), "--json")
    #expect(again.code == .done)
    #expect(again.items.map { $0["unchanged"] } == [3])
    #expect(machine.content() == content)
  }

  @Test("§12: one single object of each type is found by its key, and bare by its content")
  func singles() throws {
    let records: [(String, String)] = [
      ("user", Wire.user(501)), ("group", Wire.group(701, "Support")),
      ("group_membership", Wire.membership(801, user: 501, group: 701)), ("ticket", Wire.ticket(1)),
      ("audit", Wire.audit(901, ticket: 1, by: 501, at: "2026-07-15T00:00:00Z")),
    ]
    for wraps in [true, false] {
      let machine = try TestMachine.withStore()
      for (key, record) in records {
        let run = machine.run("import", "-", "--json", input: wraps ? Wire.wrapped(key, record) : record)
        #expect(run.items.map { $0["type"]?.string } == [key])
        #expect(run.items.map { $0["created"] } == [1], "\(run)")
      }
    }
  }

  @Test(
    "§12: side-loaded collections are all taken; several files at once; types that have no place are named")
  func several() throws {
    let machine = try TestMachine.withStore()
    let mixed = try machine.file(
      "mixed.json",
      "{\"tickets\":[\(Wire.ticket(1))],\"users\":[\(Wire.user(501))],\"groups\":[\(Wire.group(701, "A"))],\"count\":1}"
    )
    let brands = try machine.file("brands.json", "{\"brands\":[{\"id\":1,\"name\":\"B\"}],\"count\":1}")
    let run = machine.run(
      ["import", mixed, brands, "-", "--json"], input: Array(Wire.tickets(Wire.ticket(2)).utf8))
    #expect(run.code == .done)
    #expect(run.items.map { $0["type"] } == ["user", "group", "ticket", "brand"])
    #expect(run.items.map { $0["created"] } == [1, 1, 2, 0])
    #expect(run.items.map { $0["skipped"] } == [0, 0, 0, 1])
    #expect(run.errors == "\(brands): skipped 1 brand: not used\n")
  }

  @Test("a file that is missing: 66 before anything of the others is taken")
  func missing() throws {
    let machine = try TestMachine.withStore()
    let file = try machine.file("a.json", Wire.tickets(Wire.ticket(1)))
    for missing in ["\(machine.folder)/none.json", machine.folder] {
      let run = machine.run("import", file, missing)
      #expect(run.code == .noInput)
      #expect(run.errors.hasPrefix("sessionctl: cannot read \(missing): "))
    }
    #expect(machine.active.isEmpty)
    #expect(machine.logged == ["init"])
  }

  @Test("nothing in the input is nothing to do: 0")
  func nothing() throws {
    let machine = try TestMachine.withStore()
    for text in ["", "\n\n", "[]", "{\"tickets\":[],\"count\":0}"] {
      let run = machine.run("import", "-", input: text)
      #expect(run.code == .done)
      #expect(run.errors == "there was nothing to import\n")
      #expect(machine.run("import", "-", "--json", input: text).items.isEmpty)
    }
    #expect(machine.logged == ["init"])
  }

  @Test("--as-type says what a record is whose content does not")
  func asType() throws {
    let machine = try TestMachine.withStore()
    let record = "{\"id\":9,\"name\":\"Q\",\"created_at\":\"2026-01-01T00:00:00Z\"}"
    let unknown = machine.run("import", "-", "--json", input: record)
    #expect(unknown.code == .done)
    #expect(
      unknown.errors
        == "standard input: skipped 1 record of unknown kind: see --explain, or name the kind with --as-type\n"
    )
    #expect(unknown.items.map { $0["type"] } == ["unknown"])
    #expect(unknown.items.map { $0["skipped"] } == [1])
    #expect(machine.run("import", "-", "--as-type", "group", "-q", input: record).code == .done)
    #expect(machine.run("group", "list", "--json").json.integers("items", "id") == [9])
    #expect(machine.run("import", "-", "--as-type", "invoice", input: record).code == .usage)
  }
}
