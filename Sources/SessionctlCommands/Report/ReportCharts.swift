import CommandGrammar
import Rendering

/// What a report draws of its table.
struct ReportChart {
  /// The columns that tell the rows apart, by their place; the measures follow after the last of them.
  let keys: Int
  /// Which of these are labels; nil: all but time.
  var labels: [Int]?
  /// Which of them is time, and what a bucket is called.
  var time: (column: Int, bucket: String)?
  /// The measure that is drawn where nobody names another.
  let measure: String
  /// What a page draws behind it; of a median it is nine of ten without being named.
  var beyond: String?

  /// - Parameter name: the measure that was asked for instead
  func plan(of columns: [Column], measure name: String? = nil) -> ChartPlan {
    func place(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
    let value = place(name ?? measure) ?? keys
    let beyond = columns[value].name == measure ? place(beyond ?? (measure == "median" ? "p90" : "")) : nil
    return ChartPlan(
      value: value, valueName: columns[value].header.lowercased(), beyond: beyond,
      beyondName: beyond.map { columns[$0].header.lowercased() } ?? "", time: time?.column,
      bucketName: time?.bucket ?? "", labels: labels ?? (0..<keys).filter { $0 != time?.column })
  }
}

extension CommandContext {
  /// `--chart` is for people.
  func wantsChart() throws -> Bool {
    guard arguments[ReportOptions.chart] else { return false }
    if arguments.wasGiven(GlobalOptions.format) && format != .table {
      throw Failure.usage("--chart can't be combined with --format \(format.rawValue)")
    }
    return true
  }

  /// What a chart draws: the first measure that `--fields` names, else the report's own choice.
  func plan(of schema: DocumentSchema, _ chart: ReportChart) throws -> ChartPlan {
    _ = try fields(of: schema)
    let measures = schema.columns[chart.keys...]
    let wanted = arguments[GlobalOptions.fields]?.first { name in measures.contains { $0.name == name } }
    return chart.plan(of: schema.columns, measure: wanted)
  }

  /// The writer of a chart for the terminal.
  func chart(_ schema: DocumentSchema, _ chart: ReportChart, _ clock: RunClock) throws -> ChartWriter {
    ChartWriter(
      schema: schema, plan: try plan(of: schema, chart), sink: output, terminal: outputTerminal,
      now: clock.now, absoluteTime: { $0.rfc3339(in: clock.zone) })
  }

  /// Draws a list that is at hand.
  ///
  /// - Parameter rows: sorted and limited already
  func draw<Item>(
    _ document: RowSchema<Item>, _ rows: [Item], _ chart: ReportChart, _ clock: RunClock, emptyNote: String
  ) throws {
    let chart = try self.chart(document.schema, chart, clock)
    for row in rows { chart.row(document.cells(of: row)) }
    try chart.finish()
    if rows.isEmpty { noteNothing(emptyNote) }
  }
}
