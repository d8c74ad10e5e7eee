import Testing

@testable import Rendering

@Suite struct JSONFormatTests {
  static let items = [
    #"{"id":7,"subject":"Parcel, \"lost\"","state":"active","started_at":"2026-01-15T07:00:00Z","idle":14700,"#
      + #""share":0.5,"urgent":true,"tags":["vip","billing"],"ended_by":null,"wire":{"a":[1]}}"#,
    #"{"id":-12345,"subject":"=HYPERLINK(1)","state":"ended","started_at":"2026-01-15T10:05:00Z","idle":0,"#
      + #""share":12.25,"urgent":false,"tags":["two words"],"ended_by":{"type":"trigger","id":3,"#
      + #""name":"-End idle"},"wire":null}"#,
    #"{"id":8,"subject":"","state":null,"started_at":null,"idle":null,"share":null,"urgent":null,"tags":[],"#
      + #""ended_by":{"type":"user","id":null,"name":"漢字 é"},"wire":null}"#,
  ]

  @Test func `the count stands ahead of the items, known or not`() throws {
    let expected =
      #"{"schema":"sessionctl.sample-list/1","count":3,"items":["#
      + Self.items.joined(separator: ",") + "]}\n"
    #expect(try SampleTable.print(.json) == expected)
    let counted = try SampleTable.capture(.json) { writer in
      try writer.begin(count: nil)
      for row in SampleTable.rows { try writer.row(row) }
      try writer.finish()
    }
    #expect(counted == expected)
  }

  @Test func `an empty list has no items`() throws {
    let empty = "{\"schema\":\"sessionctl.sample-list/1\",\"count\":0,\"items\":[]}\n"
    #expect(try SampleTable.print(.json, rows: []) == empty)
    #expect(try SampleTable.print(.ndjson, rows: []) == "")
  }

  @Test func `ndjson has the same objects, a line each`() throws {
    #expect(try SampleTable.print(.ndjson) == Self.items.joined(separator: "\n") + "\n")
  }

  @Test func `other members may stand in the place of the count`() throws {
    let effects = ColumnKind.object([Column("emails", .integer), Column("surveys", .integer)])
    let schema = DocumentSchema(
      run: "sample-list",
      head: [Column("dry_run", .bool), Column("matched", .integer), Column("effects", effects)],
      SampleTable.schema.columns)
    let text = try SampleTable.capture(.json, fields: ["id"], schema: schema) { writer in
      try writer.begin(head: [.bool(false), .integer(1), .object([.integer(1), .integer(0)])])
      try writer.row(SampleTable.rows[0])
      try writer.finish()
    }
    #expect(
      text == #"{"schema":"sessionctl.sample-list/1","dry_run":false,"matched":1,"#
        + #""effects":{"emails":1,"surveys":0},"items":[{"id":7}]}"# + "\n")
  }

  @Test func `one thing is an item`() throws {
    let json = try SampleTable.capture(.json) { try $0.single(SampleTable.rows[0]) }
    #expect(json == #"{"schema":"sessionctl.sample-list/1","item":"# + Self.items[0] + "}\n")
    let line = try SampleTable.capture(.ndjson) { try $0.single(SampleTable.rows[0]) }
    #expect(line == Self.items[0] + "\n")
  }

  @Test func `a wrong count leaves the document open`() throws {
    #expect(throws: CountMismatch(declared: 2, written: 0)) {
      try SampleTable.capture(.json) { writer in
        try writer.begin(count: 2)
        try writer.finish()
      }
    }
  }

  @Test func `numbers that JSON lacks are null`() throws {
    let schema = DocumentSchema("x", [Column("a", .real)])
    let rows: [[Cell]] = [[.real(.nan)], [.real(-.infinity)], [.real(1e300)], [.real(-0.1)]]
    let text = try SampleTable.print(.ndjson, rows: rows, schema: schema)
    #expect(text == "{\"a\":null}\n{\"a\":null}\n{\"a\":1e+300}\n{\"a\":-0.1}\n")
  }

  @Test func `JSON from the store stays on its line`() throws {
    let schema = DocumentSchema("x", [Column("a", .json)])
    let wire = "{\n\t\"t\": \"\u{9B}é\u{202E}\u{7F}\"\r\n}"
    let text = try SampleTable.print(.ndjson, rows: [[.json(Array(wire.utf8))]], schema: schema)
    #expect(text == "{\"a\":{  \"t\": \"\\u009bé\\u202e\\u007f\"  }}\n")
  }
}
