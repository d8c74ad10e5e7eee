import CivilTime

extension Schedule {
  /// What is wrong with the hours and holidays, a sentence each; whether the zone is known is for `BusinessHours`.
  public var problems: [String] {
    let single = intervals.enumerated().compactMap { index, interval in
      interval.problem.map { "interval \(index + 1) (\(interval.text)) \($0)" }
    }
    // Overlaps among intervals that are wrong by themselves would only say the same again.
    return (single.isEmpty ? overlaps : single) + holidays.compactMap(\.problem)
  }

  private var overlaps: [String] {
    let sorted = intervals.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    return zip(sorted, sorted.dropFirst()).compactMap { earlier, later in
      later.start < earlier.end ? "the intervals \(earlier.text) and \(later.text) overlap" : nil
    }
  }
}

extension Schedule.Interval {
  /// The rest of a sentence about the interval, or nil.
  fileprivate var problem: String? {
    let week = 0...Schedule.minutesInWeek
    guard week.contains(start), week.contains(end) else {
      return "is outside the week, whose minutes go from 0 (Sunday 00:00) to \(Schedule.minutesInWeek)"
    }
    if start == end { return "is empty: it ends when it starts" }
    if start > end { return "ends before it starts" }
    if start / Schedule.minutesInDay != (end - 1) / Schedule.minutesInDay {
      return "crosses midnight; end it at 24:00, and start another one on the next day"
    }
    return nil
  }
}

extension Schedule.Holiday {
  fileprivate var problem: String? {
    lastDay < firstDay
      ? "the holiday '\(name)' ends on \(lastDay.text), before it starts on \(firstDay.text)" : nil
  }
}
