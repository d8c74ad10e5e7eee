import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// A report's answer: rows of group values and measures, in the order of the groups, with the empty stretches of time.
///
/// Rows without anything in them are not stored but for their place, so that a long report stays small.
package struct ReportTable: Sendable {
  /// What was asked for: the first columns of every row, in this order.
  package let groupings: [ReportGrouping]
  /// The columns after those of the groups, in this order.
  package let measures: [ReportMeasure]
  private let levels: [ReportLevel]
  private let tree: GroupTree
  /// By measure, then by group; NaN for none.
  private let values: [[Double]]
  /// Of everything at once; nil where they were not asked for.
  package let totals: [Double]?
  private var rows: [Line]
  private let shareOfAll: Int?
  /// The grouping whose empty buckets are shown.
  private let filled: Int?

  private struct Line: Sendable {
    /// The group whose values the row shows; of the filled grouping, `bucket` is shown.
    var like: Int32
    var bucket: Int32
    /// The group whose measures it shows; -1 for nothing.
    var group: Int32
  }

  /// More rows than this are refused rather than filled up with nothing.
  static let mostRows = 250_000

  /// How many rows there are, those of empty stretches of time included.
  package var count: Int { rows.count }

  /// The value of a row's grouping, both counted from 0.
  package func key(_ row: Int, _ level: Int) -> ReportKey {
    let row = rows[row]
    return level == filled
      ? levels[level].key(row.bucket) : levels[level].key(tree.value(of: row.like, level: level))
  }

  /// A measure's value; nil for none.
  package func value(_ row: Int, _ measure: Int) -> Double? {
    let group = rows[row].group
    guard group >= 0 else {
      switch measures[measure].kind {
      case .count: return 0
      // Nothing is no part of something, and no part at all of nothing.
      case .percent: return measure == shareOfAll && (totals?[0] ?? 0) > 0 ? 0 : nil
      case .duration, .age: return nil
      }
    }
    let value = values[measure][Int(group)]
    return value.isNaN ? nil : value
  }

  // MARK: Making

  init(
    _ request: ReportRequest, levels: [ReportLevel], tree: GroupTree, values: [[Double]], totals: [Double]?
  ) throws {
    groupings = request.groupings
    measures = request.report.measures
    self.tree = tree
    let buckets = request.groupings.indices.filter { request.groupings[$0].isBucketed }
    // Of a day within a month each is filled by the other already, or neither is.
    filled = buckets.count == 1 ? buckets[0] : nil
    var levels = levels
    var values = values
    var totals = totals
    if let share = request.report.shareOfAll, let all = totals?[0] {
      values[share] = percent(values[0], of: Array(repeating: all, count: values[0].count))
      totals?[share] = percent([all], of: [all])[0]
    }
    shareOfAll = request.report.shareOfAll
    self.values = values
    self.totals = totals
    if let filled {
      rows = try Self.filledRows(request, filled, &levels, tree)
    } else {
      rows = (0..<Int32(tree.count)).map { Line(like: $0, bucket: 0, group: $0) }
    }
    self.levels = levels
    arrange()
  }

  /// A row for every bucket of the period, for each combination of the other groupings that occurs in it.
  private static func filledRows(
    _ request: ReportRequest, _ level: Int, _ levels: inout [ReportLevel], _ tree: GroupTree
  ) throws -> [Line] {
    let buckets = try bucketNumbers(request, level, &levels)
    var series: [[Int32]: Int32] = [:]
    for group in 0..<Int32(tree.count) {
      var values = levels.indices.map { tree.value(of: group, level: $0) }
      values[level] = 0
      if series[values] == nil { series[values] = group }
    }
    // Time alone is one series, be there something in it or not.
    if levels.count == 1 && series.isEmpty { series[[0]] = 0 }
    guard buckets.count <= mostRows / max(series.count, 1) else {
      throw TooManyRows(rows: buckets.count.multipliedReportingOverflow(by: series.count).partialValue)
    }
    var rows: [Line] = []
    rows.reserveCapacity(buckets.count * series.count)
    for (values, like) in series {
      var values = values
      for bucket in buckets {
        values[level] = bucket
        rows.append(Line(like: like, bucket: bucket, group: tree.find(values) ?? -1))
        if rows.count & 0xFFFF == 0 { try Interruption.check() }
      }
    }
    return rows
  }

  /// The buckets to show: all values that are known beforehand, or the stretches of the period; where it is open, of what was found.
  private static func bucketNumbers(_ request: ReportRequest, _ level: Int, _ levels: inout [ReportLevel])
    throws -> [Int32]
  {
    guard let unit = request.groupings[level].unit else {
      return request.groupings[level].bands.map { levels[level].number(ofBucket: $0) }
    }
    let found = (0..<Int32(levels[level].count)).compactMap { number -> Instant? in
      if case .period(let start) = levels[level].key(number) { start } else { nil }
    }
    guard let start = request.from ?? found.min() else { return [] }
    // From then until now, where nothing else is said.
    let lastFound = found.max().map { $0.advanced(by: 1) }
    let end = request.to ?? max(lastFound ?? start, request.from == nil ? start : request.now)
    guard end > start else { return [] }
    let shortest: Int64 =
      switch unit {
      case .hour: 1800
      case .day: 82_800
      case .week: 7 * 82_800
      case .month: 28 * 82_800
      }
    guard (end.seconds &- start.seconds) / shortest <= 2 * mostRows else {
      throw TooManyRows(rows: Int((end.seconds &- start.seconds) / shortest))
    }
    var numbers: [Int32] = []
    var moment = unit.start(of: start, in: request.zone)
    while moment < end {
      numbers.append(levels[level].number(ofBucket: .period(moment)))
      moment = unit.next(after: moment, in: request.zone)
      guard numbers.count <= mostRows else { throw TooManyRows(rows: numbers.count) }
      if numbers.count & 0xFFF == 0 { try Interruption.check() }
    }
    return numbers
  }

  /// The natural order: by the values of the groupings, the first one first.
  private mutating func arrange() {
    let ranks = levels.map { level -> [Int32] in
      let order = (0..<Int32(level.count)).sorted { level.key($0) < level.key($1) }
      var ranks = [Int32](repeating: 0, count: order.count)
      for (rank, number) in order.enumerated() { ranks[Int(number)] = Int32(rank) }
      return ranks
    }
    guard !levels.isEmpty else { return }
    // Keys are made once, side by side: comparing then walks no tree.
    let width = levels.count
    var keys = [Int32](repeating: 0, count: rows.count * width)
    for index in rows.indices {
      for level in 0..<width {
        let number = level == filled ? rows[index].bucket : tree.value(of: rows[index].like, level: level)
        keys[index * width + level] = ranks[level][Int(number)]
      }
    }
    let order = rows.indices.sorted { left, right in
      for level in 0..<width {
        let (a, b) = (keys[left * width + level], keys[right * width + level])
        if a != b { return a < b }
      }
      return false
    }
    rows = order.map { rows[$0] }
  }

  /// Sorts by a measure, nothing first; rows of equal value stay as they are.
  package mutating func sort(byMeasure measure: Int, descending: Bool) {
    sort(descending, rows.indices.map { value($0, measure) ?? -.infinity })
  }

  /// Sorts by a grouping.
  package mutating func sort(byGrouping level: Int, descending: Bool) {
    sort(descending, rows.indices.map { key($0, level) })
  }

  private mutating func sort<Value: Comparable>(_ descending: Bool, _ values: [Value]) {
    let order = rows.indices.sorted { left, right in
      if values[left] == values[right] { return left < right }
      return (values[left] < values[right]) != descending
    }
    rows = order.map { rows[$0] }
  }

  /// Keeps the first rows only.
  package mutating func limit(to count: Int) {
    if rows.count > count { rows.removeLast(rows.count - count) }
  }
}

