/// The ndjson format: an object a line and nothing else, so that no items are no output.
final class NDJSONDocument: DocumentEncoder {
  private let plan: JSONRowPlan
  private let sink: ByteSink

  init(fields: FieldSelection, sink: ByteSink) {
    plan = JSONRowPlan(fields)
    self.sink = sink
  }

  func begin(_ head: DocumentHead) throws {}

  func row(_ cells: [Cell]) throws {
    plan.append(cells, to: &sink.buffer)
    sink.buffer.append(UInt8(ascii: "\n"))
    try sink.flushIfFull()
  }

  func finish(footer: [Cell]?) throws { try sink.flush() }

  func single(_ cells: [Cell]) throws {
    try row(cells)
    try sink.flush()
  }
}
