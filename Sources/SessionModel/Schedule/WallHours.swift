import CivilTime

/// Open hours on a clock on the wall that is never set: seconds are wall seconds, as in `CivilDateTime`.
///
/// The hours of a week repeat for ever; holidays take days out of that. Both are kept as running sums, so that the
/// open time of any span is one difference.
struct WallHours: Sendable {
  /// Seconds open from Sunday 00:00 until each minute of the week; one more than the week has minutes.
  private let openUntil: [Int32]
  /// Apart from each other, in order.
  private let holidays: [ClosedDays]

  private struct ClosedDays {
    /// Wall seconds; `end` is the midnight after the last day.
    var start: Int64
    var end: Int64
    /// Seconds of the weekly hours that all holidays before this one have taken.
    var closedBefore: Int64 = 0
  }

  /// Of intervals and holidays without problems.
  init(_ schedule: Schedule) {
    var isOpen = [Bool](repeating: false, count: Schedule.minutesInWeek)
    for interval in schedule.intervals {
      for minute in interval.start..<interval.end { isOpen[minute] = true }
    }
    var openUntil: [Int32] = [0]
    for isOpen in isOpen { openUntil.append(openUntil.last! + (isOpen ? 60 : 0)) }
    self.openUntil = openUntil

    var holidays: [ClosedDays] = []
    let ranges = schedule.holidays.map { holiday in
      (holiday.firstDay.daysSinceEpoch, holiday.lastDay.daysSinceEpoch + 1)
    }
    for (first, end) in ranges.sorted(by: <) {
      let (start, end) = (Int64(first) * secondsInDay, Int64(end) * secondsInDay)
      if let last = holidays.last, start <= last.end {
        holidays[holidays.count - 1].end = max(last.end, end)
      } else {
        holidays.append(ClosedDays(start: start, end: end))
      }
    }
    var closed: Int64 = 0
    for index in holidays.indices {
      holidays[index].closedBefore = closed
      closed +=
        Self.weekly(openUntil, before: holidays[index].end)
        - Self.weekly(openUntil, before: holidays[index].start)
    }
    self.holidays = holidays
  }

  func isOpen(at wall: Int64) -> Bool {
    let minute = Int((wall + sundayShift).flooringRemainder(secondsInWeek) / 60)
    guard openUntil[minute + 1] != openUntil[minute] else { return false }
    if holidays.isEmpty { return true }
    guard let holiday = holiday(through: wall) else { return true }
    return wall >= holiday.end
  }

  /// Seconds open from an arbitrary but fixed moment until this one: good for differences.
  func open(before wall: Int64) -> Int64 {
    let weekly = Self.weekly(openUntil, before: wall)
    guard let holiday = holiday(through: wall) else { return weekly }
    let closedInIt =
      Self.weekly(openUntil, before: min(wall, holiday.end)) - Self.weekly(openUntil, before: holiday.start)
    return weekly - holiday.closedBefore - closedInIt
  }

  private static func weekly(_ openUntil: [Int32], before wall: Int64) -> Int64 {
    let shifted = wall + sundayShift
    let week = shifted.flooringQuotient(secondsInWeek)
    let second = shifted - week * secondsInWeek
    let minute = Int(second / 60)
    let inMinute = openUntil[minute + 1] != openUntil[minute] ? second % 60 : 0
    return week * Int64(openUntil[Schedule.minutesInWeek]) + Int64(openUntil[minute]) + inMinute
  }

  /// The last holiday that begins at or before a moment.
  private func holiday(through wall: Int64) -> ClosedDays? {
    let count = holidays.partitionPoint { $0.start <= wall }
    return count == 0 ? nil : holidays[count - 1]
  }
}

private let secondsInDay: Int64 = 86_400
private let secondsInWeek: Int64 = 7 * secondsInDay
/// 1970-01-01 was a Thursday.
private let sundayShift: Int64 = 4 * secondsInDay

extension Int64 {
  fileprivate func flooringRemainder(_ divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}

extension Array {
  /// The number of leading elements of which a condition holds that no later element meets.
  func partitionPoint(_ holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
