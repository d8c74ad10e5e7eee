import CommandGrammar
import Foundation
import JSONText
import Testing

/// Bad input to survive: each has its exit code and sentence, and nothing stored is half done.
@Suite struct HostileInputTests {
  private static let head =
    "\"id\":5,\"status\":\"open\",\"created_at\":\"2026-01-01T00:00:00Z\",\"via\":{\"channel\":\"native_messaging\"}"
  private static let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)

  struct Input: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let sentence: String

    init(_ name: String, _ bytes: [UInt8], _ sentence: String) {
      self.name = name
      self.bytes = bytes
      self.sentence = sentence
    }

    var testDescription: String { name }
  }

  static let refused: [Input] = [
    Input("a NUL", Array("{\"ticket\":{\(head),\"subject\":\"a\\u0000b\"}}".utf8), "line 1: a NUL character"),
    Input(
      "a lone surrogate", Array("{\"ticket\":{\(head),\"subject\":\"a\\ud800b\"}}".utf8),
      "line 1: a lone surrogate"
    ),
    Input(
      "duplicate keys", Array("{\"ticket\":{\(head),\"subject\":\"a\",\"subject\":\"b\"}}".utf8),
      "line 1: a duplicate key \"subject\""
    ),
    Input(
      "a 20-digit id",
      Array(
        "{\"ticket\":{\"id\":12345678901234567890,\"status\":\"open\",\"created_at\":\"2026-01-01T00:00:00Z\"}}"
          .utf8),
      "line 1: ticket: id: expected an id: a positive integer of 64 bits, found 12345678901234567890"
    ),
    Input(
      "an id of 0", Array("{\"ticket\":{\"id\":0,\"status\":\"open\"}}".utf8),
      "line 1: ticket 0: id: expected an id: a positive integer of 64 bits, found 0"
    ),
    Input(
      "an id that is a fraction", Array("{\"ticket\":{\"id\":1.5,\"status\":\"open\"}}".utf8),
      "line 1: ticket: id: expected an id: a positive integer of 64 bits, found 1.5"
    ),
    Input(
      "nested 10,000 deep in a record", Array("{\"ticket\":{\(head),\"x\":\(deep)}}".utf8),
      "line 1: nested deeper than 512 levels"
    ),
    Input(
      "nested 10,000 deep at the top", Array(deep.utf8), "line 1, element 0: nested deeper than 512 levels"),
    Input(
      "cut off in a record", Array("{\"tickets\":[{\(head)},{\"id\":6,\"sta".utf8),
      "line 1, element 1: the document ends inside"
    ),
    Input("cut off between records", Array("{\"tickets\":[{\(head)},".utf8), "line 1"),
    Input("cut off behind the records", Array("{\"tickets\":[{\(head)}".utf8), "line 1"),
    Input(
      "invalid UTF-8", Array("{\"ticket\":{\(head),\"subject\":\"a".utf8) + [0xFF] + Array("b\"}}".utf8),
      "line 1: text that is not UTF-8"
    ),
    Input(
      "an overlong encoding",
      Array("{\"ticket\":{\(head),\"subject\":\"".utf8) + [0xC0, 0xAF] + Array("\"}}".utf8),
      "line 1: text that is not UTF-8"
    ),
    Input("UTF-16", [0xFF, 0xFE] + Array("{\u{0}}\u{0}".utf8), "line 1"),
    Input("a raw control character", Array("{\"ticket\":{\(head),\"subject\":\"a\u{1B}b\"}}".utf8), "line 1"),
    Input("no JSON at all", Array("hello\n".utf8), "line 1: expected a value"),
    Input(
      "a bare number", Array("[{\(head),\"requester_id\":1},7]".utf8),
      "line 1, element 1: expected an object, found a number"
    ),
    Input("SQLite's own bytes", Array("SQLite format 3\u{0}".utf8), "line 1"),
    Input(
      "a time that is none",
      Array("{\"ticket\":{\"id\":5,\"status\":\"open\",\"created_at\":\"2026-02-30T00:00:00Z\"}}".utf8),
      "line 1: ticket 5: created_at: expected an RFC 3339 time, found \"2026-02-30T00:00:00Z\""
    ),
  ]

  @Test("refused with 65 and its place, and nothing of the file is stored", arguments: refused)
  func refuse(input: Input) throws {
    let machine = try TestMachine.withAccount()
    let content = machine.content()
    let run = machine.run(["import", "-"], input: input.bytes)
    #expect(run.code == .badInput, "\(run)")
    #expect(run.errors.hasPrefix("sessionctl: standard input, \(input.sentence)"), "\(run)")
    #expect(
      run.errors.hasSuffix(
        "sessionctl: standard input was not imported; fix it, or import the rest with --keep-going\n"))
    #expect(machine.content() == content)
    #expect(machine.run("doctor").code == .done)
  }

  @Test("a line of 100 MB is refused once it is longer than any record may be, without reading the rest")
  func longLine() throws {
    let machine = try TestMachine.withAccount()
    let content = machine.content()
    var given = 0
    let head = Array("{\"ticket\":{\"id\":5,\"subject\":\"".utf8)
    let more = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    let run = machine.run(["import", "-"].map { Array($0.utf8) }) { room in
      guard given < 100_000_000 else { return 0 }
      let count = min(room.count, more.count)
      room.copyBytes(from: more[..<count])
      if given == 0 { room.copyBytes(from: head) }
      given += count
      return count
    }
    #expect(run.code == .badInput)
    #expect(run.errors.hasPrefix("sessionctl: standard input, line 1"), "\(run)")
    #expect(given < 50_000_000)
    #expect(machine.content() == content)
  }

  /// Escape sequences, a C1 one, direction overrides, hidden tags, line ends.
  private static let subject =
    "\u{1B}]0;owned\u{7}\u{1B}[31mred\u{9B}2J\u{202E}gpj.exe\u{2066}x\u{2069}\u{E0041}\r\nnext\tcell\u{7F}\u{2028}"

  /// Every command that shows stored text, with and without a terminal.
  static let views: [[String]] = [
    ["ticket", "list"], ["ticket", "show", "5"], ["ticket", "history", "5"], ["agent", "list"],
    ["agent", "show", "9"], ["group", "list"], ["group", "show", "8"], ["log", "list"], ["log", "show", "1"],
    ["report", "ended", "--by", "agent,group,channel"], ["session", "list", "--all"],
    ["session", "show", "1"],
    ["settings", "list"], ["settings", "get", "account.name"], ["feature", "status"],
    ["session", "end", "1", "--dry-run", "--format", "table"], ["session", "list", "--agent", "\u{1B}[31m"],
    ["session", "list", "--group", "Evil\u{1B}"], ["ticket", "show", "\u{1B}[2J"], ["\u{1B}]0;x\u{7}"],
    ["import", "/none/\u{1B}[31m\u{202E}"], ["session", "list", "--fields", "\u{9B}2J"],
  ]

  private static func isLive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  private func hostileMachine() throws -> TestMachine {
    let machine = try TestMachine.withStore()
    let evil = JSONValue.string(Self.subject)
    var group = try JSONValue.parse(Wire.group(8, "")).object ?? JSONObject()
    group["name"] = .string("Evil" + Self.subject)
    try machine.take([
      Wire.wrapped("user", Wire.user(9, [("name", evil), ("email", "evil@example.com"), ("role", "agent")])),
      Wire.wrapped("user", Wire.user(10, [("name", evil), ("email", .string("a\u{1B}[0m@example.com"))])),
      Wire.wrapped("group", JSONValue.object(group).text),
      Wire.wrapped(
        "ticket",
        Wire.ticket(
          5,
          [
            ("subject", evil), ("tags", [.string("t\u{1B}[31m")]), ("requester_id", 10), ("assignee_id", 9),
            ("group_id", 8), ("type", evil), ("via", ["channel": evil]),
          ])),
      Wire.wrapped("audit", Wire.audit(20, ticket: 5, by: 10, at: "2026-07-15T00:00:00Z", Self.subject)),
      Wire.wrapped(
        "audit",
        Wire.audit(
          30, ticket: 5, by: 9, at: "2026-07-15T00:00:00Z",
          events: [
            ["type": evil], ["type": "Change", "field_name": evil, "value": evil, "previous_value": [evil]],
          ]
        )),
    ])
    try machine.succeed("feature", "enable", "-q")
    // The command itself would not take it; an older store may have it.
    let quoted = Self.subject.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    try machine.tamper("INSERT INTO setting VALUES ('account.name', '\(quoted)')")
    return machine
  }

  @Test("no live control character reaches a table or standard error, terminal or not", arguments: views)
  func sanitised(words: [String]) throws {
    let machine = try hostileMachine()
    for terminals in [TestMachine.Terminals.none, .all] {
      let run = machine.run(words, terminals: terminals)
      #expect(!run.output.isEmpty || !run.errors.isEmpty)
      #expect(!run.text.unicodeScalars.contains(where: Self.isLive), "\(words)")
      #expect(!run.errors.unicodeScalars.contains(where: Self.isLive), "\(words)")
      #expect(String(validating: run.output, as: UTF8.self) != nil)
    }
  }

  @Test("in JSON they are \\uXXXX, and come out as they went in")
  func json() throws {
    let machine = try hostileMachine()
    for format in ["json", "ndjson"] {
      let run = machine.run("ticket", "list", "--format", format)
      #expect(!run.text.unicodeScalars.contains(where: { Self.isLive($0) && $0.value < 0xE0000 }))
      let ticket = format == "json" ? run.items.first : run.lines.first
      #expect(ticket?["subject"]?.string == Self.subject)
    }
    let lines = machine.run("export", "--type", "ticket").lines
    #expect(lines.first?["ticket"]?["subject"]?.string == Self.subject)
  }

  @Test("a subject in other scripts, composed and decomposed, is kept byte by byte")
  func scripts() throws {
    let machine = try TestMachine.withStore()
    let texts = ["e\u{301} é", "漢字 한국어", "👩‍👩‍👧 🏳️‍🌈", "שלום \u{0627}", "ﬀ ﬃ", "\u{FEFF}x"]
    try machine.take(
      texts.enumerated().map { index, text in
        Wire.wrapped("ticket", Wire.ticket(Int64(index + 1), [("subject", .string(text))]))
      })
    let subjects = machine.run("ticket", "list", "--json").items.map { $0["subject"] }
    #expect(subjects == texts.map { .string($0) })
  }
}
