/// The csv and tsv formats: a row a line, objects spread over columns such as `ended_by.name`.
final class DelimitedDocument: DocumentEncoder {
  enum Dialect {
    case csv, tsv

    var delimiter: UInt8 { self == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t") }
    /// RFC 4180, section 2: lines of CSV end in CRLF.
    var lineEnd: StaticString { self == .csv ? "\r\n" : "\n" }
  }

  private let dialect: Dialect
  private let leaves: [Leaf]
  private let paths: [[Int]]
  private let headers: Bool
  private let sink: ByteSink
  /// On a terminal somebody looks at it, and control characters must not act; in a file the text is exact.
  private let isWatched: Bool

  init(_ dialect: Dialect, fields: FieldSelection, headers: Bool, sink: ByteSink, terminal: TerminalFacts) {
    self.dialect = dialect
    leaves = fields.leaves
    paths = leaves.map(\.path)
    self.headers = headers
    self.sink = sink
    isWatched = terminal.isTerminal
  }

  func begin(_ head: DocumentHead) throws {
    guard headers else { return }
    writeRow(to: &sink.buffer) { index, buffer in
      append(leaves[index].name, mayBeFormula: false, to: &buffer)
    }
  }

  func row(_ cells: [Cell]) throws {
    writeRow(to: &sink.buffer) { index, buffer in
      append(Cell.at(paths[index], in: cells), leaves[index].column.kind, to: &buffer)
    }
    try sink.flushIfFull()
  }

  func finish(footer: [Cell]?) throws { try sink.flush() }

  func single(_ cells: [Cell]) throws {
    try begin(.count(1))
    try row(cells)
    try sink.flush()
  }

  private func writeRow(to buffer: inout ByteBuffer, _ field: (Int, inout ByteBuffer) -> Void) {
    let start = buffer.count
    for index in leaves.indices {
      if index > 0 { buffer.append(dialect.delimiter) }
      field(index, &buffer)
    }
    // A line without any character would be skipped as blank by most readers.
    if buffer.count == start && dialect == .csv { buffer.append("\"\"") }
    buffer.append(dialect.lineEnd)
  }

  /// The kind is passed unevaluated, for few cells need it and copying it costs more than writing a number.
  private func append(_ cell: Cell, _ kind: @autoclosure () -> ColumnKind, to buffer: inout ByteBuffer) {
    switch cell {
    case .null: break
    case .integer(let number), .span(let number): buffer.append(number)
    case .real(let number): if number.isFinite { buffer.append(number) }
    case .bool(let value): buffer.append(value)
    case .instant(let instant): buffer.append(instant)
    case .text(let text): append(text, mayBeFormula: true, to: &buffer)
    case .token(let text): append(text, mayBeFormula: false, to: &buffer)
    case .object, .json: append(FlatText.text(cell, kind()), mayBeFormula: false, to: &buffer)
    case .list(let cells):
      var mayBeFormula = false
      if case .text = cells.first { mayBeFormula = true }
      append(FlatText.text(cell, kind()), mayBeFormula: mayBeFormula, to: &buffer)
    }
  }

  private func append(_ text: String, mayBeFormula: Bool, to buffer: inout ByteBuffer) {
    var text = isWatched ? Sanitizer.visible(text, layout: .kept) : text
    text.withUTF8 { utf8 in
      switch dialect {
      case .csv: buffer.appendCSV(utf8, mayBeFormula: mayBeFormula)
      case .tsv: buffer.appendTSV(utf8)
      }
    }
  }
}
