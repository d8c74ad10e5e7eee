/// The html format: one page that needs nothing but itself, no script and no network, with each table behind its chart.
///
/// The rows are those of every other format. A list is one table; one thing is its plain values, then a table for each
/// list of objects that it holds and that the page has words for.
final class HTMLDocument: DocumentEncoder {
  /// A longer table waits behind its heading until somebody opens it; on paper every table is open.
  private static let mostOpenRows = 15

  private let schema: DocumentSchema
  private let fields: FieldSelection
  private let page: PageWords
  private let sink: ByteSink
  private let text: TableText
  private var rows: [[Cell]] = []

  init(schema: DocumentSchema, fields: FieldSelection, page: PageWords, sink: ByteSink, text: TableText) {
    self.schema = schema
    self.fields = fields
    self.page = page
    self.sink = sink
    self.text = text
  }

  func begin(_ head: DocumentHead) throws {}

  func row(_ cells: [Cell]) throws { rows.append(cells) }

  func finish(footer: [Cell]?) throws {
    open()
    try write(page.list, schema.columns, fields.tableLeaves, rows, footer)
    rows = []
    try close()
  }

  func single(_ cells: [Cell]) throws {
    open()
    var values: [(String, String)] = []
    for leaf in fields.tableLeaves where !leaf.isNested && !page.leftOut.contains(leaf.name) {
      let shown = text.lines(Cell.at(leaf.path, in: cells), leaf.column).joined(separator: " ")
      values.append((Self.heading(leaf.header), shown))
    }
    if !values.isEmpty {
      sink.buffer.append("<dl class=\"values\">\n")
      for (name, value) in values { pair(name, value) }
      sink.buffer.append("</dl>\n")
    }
    for leaf in fields.tableLeaves where leaf.isNested {
      guard case .list(.object(let columns)) = leaf.column.kind, let part = page.parts[leaf.name] else {
        continue
      }
      var rows: [[Cell]] = []
      if case .list(let elements) = Cell.at(leaf.path, in: cells) {
        for case .object(let row) in elements { rows.append(row) }
      }
      try write(part, columns, DocumentSchema("", columns).allFields.tableLeaves, rows, nil)
    }
    try close()
  }

  // MARK: Around

  private func open() {
    sink.buffer.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    sink.buffer.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    // Even if a text got out of its place, the page could load and run nothing.
    sink.buffer.append(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    )
    sink.buffer.append("<meta name=\"referrer\" content=\"no-referrer\">\n")
    sink.buffer.append("<meta name=\"color-scheme\" content=\"light dark\">\n")
    sink.buffer.append("<title>", html: page.title, "</title>\n")
    sink.buffer.append("<style>\n")
    sink.buffer.append(PageStyle.sheet)
    sink.buffer.append("</style>\n</head>\n<body>\n<header>\n")
    sink.buffer.append("<h1>", html: page.title, "</h1>\n")
    if !page.facts.isEmpty {
      sink.buffer.append("<dl class=\"facts\">\n")
      for fact in page.facts { pair(fact.name, fact.value) }
      sink.buffer.append("</dl>\n")
    }
    sink.buffer.append("</header>\n<main>\n")
  }

  private func pair(_ name: String, _ value: String) {
    sink.buffer.append("<div>")
    sink.buffer.append("<dt>", html: name, "</dt>")
    sink.buffer.append("<dd>", html: value, "</dd></div>\n")
  }

  private func close() throws {
    sink.buffer.append("</main>\n")
    if !page.source.isEmpty { sink.buffer.append("<footer>", html: page.source, "</footer>\n") }
    sink.buffer.append("</body>\n</html>\n")
    try sink.flush()
  }

  // MARK: Parts

  private func write(
    _ part: PageWords.Part, _ columns: [Column], _ leaves: [Leaf], _ rows: [[Cell]], _ footer: [Cell]?
  ) throws {
    sink.buffer.append("<section>\n")
    if let heading = part.heading { sink.buffer.append("<h2>", html: heading, "</h2>\n") }
    if let note = part.note { sink.buffer.append("<p class=\"note\">", html: note, "</p>\n") }
    if rows.isEmpty {
      sink.buffer.append("<p>", html: part.empty, "</p>\n")
    } else {
      if let plan = part.chart {
        var drawn = ChartRows(columns, plan, text)
        for row in rows { drawn.add(row) }
        try PageChart(plan, drawn, sink).draw()
      }
      try writeTable(leaves, rows, footer, name: part.heading ?? page.title, isBehind: part.chart != nil)
    }
    sink.buffer.append("</section>\n")
  }

  private func writeTable(
    _ leaves: [Leaf], _ rows: [[Cell]], _ footer: [Cell]?, name: String, isBehind: Bool
  ) throws {
    if isBehind {
      sink.buffer.append(
        rows.count <= Self.mostOpenRows
          ? "<details open><summary>The numbers</summary>\n" : "<details><summary>The numbers</summary>\n")
    }
    // What is too wide can be scrolled, with the keyboard, too.
    sink.buffer.append(
      "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"", html: "Table: \(name)", "\">\n")
    sink.buffer.append("<table>\n<thead><tr>")
    for leaf in leaves {
      sink.buffer.append(
        isNumeric(leaf) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">",
        html: Self.heading(leaf.header), "</th>")
    }
    sink.buffer.append("</tr></thead>\n<tbody>\n")
    for row in rows {
      write(row, leaves, isTotal: false)
      try sink.flushIfFull()
    }
    sink.buffer.append("</tbody>\n")
    if let footer {
      sink.buffer.append("<tfoot>\n")
      write(footer, leaves, isTotal: true)
      sink.buffer.append("</tfoot>\n")
    }
    sink.buffer.append("</table>\n</div>\n")
    if isBehind { sink.buffer.append("</details>\n") }
  }

  /// The first cell names the row, unless it is a number of its own.
  private func write(_ row: [Cell], _ leaves: [Leaf], isTotal: Bool) {
    sink.buffer.append("<tr>")
    for (index, leaf) in leaves.enumerated() {
      let cell = Cell.at(leaf.path, in: row)
      var shown = text.cell(cell, leaf.column).text
      if isTotal, case .null = cell { shown = "" }
      if index == 0, !isNumeric(leaf) {
        sink.buffer.append("<th scope=\"row\">", html: shown, "</th>")
      } else {
        sink.buffer.append(isNumeric(leaf) ? "<td class=\"n\">" : "<td>", html: shown, "</td>")
      }
    }
    sink.buffer.append("</tr>\n")
  }

  private func isNumeric(_ leaf: Leaf) -> Bool { leaf.column.kind.isNumeric }

  /// `Ended by`: words in capitals are spelled out by some readers of screens.
  static func heading(_ header: String) -> String {
    let lower = header.lowercased()
    return lower.prefix(1).uppercased() + lower.dropFirst()
  }
}
