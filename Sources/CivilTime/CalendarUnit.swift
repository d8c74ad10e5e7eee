/// The stretches of local time by which reports count.
///
/// For every moment, `start(of:in:)` is at or before it and `next(after:in:)` is after it, and no boundary lies
/// between, also where clocks are set: buckets neither overlap nor leave anything out.
public enum CalendarUnit: String, CaseIterable, Hashable, Sendable {
  /// An hour of the clock. One that is repeated counts as two, one that is cut short by setting the clocks is shorter.
  case hour
  /// From midnight on, or from the first moment of the day where the clocks skip it.
  case day
  /// From Monday on, ISO 8601
  case week
  /// From midnight of its first day on.
  case month

  /// A bucket of a report. `end` is the first moment after it.
  public struct Interval: Hashable, Sendable {
    /// The first moment of the bucket.
    public let start: Instant
    /// The first moment after the bucket, which is the start of the next one.
    public let end: Instant
    /// The name of the bucket, as `label(of:in:)` writes it.
    public let label: String
  }

  /// The start of the hour, day, week or month that has `instant` in it.
  public func start(of instant: Instant, in zone: Zone) -> Instant { bounds(around: instant, zone).start }

  /// The start of the following hour, day, week or month.
  public func next(after instant: Instant, in zone: Zone) -> Instant { bounds(around: instant, zone).end }

  /// The buckets that the time from `start` to `end` touches, in order; the first and the last may reach beyond it.
  public func intervals(from start: Instant, to end: Instant, in zone: Zone) -> [Interval] {
    var intervals: [Interval] = []
    var moment = start.writable
    let end = end.writable
    while moment < end {
      let bounds = bounds(around: moment, zone)
      intervals.append(
        Interval(start: bounds.start, end: bounds.end, label: label(of: bounds.start, in: zone)))
      moment = bounds.end
    }
    return intervals
  }

  private func bounds(around instant: Instant, _ zone: Zone) -> (start: Instant, end: Instant) {
    let instant = instant.writable
    if self == .hour { return hourBounds(around: instant, zone) }
    var date = first(of: zone.civil(instant).date)
    var start = zone.startOfDay(date)
    while true {
      date = following(date)
      let end = zone.startOfDay(date)
      // Clocks set back across midnight show the old day again after the new one has begun; it has ended all the same.
      if end > instant { return (start, end) }
      start = end
    }
  }

  /// A clock hour, cut where the clocks are set: by half an hour on Lord Howe Island.
  private func hourBounds(around instant: Instant, _ zone: Zone) -> (start: Instant, end: Instant) {
    let offset = Int64(zone.offset(at: instant))
    let start = Instant((instant.seconds + offset).flooringQuotient(3600) * 3600 - offset)
    let segments = zone.segments(from: start, to: start.advanced(by: 3600))
    // The segments cover the hour, so that one of them has the moment.
    let segment = segments.last { $0.start <= instant }!
    return (segment.start, segment.end)
  }

  private func first(of date: CivilDate) -> CivilDate {
    switch self {
    case .hour, .day: date
    case .week: date.startOfWeek
    case .month: date.startOfMonth
    }
  }

  private func following(_ first: CivilDate) -> CivilDate {
    switch self {
    case .hour, .day: first.advanced(byDays: 1)
    case .week: first.advanced(byDays: 7)
    case .month: first.advanced(byDays: CivilDate.daysIn(month: first.month, year: first.year))
    }
  }
}

extension CalendarUnit {
  /// The name of the bucket that begins at `start`: `2026-01-15T10:00+01:00`, `2026-01-15`, `2026-W03`, `2026-01`.
  /// Sorting labels as text sorts them by time, but for an hour that is repeated.
  public func label(of start: Instant, in zone: Zone) -> String {
    let civil = zone.civil(start)
    var bytes: [UInt8] = []
    switch self {
    case .hour:
      civil.date.appendText(to: &bytes)
      bytes.append(UInt8(ascii: "T"))
      civil.appendClock(to: &bytes)
      Zone.appendOffset(zone.offset(at: start), to: &bytes)
    case .day:
      civil.date.appendText(to: &bytes)
    case .week:
      let (year, week) = civil.date.isoWeek
      appendDigits(year, 4, to: &bytes)
      bytes.append(contentsOf: "-W".utf8)
      appendDigits(week, 2, to: &bytes)
    case .month:
      civil.date.appendText(to: &bytes)
      bytes.removeLast(3)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
