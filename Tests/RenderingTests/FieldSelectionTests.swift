import Testing

@testable import Rendering

@Suite struct FieldSelectionTests {
  @Test func `fields come in the order given, each once`() throws {
    let fields = ["state", "id", "state"]
    let csv = try SampleTable.print(.csv, fields: fields, rows: [SampleTable.rows[0]])
    #expect(csv == "state,id\r\nactive,7\r\n")
    let json = try SampleTable.print(.ndjson, fields: fields, rows: [SampleTable.rows[0]])
    #expect(json == "{\"state\":\"active\",\"id\":7}\n")
  }

  @Test func `members of an object are chosen by dotted names`() throws {
    let fields = ["ended_by.name", "id", "ended_by.type"]
    let rows = [SampleTable.rows[1], SampleTable.rows[0]]
    #expect(
      try SampleTable.print(.ndjson, fields: fields, rows: rows)
        == "{\"ended_by\":{\"name\":\"-End idle\",\"type\":\"trigger\"},\"id\":-12345}\n"
        + "{\"ended_by\":null,\"id\":7}\n")
    #expect(
      try SampleTable.print(.tsv, fields: fields, rows: rows)
        == "ended_by.name\tid\tended_by.type\n-End idle\t-12345\ttrigger\n\t7\t\n")
  }

  @Test func `fields asked for are shown in tables, whatever the default`() throws {
    let text = try SampleTable.print(.table, fields: ["wire", "ended_by"], rows: [SampleTable.rows[1]])
    #expect(
      text.lines == [
        "WIRE  ENDED BY.TYPE  ENDED BY.ID  ENDED BY.NAME", "-     trigger                  3  -End idle", "",
      ])
  }

  @Test(arguments: ["colour", "ended_by.colour", "id.x", "", "ended_by.", ".id"])
  func `an unknown field tells which there are`(field: String) {
    let available = [
      "id", "subject", "state", "started_at", "idle", "share", "urgent", "tags", "ended_by", "ended_by.type",
      "ended_by.id", "ended_by.name", "wire",
    ]
    #expect(throws: UnknownField(name: field, available: available)) {
      try SampleTable.schema.select(fields: ["id", field])
    }
  }
}
