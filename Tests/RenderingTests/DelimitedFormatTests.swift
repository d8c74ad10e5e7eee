import Testing

@testable import Rendering

@Suite struct DelimitedFormatTests {
  @Test func `csv spreads objects over columns and quotes what needs it`() throws {
    #expect(
      try SampleTable.print(.csv).lines == [
        "id,subject,state,started_at,idle,share,urgent,tags,ended_by.type,ended_by.id,ended_by.name,wire\r",
        "7,\"Parcel, \"\"lost\"\"\",active,2026-01-15T07:00:00Z,14700,0.5,true,vip billing,,,,"
          + "\"{\"\"a\"\":[1]}\"\r",
        "-12345,'=HYPERLINK(1),ended,2026-01-15T10:05:00Z,0,12.25,false,\"[\"\"two words\"\"]\","
          + "trigger,3,'-End idle,\r",
        "8,\"\",,,,,,\"\",user,,漢字 é,\r",
        "",
      ])
  }

  @Test func `tsv escapes what breaks lines and columns`() throws {
    let schema = DocumentSchema("x", [Column("a", .text), Column("b", .text)])
    let text = try SampleTable.print(.tsv, rows: [[.text("a\tb\nc\rd\\e"), .text("=1")]], schema: schema)
    #expect(text == "a\tb\na\\tb\\nc\\rd\\\\e\t=1\n")
  }

  @Test(arguments: ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
  func `text that begins like a formula is guarded, a number is not`(first: String) throws {
    let schema = DocumentSchema(
      "x", [Column("a", .text), Column("b", .token), Column("c", .list(.text)), Column("d", .integer)])
    let row: [Cell] = [.text(first + "1"), .token("-x"), .list([.text("=tag")]), .integer(-1)]
    let text = try SampleTable.print(.csv, headers: false, rows: [row], schema: schema)
    let quote = ["\r", "\n"].contains(first) ? "\"" : ""
    #expect(Array(text.utf8) == Array("\(quote)'\(first)1\(quote),-x,'=tag,-1\r\n".utf8))
  }

  @Test(arguments: ["！", "Ａ", "\u{FEFF}", "é"])
  func `text that begins with another sign of many bytes is as it is`(first: String) throws {
    let schema = DocumentSchema("x", [Column("a", .text)])
    let text = try SampleTable.print(.csv, headers: false, rows: [[.text(first)]], schema: schema)
    #expect(Array(text.utf8) == Array("\(first)\r\n".utf8))
  }

  @Test func `a row of one missing value is not a blank line`() throws {
    let text = try SampleTable.print(.csv, fields: ["started_at"], headers: false)
    #expect(text.lines[2] == "\"\"\r")
  }

  @Test func `lists that would read as something else are JSON`() throws {
    let schema = DocumentSchema("x", [Column("a", .list(.text))])
    let rows: [[Cell]] = [
      [.list([.text("a"), .text("b")])], [.list([.text("a\u{A0}b")])], [.list([.text("[1]")])],
      [.list([.text("")])],
      [.list([.text("a"), .null])],
    ]
    #expect(
      try SampleTable.print(.tsv, headers: false, rows: rows, schema: schema)
        == "a b\n[\"a\u{A0}b\"]\n[\"[1]\"]\n[\"\"]\n[\"a\",null]\n")
  }

  @Test func `control characters are exact in a file and harmless on a terminal`() throws {
    let schema = DocumentSchema("x", [Column("a", .text)])
    let rows: [[Cell]] = [[.text("a\u{1B}[31m\n")]]
    let exact = try SampleTable.print(.csv, headers: false, rows: rows, schema: schema)
    #expect(exact == "\"a\u{1B}[31m\n\"\r\n")
    let shown = try SampleTable.print(
      .csv, headers: false, rows: rows, schema: schema, terminal: SampleTable.terminal(80))
    #expect(shown == "\"a\\x1b[31m\n\"\r\n")
  }

  @Test func `one thing is a header and a row`() throws {
    let text = try SampleTable.capture(.csv, fields: ["id", "state"]) { try $0.single(SampleTable.rows[0]) }
    #expect(text == "id,state\r\n7,active\r\n")
  }
}
