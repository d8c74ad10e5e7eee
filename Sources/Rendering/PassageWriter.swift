/// Writes a list whose items are whole JSON objects from elsewhere, such as audits of the wire format: their members
/// are not columns of ours and come out as they are, but on one line and without live control characters.
public final class PassageWriter {
  private let isLines: Bool
  private let schema: String
  private let sink: ByteSink
  private var isFirst = true

  /// - Parameter format: ndjson for one object a line; everything else is one JSON document
  public init(format: OutputFormat, schema: String, sink: ByteSink) {
    isLines = format == .ndjson
    self.schema = schema
    self.sink = sink
  }

  /// Begins the list; `count` stands ahead of the items in JSON, and is compared with nothing.
  public func begin(count: Int) throws {
    if isLines { return }
    try sink.write("{\"schema\":\"\(schema)\",\"count\":\(count),\"items\":[")
  }

  /// Writes one item, which has to be valid JSON.
  public func item(_ json: [UInt8]) throws {
    if !isLines && !isFirst { sink.buffer.append(UInt8(ascii: ",")) }
    isFirst = false
    sink.buffer.appendJSON(verbatim: json)
    if isLines { sink.buffer.append(UInt8(ascii: "\n")) }
    try sink.flushIfFull()
  }

  /// Writes a document of one thing instead of a list.
  public func single(_ json: [UInt8]) throws {
    if !isLines { try sink.write("{\"schema\":\"\(schema)\",\"item\":") }
    sink.buffer.appendJSON(verbatim: json)
    sink.buffer.append(isLines ? "\n" : "}\n")
    try sink.flush()
  }

  /// Ends the list and hands everything on.
  public func finish() throws {
    if !isLines { sink.buffer.append("]}\n") }
    try sink.flush()
  }
}
