import CivilTime

/// A month of UTC, the unit in which the analysis tables are written: which month a row is of must not depend on a
/// zone that somebody may set otherwise later.
package struct AnalysisMonth: Hashable, Comparable, Sendable {
  /// Months since the year 0, so that they are ordered and counted as whole numbers are.
  private let number: Int

  private init(number: Int) { self.number = number }

  /// The month that a moment lies in; one outside of the years that can be written is taken for the nearest.
  package init(of moment: Instant) {
    let moment = min(max(moment, .earliest), .latest)
    let days = (moment.seconds - (moment.seconds % 86_400 + 86_400) % 86_400) / 86_400
    let date = CivilDate(daysSinceEpoch: Int(days))
    self.init(number: date.year * 12 + date.month - 1)
  }

  /// `2026-03`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2, let year = Int(parts[0]),
      let month = Int(parts[1]), (1...12).contains(month), year >= 0
    else { return nil }
    self.init(number: year * 12 + month - 1)
  }

  /// The first moment of the month.
  package var start: Instant {
    guard let date = CivilDate(year: number / 12, month: number % 12 + 1, day: 1) else { return .latest }
    return Instant(Int64(date.daysSinceEpoch) * 86_400)
  }

  /// The month after it.
  package var next: AnalysisMonth { AnalysisMonth(number: number + 1) }

  /// `2026-03`, as the folder and the manifest have it.
  package var text: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(number / 12, 4))-\(padded(number % 12 + 1, 2))"
  }

  package static func < (left: AnalysisMonth, right: AnalysisMonth) -> Bool { left.number < right.number }
}

/// Finds the month of one moment after the other: two comparisons where they are of the same one.
struct MonthFinder {
  private var month = AnalysisMonth(of: Instant(0))
  private var start: Int64 = 0
  private var end: Int64 = 0

  @inline(__always)
  mutating func month(of seconds: Int64) -> AnalysisMonth {
    if seconds >= start && seconds < end { return month }
    month = AnalysisMonth(of: Instant(seconds))
    (start, end) = (month.start.seconds, month.next.start.seconds)
    return month
  }
}
