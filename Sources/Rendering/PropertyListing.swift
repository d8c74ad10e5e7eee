/// The table format for one thing: aligned `name  value` lines, and a small table for every list of objects.
struct PropertyListing {
  let nodes: [FieldNode]
  let sink: ByteSink
  let text: TableText

  private struct Property {
    let name: String
    let cell: Cell
    let column: Column

    /// A list of objects that has any.
    var isTable: Bool {
      guard case .list(.object) = column.kind, case .list(let rows) = cell else { return false }
      return !rows.isEmpty
    }
  }

  /// Writes one thing, whole: people ask for it to read it.
  func write(_ cells: [Cell]) throws {
    var properties: [Property] = []
    collect(nodes, cells, prefix: "", into: &properties)
    let nameWidth = properties.reduce(0) { $1.isTable ? $0 : max($0, DisplayWidth.of($1.name)) }
    for property in properties where !property.isTable {
      let style = text.cell(property.cell, property.column).style
      write(property.name, text.lines(property.cell, property.column), style, nameWidth: nameWidth)
    }
    for property in properties where property.isTable { try writeTable(property) }
  }

  /// Writes a row of a list that is too wide for its terminal.
  func writeBlock(_ leaves: [Leaf], _ row: [TableCell], indentation: Int) {
    let nameWidth = leaves.reduce(0) { max($0, DisplayWidth.of($1.header)) }
    let room = max(8, text.terminal.width - nameWidth - TableLayout.gap - indentation)
    for index in leaves.indices {
      let (cell, column) = (row[index], leaves[index].column)
      let lines =
        column.wraps ? cell.wrapped(to: room) : [column.mayBeCut ? cell.cut(to: room) : cell]
      write(
        leaves[index].header, lines.map(\.text), cell.style, nameWidth: nameWidth, indentation: indentation)
    }
  }

  /// Members of objects get lines of their own; an object that is null gets one.
  private func collect(
    _ nodes: [FieldNode], _ cells: [Cell], prefix: String, into properties: inout [Property]
  ) {
    for node in nodes {
      let name = prefix + node.column.name
      if !node.children.isEmpty, case .object(let members) = cells[node.index] {
        collect(node.children, members, prefix: name + ".", into: &properties)
      } else {
        properties.append(Property(name: name, cell: cells[node.index], column: node.column))
      }
    }
  }

  /// Further lines of a value stand below its first, so that no text can pass for another property.
  private func write(
    _ name: String, _ lines: [String], _ style: Style, nameWidth: Int, indentation: Int = 0
  ) {
    sink.buffer.append(UInt8(ascii: " "), times: indentation)
    Style.bold.append(name, to: &sink.buffer, text.terminal)
    for (number, line) in lines.enumerated() {
      if number > 0 { sink.buffer.append("\n") }
      if line.isEmpty { continue }
      let used = number > 0 ? 0 : DisplayWidth.of(name) + indentation
      sink.buffer.append(UInt8(ascii: " "), times: indentation + nameWidth + TableLayout.gap - used)
      style.append(line, to: &sink.buffer, text.terminal)
    }
    sink.buffer.append("\n")
  }

  private func writeTable(_ property: Property) throws {
    guard case .list(.object(let columns)) = property.column.kind, case .list(let rows) = property.cell else {
      return
    }
    sink.buffer.append("\n")
    Style.bold.append(property.name, to: &sink.buffer, text.terminal)
    sink.buffer.append("\n")
    let table = TableDocument(
      fields: DocumentSchema("", columns).allFields, headers: true, sink: sink, text: text, indentation: 2)
    for case .object(let cells) in rows { try table.row(cells) }
    try table.finish(footer: nil)
  }
}
