import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

/// The reports that count sessions: one declaration each, one way to run them.
let sessionReportCommands = SessionReport.allCases.map(sessionReportCommand)

private func sessionReportCommand(_ report: SessionReport) -> Command {
  Command(
    CommandSpec(
      ["report", report.rawValue], summary: report.summary,
      discussion: report.discussion + [ReportMeasure.described(report.measures)],
      options: options(of: report), examples: report.examples, takesLists: true, makesPages: true),
    printsAtMost: ReportComparison.schemaAtMost(report)
  ) { context in try run(report, context) }
}

private func by(_ report: SessionReport) -> Option<[ReportGrouping]> {
  ReportOptions.by(report.groupings, default: report.defaultGroupings)
}

private func options(of report: SessionReport) -> [any OptionDeclaring] {
  var options: [any OptionDeclaring] = [by(report)]
  if report != .active { options += ReportOptions.period }
  if report != .active { options.append(ReportOptions.compare) }
  if report.usesUnit { options.append(ReportOptions.unit) }
  if report.usesHours { options.append(ReportOptions.businessHours) }
  options.append(ReportOptions.chart)
  options += report == .active ? ReportOptions.filtersOfActive : ReportOptions.filters
  return options
}

private func run(_ report: SessionReport, _ context: CommandContext) throws {
  let arguments = context.arguments
  let asked = arguments[all: by(report)].flatMap(\.self)
  guard Set(asked).count == asked.count else { throw Failure.usage("--by names the same grouping twice") }
  let groupings = asked.isEmpty ? report.defaultGroupings : asked
  let isCompared = arguments.wasGiven(ReportOptions.compare)
  if isCompared { try ReportComparison.check(groupings) }
  let isChart = try context.wantsChart()
  let isForPeople = isChart || context.format.isForPeople
  let open = try context.open(readOnly: true, cacheMiB: 32)
  try open.store.read { reader in
    var request = ReportRequest(
      report, by: groupings,
      try SelectionRequest(context).resolve(reader, open.clock, ids: nil), zone: open.zone, now: open.now,
      wantsTotals: isForPeople && !isChart)
    request.selection.ticketLink = .any
    var period: ReportPeriod?
    if report != .active {
      let asked = try ReportPeriod(arguments, open.clock)
      (request.from, request.to) = (asked.from, asked.to)
      period = asked
      request.selection.endReasons = Array(arguments[all: ReportOptions.endReason].joined())
    }
    if report.usesHours { request.hours = try hours(report, context, reader) }
    if report != .active, try reader.leavesOutPast(request) {
      context.note(
        "sessions that were pruned are not counted: nobody knows any more whose they were, or their subject")
    }
    func document(_ request: ReportRequest, limit: Int?) throws -> ReportDocument {
      ReportDocument(
        report: report, table: try table(request, context, reader, limit: limit),
        unit: report.usesUnit ? arguments[ReportOptions.unit] : nil, isForPeople: isForPeople,
        hasHours: request.hours != nil, zone: open.zone)
    }
    let limit = arguments[GlobalOptions.limit]
    if isCompared {
      let previous = try ReportPeriod.comparable(
        period, isDrawn: isChart || context.format == .html, open.clock)
      var earlier = request
      (earlier.from, earlier.to) = (previous.from, previous.to)
      // A row that one of them lacks may be among the first of the other.
      return try ReportComparison(
        now: document(request, limit: nil), before: document(earlier, limit: nil)
      ).write(reader, context, open.clock, limit: limit)
    }
    let document = try document(request, limit: limit)
    try write(document, isChart: isChart, period, reader, context, open)
  }
}

/// The business hours that are meant: those named, else the account's own. Without any, times are the calendar's only.
private func hours(_ report: SessionReport, _ context: CommandContext, _ reader: StoreReader) throws
  -> BusinessHours?
{
  let naming = Naming(reader)
  if let word = context.arguments[ReportOptions.businessHours] { return try naming.businessHours(word) }
  let standard = try reader.setting(Setting.defaultSchedule) ?? ""
  if !standard.isEmpty { return try naming.businessHours(standard) }
  guard report == .outsideHours else { return nil }
  throw Failure.refused(
    "there are no business hours to count by; name a schedule with --business-hours, or set account.default_schedule"
  )
}

private func table(
  _ request: ReportRequest, _ context: CommandContext, _ reader: StoreReader, limit: Int?
) throws -> ReportTable {
  var table = try reader.report(request)
  if let key = context.arguments[GlobalOptions.sort] {
    if let level = table.groupings.firstIndex(where: { $0.rawValue == key.field }) {
      table.sort(byGrouping: level, descending: key.descending)
    } else if let measure = table.measures.firstIndex(where: { $0.name == key.field }) {
      table.sort(byMeasure: measure, descending: key.descending)
    } else {
      throw UnknownField(
        name: key.field, available: table.groupings.map(\.rawValue) + table.measures.map(\.name),
        isSortKey: true)
    }
  }
  if let limit { table.limit(to: limit) }
  return table
}

private func write(
  _ document: ReportDocument, isChart: Bool, _ period: ReportPeriod?, _ reader: StoreReader,
  _ context: CommandContext, _ open: OpenStore
) throws {
  let clock = open.clock
  let table = document.table
  let emptyNote = document.report == .active ? "no session is active" : "no session ended in this period"
  var names = ReportNames(reader)
  if isChart {
    let chart = try context.chart(document.schema, document.chart, clock)
    for index in 0..<table.count { chart.row(try document.row(index, &names)) }
    try chart.finish()
  } else {
    let page = try context.page(
      document.report.title, of: document.schema, document.chart, open, period, reader: reader,
      empty: emptyNote)
    let writer = try context.document(document.schema, clock, page: page)
    try writer.begin(count: table.count)
    for index in 0..<table.count { try writer.row(try document.row(index, &names)) }
    try writer.finish(footer: document.footer)
  }
  if table.count == 0 && document.isForPeople && context.format != .html { context.noteNothing(emptyNote) }
}
