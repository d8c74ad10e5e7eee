import CivilTime
import GRDB
import SessionModel

/// What ended sessions can be grouped by.
public enum ReportGrouping: String, CaseIterable, Sendable {
  case hour, day, week, month, reason, agent, group, channel, brand

  /// The unit of the calendar, for the groupings in time.
  public var unit: CalendarUnit? { CalendarUnit(rawValue: rawValue) }
}

/// A group's value: words for reasons and channels, ids for the rest, a number of the period for time.
public enum ReportKey: Hashable, Sendable {
  case none
  /// The start of the hour, day, week or month.
  case period(Instant)
  case reason(EndReason)
  case id(Int64)
  case text(String)
}

public struct EndedReportRow: Sendable {
  public var keys: [ReportKey]
  public var ended: Int
  /// Of these, whose ticket's routing channel changed, with the end or since.
  public var routingChanged: Int
}

extension StoreReader {
  /// Ended sessions by group, counted where the reason is known (§12): the closed tickets of an import are not.
  ///
  /// SQLite groups by hour (the finest unit, in integers) and by the other columns; hours are then gathered into
  /// the periods of the zone here. A zone whose offset is no whole hour is grouped by quarter hours.
  ///
  /// - Parameters:
  ///   - from: ends at this moment or later
  ///   - to: ends before this moment
  public func endedReport(
    by groupings: [ReportGrouping], selection: Selection, from: Instant?, to: Instant?, zone: Zone
  ) throws -> [EndedReportRow] {
    var sql = try SelectionSQL(selection, leading: .sessions, in: db)
    // The literal condition that the partial index carries.
    sql.add("s.end_reason IS NOT NULL")
    if let from { sql.add("s.ended_at >= ?", from.seconds) }
    if let to { sql.add("s.ended_at < ?", to.seconds) }
    let columns = groupings.map(Self.column)
    let grouped =
      columns.isEmpty ? "" : " GROUP BY \((1...columns.count).map(String.init).joined(separator: ", "))"
    let statement = try SteppedStatement(
      db,
      """
      SELECT \((columns + ["count(*)", "sum(t.routing_channel_changed_at IS NOT NULL)"]).joined(separator: ", "))
      FROM session s LEFT JOIN ticket t ON t.id = s.ticket_id\(sql.whereClause)\(grouped)
      """)
    statement.bind(sql)
    defer { statement.reset() }
    var rows = ReportRows(groupings: groupings, zone: zone)
    while try statement.step() { rows.add(statement) }
    return rows.sorted
  }

  /// Seconds in the buckets that SQLite groups by: a zone's offset is a multiple of this.
  fileprivate static let bucket: Int64 = 900

  private static func column(_ grouping: ReportGrouping) -> String {
    switch grouping {
    case .hour, .day, .week, .month: "s.ended_at / \(bucket)"
    case .reason: "s.end_reason"
    case .agent: "t.assignee_id"
    case .group: "t.group_id"
    case .channel: "s.channel"
    case .brand: "t.brand_id"
    }
  }
}

/// Gathers SQLite's groups into the report's.
private struct ReportRows {
  private let groupings: [ReportGrouping]
  private let zone: Zone
  private var sums: [[ReportKey]: (ended: Int, changed: Int)] = [:]
  private var periods: [CalendarUnit: [Int64: Instant]] = [:]

  init(groupings: [ReportGrouping], zone: Zone) {
    self.groupings = groupings
    self.zone = zone
  }

  mutating func add(_ row: SteppedStatement) {
    var keys: [ReportKey] = []
    for (index, grouping) in groupings.enumerated() { keys.append(key(grouping, row, Int32(index))) }
    let count = Int32(groupings.count)
    sums[keys, default: (0, 0)].ended += Int(row.integer(count))
    sums[keys, default: (0, 0)].changed += Int(row.integer(count + 1))
  }

  private mutating func key(_ grouping: ReportGrouping, _ row: SteppedStatement, _ column: Int32) -> ReportKey
  {
    if row.isNull(column) { return .none }
    if let unit = grouping.unit {
      let bucket = row.integer(column)
      if let known = periods[unit]?[bucket] { return .period(known) }
      let start = unit.start(of: Instant(bucket * StoreReader.bucket), in: zone)
      periods[unit, default: [:]][bucket] = start
      return .period(start)
    }
    switch grouping {
    case .reason: return EndReason(rawValue: Int(row.integer(column))).map(ReportKey.reason) ?? .none
    case .channel: return .text(row.text(column))
    default: return .id(row.integer(column))
    }
  }

  var sorted: [EndedReportRow] {
    // Without groups the answer is one number, even if it is 0.
    if groupings.isEmpty && sums.isEmpty { return [EndedReportRow(keys: [], ended: 0, routingChanged: 0)] }
    return sums.filter { groupings.isEmpty || $0.value.ended > 0 }
      .map { EndedReportRow(keys: $0.key, ended: $0.value.ended, routingChanged: $0.value.changed) }
      .sorted { $0.keys.lexicographicallyPrecedes($1.keys) }
  }
}

extension ReportKey: Comparable {
  /// Nothing first, then in the order of the values.
  public static func < (left: ReportKey, right: ReportKey) -> Bool {
    switch (left, right) {
    case (.none, .none): false
    case (.none, _): true
    case (_, .none): false
    case (.period(let a), .period(let b)): a < b
    case (.reason(let a), .reason(let b)): a < b
    case (.id(let a), .id(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    default: false
    }
  }
}
