import Testing

@testable import Rendering

@Suite struct PropertyListingTests {
  @Test func `one thing is a line for every property`() throws {
    let fields = ["id", "subject", "started_at", "ended_by"]
    let text = try SampleTable.capture(.table, fields: fields) { try $0.single(SampleTable.rows[1]) }
    #expect(
      text == """
        id             -12345
        subject        =HYPERLINK(1)
        started_at     2026-01-15T10:05:00Z
        ended_by.type  trigger
        ended_by.id    3
        ended_by.name  -End idle

        """)
    let ongoing = try SampleTable.capture(.table, fields: fields) { try $0.single(SampleTable.rows[0]) }
    #expect(ongoing.lines.dropFirst(3) == ["ended_by    -", ""])
  }

  @Test func `a list of objects is a table of its own, and several lines stay below their first`() throws {
    let message = ColumnKind.object([Column("from", .token), Column("text", .text)])
    let schema = DocumentSchema(
      "x", [Column("id", .identifier), Column("messages", .list(message)), Column("body", .text)])
    let text = try SampleTable.capture(.table, schema: schema) { writer in
      try writer.single([
        .integer(4),
        .list([
          .object([.token("customer"), .text("hi\nid 5")]), .object([.token("agent"), .text("hello")]),
        ]),
        .text("one\r\n\nid  6\u{1B}"),
      ])
    }
    #expect(
      text == """
        id    4
        body  one

              id  6\\x1b

        messages
          FROM      TEXT
          customer  hi⏎id 5
          agent     hello

        """)
  }

  @Test func `both times are told on a terminal`() throws {
    let text = try SampleTable.capture(.table, fields: ["started_at"], terminal: SampleTable.terminal(80)) {
      try $0.single(SampleTable.rows[0])
    }
    #expect(text == "started_at  3h ago (2026-01-15T07:00:00Z)\n")
  }
}
