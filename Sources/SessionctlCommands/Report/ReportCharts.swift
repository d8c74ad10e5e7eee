import CommandGrammar
import Rendering

extension CommandContext {
  /// `--chart` is for people.
  func wantsChart() throws -> Bool {
    guard arguments[ReportOptions.chart] else { return false }
    if arguments.wasGiven(GlobalOptions.format) && format != .table {
      throw Failure.usage("--chart draws for people; leave it out, or leave out --format \(format.rawValue)")
    }
    return true
  }

  /// The writer of a chart: of the first measure that `--fields` names, else of the report's own choice.
  ///
  /// - Parameters:
  ///   - keys: how many columns tell the rows apart; the measures follow
  ///   - time: which of them is time, and what a bucket is called
  func chart(
    _ schema: DocumentSchema, keys: Int, time: (column: Int, bucket: String)? = nil, measure: String,
    _ clock: RunClock
  ) throws -> ChartWriter {
    _ = try fields(of: schema)
    let measures = schema.columns[keys...]
    let wanted = arguments[GlobalOptions.fields]?.first { name in measures.contains { $0.name == name } }
    let name = wanted ?? measure
    let value = schema.columns.firstIndex { $0.name == name } ?? keys
    let plan = ChartPlan(
      value: value, valueName: schema.columns[value].header.lowercased(), time: time?.column,
      bucketName: time?.bucket ?? "", labels: (0..<keys).filter { $0 != time?.column })
    return ChartWriter(
      schema: schema, plan: plan, sink: output, terminal: outputTerminal, now: clock.now,
      absoluteTime: { $0.rfc3339(in: clock.zone) })
  }

  /// Draws a list that is at hand.
  ///
  /// - Parameters:
  ///   - keys: how many columns tell the rows apart; the measures follow
  ///   - rows: sorted and limited already
  func draw<Item>(
    _ document: RowSchema<Item>, _ rows: [Item], keys: Int, measure: String, _ clock: RunClock,
    emptyNote: String
  ) throws {
    let chart = try chart(document.schema, keys: keys, measure: measure, clock)
    for row in rows { chart.row(document.cells(of: row)) }
    try chart.finish()
    if rows.isEmpty { note(emptyNote) }
  }
}
