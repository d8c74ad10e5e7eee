import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReports

/// What a team lead reads once a week: what ended and how long it took, who waits, who is loaded, which rules fired.
struct ReportBoard {
  let period: ReportPeriod
  /// The plain values, in the order of the document.
  private(set) var values: [Cell]
  /// The rows of each part, in the order of `BoardPart`.
  private(set) var lists: [[[Cell]]] = []

  /// Takes all of it from one state of the store.
  init(_ reader: StoreReader, _ clock: RunClock, _ period: ReportPeriod, isForPeople: Bool) throws {
    self.period = period
    func document(_ report: SessionReport, _ groupings: [ReportGrouping]) throws -> ReportDocument {
      var selection = Selection()
      selection.ticketLink = .any
      let isNow = report == .active
      let request = ReportRequest(
        report, by: groupings, selection, from: isNow ? nil : period.from, to: isNow ? nil : period.to,
        zone: clock.zone, now: clock.now, wantsTotals: true)
      return ReportDocument(
        report: report, table: try reader.report(request), unit: nil, isForPeople: isForPeople,
        hasHours: false, zone: clock.zone)
    }
    var names = ReportNames(reader)
    let ended = try document(.ended, BoardPart.endedByDay.groupings)
    let times = try document(.endTime, BoardPart.endTimeByDay.groupings)
    let active = try document(.active, BoardPart.idle.groupings)
    let queues = try reader.queueDepths(now: clock.now)
    values = [
      .instant(period.from), .instant(period.to), ended.total("ended"), times.total("median"),
      times.total("p90"), active.total("active"),
      .integer(Int64(queues.reduce(0) { $0 + $1.waiting })),
    ]
    let reports: [BoardPart: ReportDocument] = [.endedByDay: ended, .endTimeByDay: times, .idle: active]
    for part in BoardPart.allCases {
      switch part {
      case .endedByDay, .endTimeByDay, .idle:
        guard let report = reports[part] else { continue }
        let columns = report.schema.columns
        let places = part.columns.compactMap { column in columns.firstIndex { $0.name == column.name } }
        lists.append(
          try (0..<report.table.count).map { index in
            let row = try report.row(index, &names)
            return places.map { row[$0] }
          })
      case .queues:
        lists.append(
          queues.map { queuesDocument.cells(of: QueueRow(depth: $0, isForPeople: isForPeople)) })
      case .agents:
        lists.append(
          try CapacityRow.all(reader, at: clock.now, isForPeople: isForPeople).map(capacityDocument.cells))
      case .rules:
        let fired = try reader.triggerFirings().filter { $0.lastFiredAt.map(period.contains) ?? false }
        lists.append(fired.sorted { $0.fired > $1.fired }.map(triggersDocument.cells))
      }
    }
  }

  /// A cell for every column of `schema`.
  var cells: [Cell] { values + lists.map { .list($0.map(Cell.object)) } }

  static let schema = DocumentSchema(
    single: "report-board",
    [
      Column("from", .instant), Column("to", .instant), Column("ended", .integer),
      Column("end_time_median", .real, header: "MEDIAN END TIME"),
      Column("end_time_p90", .real, header: "P90 END TIME"), Column("active", .integer, header: "ACTIVE NOW"),
      Column("waiting", .integer, header: "WAITING NOW"),
    ] + BoardPart.allCases.map { Column($0.rawValue, .list(.object($0.columns))) })

  /// The page's own words; its period stands in its head.
  static var parts: [String: PageWords.Part] {
    Dictionary(BoardPart.allCases.map { ($0.rawValue, $0.words) }, uniquingKeysWith: { $1 })
  }
}

/// The tables of the board, by their names in the document.
enum BoardPart: String, CaseIterable {
  case endedByDay = "ended_by_day"
  case endTimeByDay = "end_time_by_day"
  case queues, idle, agents, rules

  /// What a report is grouped by.
  fileprivate var groupings: [ReportGrouping] {
    switch self {
    case .endedByDay: [.day, .reason]
    case .endTimeByDay: [.day]
    case .idle: [.idle]
    case .queues, .agents, .rules: []
    }
  }

  fileprivate var columns: [Column] {
    func some(_ report: SessionReport, _ measures: [String]) -> [Column] {
      let names = groupings.map(\.rawValue) + measures
      let all = ReportDocument.schema(report, groupings, report.measures).columns
      return names.compactMap { name in all.first { $0.name == name } }
    }
    return switch self {
    case .endedByDay: some(.ended, ["ended"])
    case .endTimeByDay: some(.endTime, ["ended", "median", "p90"])
    case .queues: queuesDocument.schema.columns
    case .idle: some(.active, ["active", "unassigned", "longest_idle"])
    case .agents: capacityDocument.schema.columns
    case .rules: triggersDocument.schema.columns
    }
  }

  private var chart: ReportChart {
    switch self {
    case .endedByDay: ReportChart(keys: 2, time: (0, ReportGrouping.day.rawValue), measure: "ended")
    case .endTimeByDay: ReportChart(keys: 1, time: (0, ReportGrouping.day.rawValue), measure: "median")
    case .queues: queuesPageChart
    case .idle: ReportChart(keys: 1, measure: "active")
    case .agents: ReportChart(keys: 3, labels: [0, 1], measure: "load", beyond: "capacity")
    case .rules: triggersPageChart
    }
  }

  fileprivate var words: PageWords.Part {
    let (heading, note, empty): (String, String?, String) =
      switch self {
      case .endedByDay: ("Ended, by day and reason", nil, "No session ended in this period.")
      case .endTimeByDay:
        (
          "Time from the ticket's creation to the end of its session",
          "Half of the sessions ended within the median, nine of ten within the p90.",
          "No session with a ticket ended in this period."
        )
      case .queues: ("Waiting now, by queue", nil, "There are no queues.")
      case .idle:
        ("Active now, by how long they have been idle", nil, "No session is active.")
      case .agents:
        (
          "Agents' load now", "Suspended agents and those who can't be given tickets are left out.",
          "There are no agents."
        )
      case .rules:
        (
          "Rules that last fired in this period",
          "Rules that fired again later are left out. The numbers go back to when the store started to count.",
          "No rule last fired in this period."
        )
      }
    return PageWords.Part(heading: heading, note: note, chart: chart.plan(of: columns), empty: empty)
  }
}
