import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore

private let by = Option<[ReportGrouping]>(
  "by", "GROUPING,…", .list(of: .word),
  help: "Group by hour, day, week, month, reason, agent, group, channel or brand; several with commas")
private let from = Option<TimeExpression>("from", "TIME", .time, help: "Ended at this time or later")
private let to = Option<TimeExpression>("to", "TIME", .time, help: "Ended before this time")
private let last = Option<TimeSpan>(
  "last", "DURATION", .timeSpan, help: "Ended within this time until now: 7d, 24h")
private let endReason = Option<EndReason>(
  "end-reason", "REASON", .vocabulary(), help: "Ended for this reason")

let reportEndedCommand = Command(
  CommandSpec(
    ["report", "ended"], summary: "Count the sessions that ended",
    discussion: [
      "One row a group, in the order of the groups; without --by one row. All time, unless limited. In a table a row of totals follows."
    ],
    options: [
      by, from, to, last, endReason, SelectionOptions.agent, SelectionOptions.group, SelectionOptions.channel,
      SelectionOptions.tag,
    ],
    examples: [
      Example(
        command: "sessionctl report ended --by day,reason", explanation: "How many, day by day, and why"),
      Example(
        command: "sessionctl report ended --last 7d --by agent --json",
        explanation: "The last week, for a program"),
    ],
    takesLists: true)
) { context in
  let arguments = context.arguments
  let groupings = try EndedReport.groupings(arguments[by] ?? [])
  let open = try context.open(readOnly: true)
  let period = try EndedReport.period(arguments, open.clock)
  try open.store.read { reader in
    var selection = try SelectionRequest(context).resolve(reader, open.clock, ids: nil)
    selection.ticketLink = .any
    selection.endReason = arguments[endReason]
    let rows = try reader.endedReport(
      by: groupings, selection: selection, from: period.from, to: period.to, zone: open.zone)
    try EndedReport(groupings: groupings, names: reader).write(rows, context, open.clock)
  }
}

/// The report's columns and how a period is told.
struct EndedReport {
  static let measures = ["ended", "routing_channel_changed"]

  let groupings: [ReportGrouping]
  let names: StoreReader

  static func groupings(_ words: [ReportGrouping]) throws -> [ReportGrouping] {
    guard Set(words).count == words.count else { throw Failure.usage("--by names the same grouping twice") }
    return words
  }

  static func period(_ arguments: ParsedArguments, _ clock: RunClock) throws -> (from: Instant?, to: Instant?)
  {
    if let span = arguments[last] {
      guard !arguments.wasGiven(from), !arguments.wasGiven(to) else {
        throw Failure.usage("--last can't be combined with --from or --to")
      }
      return (clock.now.advanced(by: -span.seconds), clock.now.advanced(by: 1))
    }
    let start = try arguments[from]?.resolve(now: clock.now, zone: clock.zone)
    let end = try arguments[to]?.resolve(now: clock.now, zone: clock.zone)
    if let start, let end, end <= start {
      throw Failure.usage("the period is empty: --from \(start.rfc3339) is not before --to \(end.rfc3339)")
    }
    return (start, end)
  }

  func write(_ rows: [EndedReportRow], _ context: CommandContext, _ clock: RunClock) throws {
    let schema = DocumentSchema(
      "report-ended",
      groupings.map { Column($0.rawValue, $0.kind, flexible: $0 == .agent || $0 == .group) }
        + [Column("ended", .integer), Column("routing_channel_changed", .integer, header: "ROUTING CHANGED")])
    let total = rows.reduce(into: (0, 0)) { sum, row in
      sum.0 += row.ended
      sum.1 += row.routingChanged
    }
    var footer: [Cell]?
    if rows.count > 1 {
      footer = groupings.indices.map { $0 == 0 ? .text("total") : .null }
      footer! += [.integer(Int64(total.0)), .integer(Int64(total.1))]
    }
    try context.list(
      schema, rows.map { try cells($0, context, clock) }, clock, emptyNote: "no session ended in this period",
      footer: footer)
  }

  private func cells(_ row: EndedReportRow, _ context: CommandContext, _ clock: RunClock) throws -> [Cell] {
    try zip(groupings, row.keys).map { try cell($0, $1, context, clock) }
      + [.integer(Int64(row.ended)), .integer(Int64(row.routingChanged))]
  }

  /// Wire values for programs; in tables agents and groups by name.
  private func cell(
    _ grouping: ReportGrouping, _ key: ReportKey, _ context: CommandContext, _ clock: RunClock
  ) throws -> Cell {
    switch key {
    case .none: return .null
    case .period(let start): return .token(grouping.unit?.label(of: start, in: clock.zone) ?? start.rfc3339)
    case .reason(let reason): return .token(reason.word)
    case .text(let text): return .text(text)
    case .id(let id):
      guard context.format == .table else { return .integer(id) }
      switch grouping {
      case .agent: return .text(try names.person(id: id)?.displayName ?? "user \(id)")
      case .group: return .text(try names.groupName(id: id) ?? "group \(id)")
      default: return .integer(id)
      }
    }
  }
}

extension ReportGrouping {
  fileprivate var kind: ColumnKind {
    switch self {
    case .hour, .day, .week, .month, .reason: .token
    case .agent, .group, .brand: .identifier
    case .channel: .text
    }
  }
}