/// A report that would mostly tell of nothing.
package struct TooManyRows: Error, Sendable {
  /// About how many.
  package let rows: Int
}

extension ReportGrouping {
  fileprivate var isBucketed: Bool { unit != nil || isBanded }
}

extension SessionReport {
  /// Which measure is the part that a group has in all of the first.
  fileprivate var shareOfAll: Int? {
    self == .outsideHours ? nil : measures.firstIndex { $0.name == "share" }
  }
}

extension StoreReader {
  /// Whether sessions that were pruned would count if it were still known whose they were, and what about.
  package func leavesOutPast(_ request: ReportRequest) throws -> Bool {
    let selection = request.selection
    guard !selection.requesterIDs.isEmpty || !selection.subjects.isEmpty else { return false }
    return try Bool.fetchSure(
      db, sql: "SELECT EXISTS (SELECT 1 FROM past_session WHERE ended_at >= ? AND ended_at < ?)",
      arguments: [request.from?.seconds ?? .min, request.to?.seconds ?? .max])
  }

  /// Answers a report about sessions. Ends count where their reason is known (§12): the tickets that an import brought
  /// closed do not.
  ///
  /// - Throws: `TooManyRows` where the empty stretches of time would be more than anybody reads
  package func report(_ request: ReportRequest) throws -> ReportTable {
    switch request.report.counting {
    case .sessions:
      let tally = CountTally(request.report, hasHours: request.hours != nil)
      return try report(request, tally, tally)
    case .times:
      let isGrouped = !request.groupings.isEmpty
      return try report(
        request, TimeTally(request.report, isGrouped: isGrouped, hours: request.hours),
        TimeTally(request.report, isGrouped: false, hours: request.hours))
    case .waits:
      let tally = WaitingTally(request.report, now: request.now)
      return try report(request, tally, tally)
    case .surveys: return try report(request, SurveyTally(), SurveyTally())
    }
  }

  private func report<Tally: ReportTally>(_ request: ReportRequest, _ groups: Tally, _ all: Tally) throws
    -> ReportTable
  {
    var request = request
    // A share needs the whole.
    if request.report.shareOfAll != nil { request.wantsTotals = true }
    var (groups, all) = (groups, all)
    var scan = try ReportScan(db, request)
    try scan.run(&groups, whole: &all)
    let (levels, tree) = scan.finish()
    let values = groups.columns(groups: tree.count)
    let totals = request.wantsTotals ? all.columns(groups: 1).map { $0.first ?? .nan } : nil
    return try ReportTable(request, levels: levels, tree: tree, values: values, totals: totals)
  }
}
