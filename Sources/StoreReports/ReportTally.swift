import CivilTime
import SessionModel
import SessionStore
import StoreEngine

/// What the scan reads of one session.
struct ScannedSession {
  /// The end; of active sessions the last activity.
  var moment: Int64 = 0
  var ticketCreatedAt: Int64?
  var routingChangedAt: Int64?
  var isOutsideHours = false
  var satisfaction = 0
  var isUnassigned = false
}

/// Adds sessions up by group.
protocol ReportTally {
  mutating func add(_ facts: ScannedSession, to group: Int)
  /// A row of numbers for each measure of the report, a number for each group; NaN for none.
  func columns(groups: Int) -> [[Double]]
}

/// Sums of whole numbers by group.
struct Sums {
  private(set) var values: [Int] = []

  @inline(__always)
  mutating func add(_ number: Int, to group: Int) {
    if group >= values.count { extend(to: group) }
    values[group] += number
  }

  @inline(never)
  private mutating func extend(to group: Int) {
    values.append(contentsOf: repeatElement(0, count: group + 1 - values.count))
  }

  func column(_ groups: Int) -> [Double] { (0..<groups).map { $0 < values.count ? Double(values[$0]) : 0 } }
}

/// Percent with two digits; none of nothing.
func percent(_ parts: [Double], of wholes: [Double]) -> [Double] {
  zip(parts, wholes).map { $1 == 0 ? .nan : ($0 / $1 * 10_000).rounded() / 100 }
}

/// `ended`, `outside-hours`: how many, and how many of them have a property.
struct CountTally: ReportTally {
  let report: SessionReport
  /// Whether there are business hours to be outside of.
  let hasHours: Bool
  private var all = Sums()
  private var some = Sums()
  private var total = 0

  init(_ report: SessionReport, hasHours: Bool) {
    self.report = report
    self.hasHours = hasHours
  }

  @inline(__always)
  mutating func add(_ facts: ScannedSession, to group: Int) {
    all.add(1, to: group)
    some.add(
      (report == .ended ? facts.routingChangedAt != nil : facts.isOutsideHours) ? 1 : 0, to: group)
  }

  func columns(groups: Int) -> [[Double]] {
    let all = all.column(groups)
    let isKnown = report == .ended || hasHours
    let some = isKnown ? some.column(groups) : [Double](repeating: .nan, count: groups)
    return report == .ended ? [all, some, []] : [all, some, percent(some, of: all)]
  }
}

/// `open-ended`, `active`: how many, and how long the one that waits longest has.
struct WaitingTally: ReportTally {
  let report: SessionReport
  let now: Int64
  private var count = Sums()
  private var unassigned = Sums()
  private var earliest: [Int64] = []

  init(_ report: SessionReport, now: Instant) {
    self.report = report
    self.now = now.seconds
  }

  mutating func add(_ facts: ScannedSession, to group: Int) {
    count.add(1, to: group)
    if facts.isUnassigned { unassigned.add(1, to: group) }
    while earliest.count <= group { earliest.append(.max) }
    earliest[group] = min(earliest[group], facts.moment)
  }

  func columns(groups: Int) -> [[Double]] {
    let longest = (0..<groups).map { group in
      group < earliest.count && earliest[group] != .max ? Double(max(0, now &- earliest[group])) : .nan
    }
    let count = count.column(groups)
    return report == .active ? [count, [], unassigned.column(groups), longest] : [count, [], longest]
  }
}

/// `csat`: surveys offered and answered.
struct SurveyTally: ReportTally {
  private var ended = Sums()
  private var offered = Sums()
  private var good = Sums()
  private var bad = Sums()

  mutating func add(_ facts: ScannedSession, to group: Int) {
    ended.add(1, to: group)
    let score = SatisfactionScore(rawValue: facts.satisfaction) ?? .unoffered
    if score != .unoffered { offered.add(1, to: group) }
    if score == .good || score == .goodWithComment { good.add(1, to: group) }
    if score == .bad || score == .badWithComment { bad.add(1, to: group) }
  }

  func columns(groups: Int) -> [[Double]] {
    let (offered, good, bad) = (offered.column(groups), good.column(groups), bad.column(groups))
    let answered = zip(good, bad).map(+)
    return [
      ended.column(groups), offered, answered, good, bad, percent(answered, of: offered),
      percent(good, of: answered),
    ]
  }
}

/// `end-time`, `routing-change-time`: times from the ticket's creation. Every value is kept, for percentiles are exact:
/// 8 bytes a session, 12 where there are groups, and 8 more for business hours.
struct TimeTally: ReportTally {
  let report: SessionReport
  let hours: BusinessHours?
  private let isGrouped: Bool
  private var values: [Int64] = []
  private var open: [Int64] = []
  private var groups: [Int32] = []

  init(_ report: SessionReport, isGrouped: Bool, hours: BusinessHours?) {
    self.report = report
    self.hours = hours
    self.isGrouped = isGrouped
  }

  /// More than the years that text can write; keeps sums of damaged moments from overflowing.
  private static let longest: Int64 = 320_000_000_000

  @inline(__always)
  mutating func add(_ facts: ScannedSession, to group: Int) {
    guard let start = facts.ticketCreatedAt,
      let end = report == .endTime ? facts.moment : facts.routingChangedAt
    else { return }
    // A feed's clock may be behind: nothing takes less than no time.
    values.append(min(max(end &- start, 0), Self.longest))
    if isGrouped { groups.append(Int32(group)) }
    if let hours { open.append(hours.openSeconds(from: Instant(start), to: Instant(end))) }
  }

  func columns(groups count: Int) -> [[Double]] {
    var places = [Int](repeating: 0, count: count + 1)
    if isGrouped {
      for group in groups { places[Int(group) + 1] += 1 }
      for group in 0..<count { places[group + 1] += places[group] }
    } else {
      places[count] = values.count
    }
    let counts = (0..<count).map { Double(places[$0 + 1] - places[$0]) }
    let none = [Double](repeating: .nan, count: count)
    return [counts] + summaries(values, places)
      + (hours == nil ? [none, none, none] : summaries(open, places))
  }

  /// Mean, median and 90th percentile of each group.
  ///
  /// - Parameter places: where each group's values begin once they stand together
  private func summaries(_ values: [Int64], _ places: [Int]) -> [[Double]] {
    var ordered = isGrouped ? gathered(values, places) : values
    let count = places.count - 1
    var (means, medians, p90s) = ([Double](), [Double](), [Double]())
    ordered.withUnsafeMutableBufferPointer { all in
      for group in 0..<count {
        let own = UnsafeMutableBufferPointer(rebasing: all[places[group]..<places[group + 1]])
        guard !own.isEmpty else {
          means.append(.nan)
          medians.append(.nan)
          p90s.append(.nan)
          continue
        }
        means.append(Double(own.reduce(0, +)) / Double(own.count))
        medians.append(Percentiles.median(own))
        p90s.append(Percentiles.p90(own))
      }
    }
    return [means, medians, p90s]
  }

  /// The values of each group side by side.
  private func gathered(_ values: [Int64], _ places: [Int]) -> [Int64] {
    var next = places
    return [Int64](unsafeUninitializedCapacity: values.count) { room, count in
      for (index, group) in groups.enumerated() {
        room.initializeElement(at: next[Int(group)], to: values[index])
        next[Int(group)] += 1
      }
      count = values.count
    }
  }
}
