/// The table format for lists: columns side by side, or one block a row where the terminal is too narrow for that.
///
/// The first rows are kept to find the widths; the others stream, and a wider value among them is printed whole,
/// out of line.
final class TableDocument: DocumentEncoder {
  private static let measuredRows = 1000

  private let leaves: [Leaf]
  private let headers: Bool
  private let sink: ByteSink
  private let text: TableText
  private let listing: PropertyListing
  private let indentation: Int
  private var waiting: [[TableCell]] = []
  private var isSettled = false
  private var isFirstBlock = true
  /// Nil in blocks.
  private var widths: [Int]?
  private var standsRight: [Bool]

  init(
    fields: FieldSelection, headers: Bool, sink: ByteSink, text: TableText, indentation: Int = 0
  ) {
    leaves = fields.tableLeaves
    self.headers = headers
    self.sink = sink
    self.text = text
    self.indentation = indentation
    listing = PropertyListing(nodes: fields.nodes, sink: sink, text: text)
    standsRight = leaves.map { $0.column.kind.isNumeric || $0.column.kind.isIdentifier }
  }

  func begin(_ head: DocumentHead) throws {}

  func row(_ cells: [Cell]) throws {
    let row = render(cells)
    if isSettled {
      write(row)
    } else {
      waiting.append(row)
      if waiting.count == TableDocument.measuredRows { try settle(footer: nil) }
    }
    try sink.flushIfFull()
  }

  func finish(footer: [Cell]?) throws {
    // Nothing found is nothing printed; the note about it goes to standard error.
    if isSettled || !waiting.isEmpty {
      var last = footer.map { render($0) }
      for index in last?.indices ?? 0..<0 where last![index].text == "-" { last![index] = TableCell("") }
      if !isSettled { try settle(footer: last) }
      if let last {
        if let widths { writeLine(widths.map { TableCell(String(repeating: "-", count: $0)) }, .plain) }
        write(last)
      }
    }
    try sink.flush()
  }

  func single(_ cells: [Cell]) throws {
    try listing.write(cells)
    try sink.flush()
  }

  private func render(_ cells: [Cell]) -> [TableCell] {
    leaves.indices.map { index in
      let cell = Cell.at(leaves[index].path, in: cells)
      // An identifier that is text, such as a foreign key, reads from the left.
      if !isSettled, leaves[index].column.kind.isIdentifier, case .text = cell { standsRight[index] = false }
      return text.cell(cell, leaves[index].column)
    }
  }

  private func settle(footer: [TableCell]?) throws {
    isSettled = true
    var measures = leaves.map {
      ColumnMeasure(
        header: headers ? DisplayWidth.of($0.header) : 0, cells: 0, mayBeCut: $0.column.mayBeCut,
        isFlexible: $0.column.givesWay)
    }
    for row in waiting + (footer.map { [$0] } ?? []) {
      for index in row.indices { measures[index].cells = max(measures[index].cells, row[index].width) }
    }
    widths =
      text.terminal.isTerminal
      ? TableLayout.widths(measures, within: text.terminal.width - indentation) : measures.map(\.natural)
    if headers, widths != nil { writeLine(leaves.map { TableCell($0.header) }, .bold) }
    for row in waiting {
      write(row)
      try sink.flushIfFull()
    }
    waiting = []
  }

  private func write(_ row: [TableCell]) {
    guard let widths else {
      if !isFirstBlock { sink.buffer.append("\n") }
      isFirstBlock = false
      return listing.writeBlock(leaves, row, indentation: indentation)
    }
    guard text.terminal.isTerminal else { return writeLine(row, .plain) }
    let cells = row.indices.map { index in
      let column = leaves[index].column
      if column.wraps { return row[index].wrapped(to: widths[index]) }
      return [column.mayBeCut ? row[index].cut(to: widths[index]) : row[index]]
    }
    for line in 0..<(cells.map(\.count).max() ?? 0) {
      writeLine(cells.map { line < $0.count ? $0[line] : TableCell("") }, .plain)
    }
  }

  /// Writes cells side by side; blanks are only written once something follows them.
  private func writeLine(_ cells: [TableCell], _ style: Style) {
    guard let widths else { return }
    var pending = indentation
    for index in cells.indices {
      let cell = style == .bold ? cells[index].cut(to: widths[index]) : cells[index]
      let padding = max(0, widths[index] - cell.width)
      if index > 0 { pending += TableLayout.gap }
      if standsRight[index] { pending += padding }
      let isLast = index == cells.count - 1
      let shown = isLast ? TableDocument.withoutTrailingBlanks(cell.text) : cell.text
      if !shown.isEmpty {
        sink.buffer.append(UInt8(ascii: " "), times: pending)
        (style == .plain ? cell.style : style).append(shown, to: &sink.buffer, text.terminal)
        pending = 0
      } else {
        pending += cell.width
      }
      if !standsRight[index] { pending += padding }
    }
    sink.buffer.append("\n")
  }

  private static func withoutTrailingBlanks(_ text: String) -> String {
    guard text.utf8.last == UInt8(ascii: " ") else { return text }
    var rest = Substring(text)
    while rest.utf8.last == UInt8(ascii: " ") { rest.removeLast() }
    return String(rest)
  }
}
