import CivilTime

/// Draws the rows of a table for a terminal: a bar a row, or where time runs along, a sparkline a series.
///
/// It takes the rows of a `DocumentSchema` as `DocumentWriter` does, so that a chart can't say anything else than the
/// table. Labels are cut to fit, numbers are not; nothing depends on colour, and all text is sanitised.
public final class ChartWriter {
  private let plan: ChartPlan
  private let sink: ByteSink
  private let text: TableText
  private var rows: ChartRows

  /// Takes what `DocumentWriter` takes for the table format; a width under 20 columns is taken as 20.
  public init(
    schema: DocumentSchema, plan: ChartPlan, sink: ByteSink, terminal: TerminalFacts, now: Instant,
    absoluteTime: @escaping (Instant) -> String = { $0.rfc3339 }
  ) {
    self.plan = plan
    self.sink = sink
    text = TableText(terminal: terminal, now: now, absoluteTime: absoluteTime)
    rows = ChartRows(schema.columns, plan, text)
  }

  private var width: Int { max(text.terminal.width, 20) }

  /// Keeps a row until `finish()`: a cell for every column of the schema, buckets of time in their order.
  public func row(_ cells: [Cell]) { rows.add(cells) }

  /// Draws everything; nothing of no rows.
  public func finish() throws {
    defer { rows.removeAll() }
    if rows.all.isEmpty { return }
    if rows.runInTime {
      try drawLines()
    } else {
      try drawBars()
    }
    try sink.flush()
  }

  // MARK: Bars

  private func drawBars() throws {
    let labels = rows.all.map(\.wholeLabel)
    let numberWidth = rows.all.reduce(0) { max($0, DisplayWidth.of($1.shown)) }
    let labelWidth = min(
      labels.reduce(0) { max($0, DisplayWidth.of($1)) }, max(8, min(width * 2 / 5, width - numberWidth - 14)))
    let room = max(4, width - labelWidth - numberWidth - 4)
    let largest = rows.largestValue
    heading()
    for (row, label) in zip(rows.all, labels) {
      let bar = ChartMarks.bar(eighths: ChartMarks.eighths(row.value ?? 0, of: largest, width: room))
      put(label, labelWidth)
      sink.buffer.append("  ")
      put(right: row.shown, numberWidth)
      if !bar.isEmpty {
        sink.buffer.append("  ")
        sink.buffer.append(bar)
      }
      sink.buffer.append("\n")
      try sink.flushIfFull()
    }
    if largest > 0 {
      let full = rows.all.first { $0.value == largest }?.shown ?? ""
      legend(["the longest bar is \(full)"])
    }
  }

  // MARK: Lines

  private func drawLines() throws {
    let (times, all) = rows.series()
    let largest = rows.largestValue
    let numberWidth = max(3, all.reduce(0) { max($0, DisplayWidth.of($1.shownLargest)) })
    let labelWidth = min(
      all.reduce(0) { max($0, DisplayWidth.of($1.label)) }, max(8, width / 3))
    let room = max(4, width - labelWidth - numberWidth - 4 + (labelWidth == 0 ? 2 : 0))
    let step = (times.count + room - 1) / room
    heading()
    let indentation = labelWidth == 0 ? 0 : labelWidth + 2
    for line in all {
      put(line.label, labelWidth)
      if labelWidth > 0 { sink.buffer.append("  ") }
      let values = ChartMarks.gathered(line.rows.map { $0?.value }, step: step)
      sink.buffer.append(String(values.map { ChartMarks.spark($0, largest: largest) }))
      sink.buffer.append("  ")
      put(right: line.shownLargest, numberWidth)
      sink.buffer.append("\n")
      try sink.flushIfFull()
    }
    axis(times, indentation: indentation, columns: (times.count + step - 1) / step)
    let full = all.max { $0.largest < $1.largest }?.shownLargest ?? ""
    legend([
      step == 1
        ? "a column is one \(plan.bucketName)"
        : "a column is \(step) \(plan.bucketName)s, the largest of them",
      "█ is \(full)", "\(ChartMarks.zero) is nothing", "on the right: the largest of each line",
    ])
  }

  /// The first and the last bucket below the ends of the lines.
  private func axis(_ times: [String], indentation: Int, columns: Int) {
    guard let first = times.first, let last = times.last else { return }
    let between = columns - DisplayWidth.of(first) - DisplayWidth.of(last)
    let text =
      if between >= 1 {
        first + String(repeating: " ", count: between) + last
      } else {
        times.count == 1 ? first : "\(first) … \(last)"
      }
    // Rather out of line than broken by the edge.
    let place = min(indentation, max(0, width - DisplayWidth.of(text)))
    sink.buffer.append(UInt8(ascii: " "), times: place)
    sink.buffer.append(text)
    sink.buffer.append("\n")
  }

  // MARK: Parts

  private func heading() {
    Style.bold.append(DisplayWidth.cut(rows.title, to: width), to: &sink.buffer, text.terminal)
    sink.buffer.append("\n")
  }

  /// What the marks mean, in as many lines as the width asks for.
  private func legend(_ parts: [String]) {
    var line = ""
    func end() {
      Style.dim.append(line, to: &sink.buffer, text.terminal)
      sink.buffer.append("\n")
      line = ""
    }
    for part in parts {
      if !line.isEmpty, DisplayWidth.of(line) + DisplayWidth.of(part) + 2 > width { end() }
      line += line.isEmpty ? part : "; \(part)"
    }
    end()
  }

  /// A text in so many columns, cut or filled up.
  private func put(_ label: String, _ columns: Int) {
    let cut = DisplayWidth.cut(label, to: columns)
    sink.buffer.append(cut)
    sink.buffer.append(UInt8(ascii: " "), times: columns - DisplayWidth.of(cut))
  }

  private func put(right number: String, _ columns: Int) {
    sink.buffer.append(UInt8(ascii: " "), times: columns - DisplayWidth.of(number))
    sink.buffer.append(number)
  }
}
