import CivilTime
import Testing

@testable import Rendering

@Suite struct TableFormatTests {
  @Test func `a file gets everything, uncut, with absolute times`() throws {
    let fields = ["id", "subject", "started_at", "idle", "share", "urgent", "tags"]
    #expect(
      try SampleTable.print(.table, fields: fields).lines == [
        "    ID  SUBJECT         STARTED AT             IDLE  SHARE  URGENT  TAGS",
        "     7  Parcel, \"lost\"  2026-01-15T07:00:00Z  4h 5m   0.50  yes     vip, billing",
        "-12345  =HYPERLINK(1)   2026-01-15T10:05:00Z     0s  12.25  no      two words",
        "     8                  -                         -      -  -",
        "",
      ])
  }

  @Test func `an empty table prints nothing`() throws {
    #expect(try SampleTable.print(.table, rows: []) == "")
    #expect(try SampleTable.print(.table, rows: [], footer: SampleTable.rows[0]) == "")
  }

  @Test(arguments: [40, 80, 200])
  func `a terminal's width is kept and no identifier is cut`(width: Int) throws {
    let long = String(repeating: "long 漢字 ", count: 40)
    let row: [Cell] = [
      .integer(9_007_199_254_740_991), .text(long), .token("active"), .instant(SampleTable.now),
      .span(14_700), .real(1),
      .bool(true), .list([.text("vip")]), .null, .null,
    ]
    let text = try SampleTable.print(.table, rows: [row, row], terminal: SampleTable.terminal(width))
    #expect(text.lines.allSatisfy { DisplayWidth.of($0) <= width })
    #expect(text.lines.filter { $0.contains("9007199254740991") }.count == 2)
    #expect(text.contains("…"))
    #expect(text.lines.allSatisfy { !$0.hasSuffix(" ") })
  }

  @Test func `what people came to read is not cut but takes more lines`() throws {
    let schema = DocumentSchema(
      "messages", [Column("from", .token), Column("body", .text, wraps: true), Column("id", .identifier)])
    let rows: [[Cell]] = [
      [.token("customer"), .text("Where is my parcel? It should have come."), .integer(12)],
      [.token("agent"), .text("Soon."), .integer(7)],
    ]
    #expect(
      try SampleTable.print(.table, rows: rows, schema: schema, terminal: SampleTable.terminal(34)).lines == [
        "FROM      BODY                  ID", "customer  Where is my parcel?   12",
        "          It should have come.", "agent     Soon.                  7", "",
      ])
    #expect(
      try SampleTable.print(.table, headers: false, rows: rows, schema: schema).lines.first
        == "customer  Where is my parcel? It should have come.  12")
    // Too narrow for columns: a block for each row.
    #expect(
      try SampleTable.print(.table, rows: [rows[0]], schema: schema, terminal: SampleTable.terminal(14)).lines
        == [
          "FROM  customer", "BODY  Where is", "      my", "      parcel?", "      It", "      should",
          "      have",
          "      come.", "ID    12", "",
        ])
  }

  @Test func `times are relative on a terminal`() throws {
    let fields = ["id", "started_at"]
    let text = try SampleTable.print(.table, fields: fields, terminal: SampleTable.terminal(80))
    #expect(text == "    ID  STARTED AT\n     7  3h ago\n-12345  in 5m\n     8  -\n")
  }

  @Test func `lists are read as lists, phrases set off by semicolons`() throws {
    let schema = DocumentSchema("lists", [Column("texts", .list(.text)), Column("ids", .list(.identifier))])
    let rows: [[Cell]] = [
      [.list([.text("vip"), .text("billing")]), .list([.integer(4), .integer(5)])],
      [.list([.text("no group, no tag"), .text("closed")]), .list([])],
    ]
    let lines = try SampleTable.print(.table, headers: false, rows: rows, schema: schema).lines
    #expect(lines.prefix(2) == ["vip, billing              4, 5", "no group, no tag; closed"])
  }

  @Test func `headers can be left out`() throws {
    let text = try SampleTable.print(.table, fields: ["id"], headers: false)
    #expect(text == "     7\n-12345\n     8\n")
  }

  @Test func `a footer stands below a rule`() throws {
    var footer = [Cell](repeating: .null, count: SampleTable.schema.columns.count)
    footer[0] = .integer(3)
    let text = try SampleTable.print(.table, fields: ["id", "state"], footer: footer)
    #expect(text.lines.suffix(3) == ["------  ------", "     3", ""])
  }

  @Test func `colour underlines words and changes nothing else`() throws {
    let fields = ["state", "id"]
    let terminal = SampleTable.terminal(80, colour: true)
    let plain = try SampleTable.print(.table, fields: fields, terminal: SampleTable.terminal(80))
    let colourful = try SampleTable.print(.table, fields: fields, terminal: terminal)
    #expect(colourful.contains("\u{1B}[32mactive\u{1B}[0m"))
    #expect(!plain.contains("\u{1B}"))
    #expect(colourful.replacing(/\u{1B}\[\d+m/, with: "") == plain)
  }

  @Test func `wide and combining characters stay in line`() throws {
    let schema = DocumentSchema("x", [Column("a", .text), Column("b", .text)])
    let words = ["漢字", "한", "e\u{301}", "🇩🇪", "👩‍👧", "❤️", "ab"]
    let rows: [[Cell]] = words.map { [.text($0), .text("|")] }
    let lines = try SampleTable.print(.table, headers: false, rows: rows, schema: schema).lines.dropLast()
    #expect(lines.allSatisfy { DisplayWidth.of($0) == 7 && $0.hasSuffix("|") })
  }

  @Test func `many rows stream, and a later wide value is whole`() throws {
    let schema = DocumentSchema("x", [Column("id", .identifier), Column("name", .text)])
    var rows: [[Cell]] = (1...1500).map { [.integer($0), .text("n")] }
    rows.append([.integer(1_234_567), .text("n")])
    let terminal = SampleTable.terminal(20)
    let lines = try SampleTable.print(.table, rows: rows, schema: schema, terminal: terminal).lines
    #expect(lines.count == 1503)
    #expect(lines[1501] == "1234567  n")
  }

  @Test func `a foreign key of text reads from the left`() throws {
    let schema = DocumentSchema("x", [Column("key", .identifier), Column("n", .integer)])
    let rows: [[Cell]] = [[.text("a"), .integer(1)], [.text("abcdef"), .integer(2)]]
    let text = try SampleTable.print(.table, rows: rows, schema: schema)
    #expect(text == "KEY     N\na       1\nabcdef  2\n")
  }
}
