import CivilTime

@testable import Rendering

/// A small typed table with every kind of column, and ways to print it.
enum SampleTable {
  static let now = Instant(1_768_471_200)  // 2026-01-15T10:00:00Z

  static let schema = DocumentSchema(
    "sample-list",
    [
      Column("id", .identifier),
      Column("subject", .text, flexible: true),
      Column("state", .token, styles: ["active": .green]),
      Column("started_at", .instant),
      Column("idle", .span),
      Column("share", .real),
      Column("urgent", .bool),
      Column("tags", .list(.text)),
      Column(
        "ended_by",
        .object([Column("type", .token), Column("id", .identifier, inTable: false), Column("name", .text)])),
      Column("wire", .json, inTable: false),
    ])

  static let rows: [[Cell]] = [
    [
      .integer(7), .text("Parcel, \"lost\""), .token("active"), .instant(now.advanced(by: -3 * 3600)),
      .span(14_700),
      .real(0.5), .bool(true), .list([.text("vip"), .text("billing")]), .null,
      .json(Array("{\"a\":[1]}".utf8)),
    ],
    [
      .integer(-12_345), .text("=HYPERLINK(1)"), .token("ended"), .instant(now.advanced(by: 300)), .span(0),
      .real(12.25), .bool(false), .list([.text("two words")]),
      .object([.token("trigger"), .integer(3), .text("-End idle")]), .null,
    ],
    [
      .integer(8), .text(""), .null, .null, .null, .null, .null, .list([]),
      .object([.token("user"), .null, .text("漢字 é")]), .null,
    ],
  ]

  static func print(
    _ format: OutputFormat, fields: [String]? = nil, headers: Bool = true, rows: [[Cell]] = SampleTable.rows,
    schema: DocumentSchema = SampleTable.schema, terminal: TerminalFacts = .none, footer: [Cell]? = nil
  ) throws -> String {
    try capture(format, fields: fields, headers: headers, schema: schema, terminal: terminal) { writer in
      try writer.begin(count: rows.count)
      for row in rows { try writer.row(row) }
      try writer.finish(footer: footer)
    }
  }

  static func capture(
    _ format: OutputFormat, fields: [String]? = nil, headers: Bool = true,
    schema: DocumentSchema = SampleTable.schema, terminal: TerminalFacts = .none,
    _ body: (DocumentWriter) throws -> Void
  ) throws -> String {
    let memory = MemorySink()
    let selection = try fields.map { try schema.select(fields: $0) }
    let writer = DocumentWriter(
      format: format, schema: schema, fields: selection, headers: headers, sink: ByteSink(memory),
      terminal: terminal, now: now)
    try body(writer)
    return memory.text
  }

  static func terminal(_ width: Int, colour: Bool = false) -> TerminalFacts {
    TerminalFacts(isTerminal: true, width: width, colour: colour)
  }
}

extension String {
  /// Split at line feeds as bytes, since a CRLF is one `Character`.
  var lines: [String] {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }
}
