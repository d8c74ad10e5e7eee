/// The rule for the years after a zone's last listed transition: the POSIX `TZ` text at the end of its file,
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Hashable, Sendable {
  var standard: LocalTimeType
  var daylight: Daylight?

  struct Daylight: Hashable, Sendable {
    var type: LocalTimeType
    /// On the clocks as standard time sets them.
    var start: Change
    /// On the clocks as daylight time sets them.
    var end: Change
  }

  /// A day of every year, and the seconds from its midnight, which may be negative or beyond the day (RFC 9636).
  struct Change: Hashable, Sendable {
    var day: Day
    var seconds: Int

    /// Wall seconds of this change in a year.
    func wallSeconds(in year: Int) -> Int64 { Int64(day.daysSinceEpoch(in: year)) * 86_400 + Int64(seconds) }
  }

  enum Day: Hashable, Sendable {
    /// `J60` is always 1 March.
    case withoutLeapDay(Int)
    /// `59` is 29 February in leap years, else 1 March.
    case zeroBased(Int)
    /// `M10.5.0`: week 5 means the last.
    case weekday(month: Int, week: Int, weekday: Int)

    func daysSinceEpoch(in year: Int) -> Int {
      switch self {
      case .withoutLeapDay(let day):
        let hasLeapDay = CivilDate.daysIn(month: 2, year: year) == 29
        return ZoneRule.firstDay(year, 1) + day - 1 + (hasLeapDay && day >= 60 ? 1 : 0)
      case .zeroBased(let day):
        return ZoneRule.firstDay(year, 1) + day
      case .weekday(let month, let week, let weekday):
        let first = ZoneRule.firstDay(year, month)
        let firstMatch = (weekday - CivilDate(daysSinceEpoch: first).weekday + 7) % 7
        let day = firstMatch + (week - 1) * 7
        return first + (day < CivilDate.daysIn(month: month, year: year) ? day : day - 7)
      }
    }
  }

  private static func firstDay(_ year: Int, _ month: Int) -> Int {
    // The first of a month exists in every year.
    CivilDate(year: year, month: month, day: 1)!.daysSinceEpoch
  }
}

extension ZoneRule {
  func type(at seconds: Int64) -> LocalTimeType {
    guard let daylight else { return standard }
    return isDaylight(at: seconds, daylight) ? daylight.type : standard
  }

  /// The last change at or before the moment decides. It is looked for in the year before too, because south of
  /// the equator daylight time lasts over New Year. If an end and a start meet, the start wins: that is how the
  /// files write daylight time all year round (RFC 9636, 3.3.1).
  private func isDaylight(at seconds: Int64, _ daylight: Daylight) -> Bool {
    let year = self.year(of: seconds)
    var latest = Int64.min
    var answer = false
    for candidate in (year - 1)...(year + 1) {
      let end = daylight.end.wallSeconds(in: candidate) - Int64(daylight.type.offset)
      if end <= seconds, end > latest { (latest, answer) = (end, false) }
      let start = daylight.start.wallSeconds(in: candidate) - Int64(standard.offset)
      if start <= seconds, start >= latest { (latest, answer) = (start, true) }
    }
    return answer
  }

  /// The first moment after `seconds` at which daylight time starts or ends; nil if it never does.
  func nextChange(after seconds: Int64) -> Int64? {
    guard let daylight else { return nil }
    let year = self.year(of: seconds)
    var next: Int64?
    for candidate in (year - 1)...(year + 2) {
      let start = daylight.start.wallSeconds(in: candidate) - Int64(standard.offset)
      let end = daylight.end.wallSeconds(in: candidate) - Int64(daylight.type.offset)
      for moment in [start, end] where moment > seconds && moment < next ?? Int64.max {
        if isDaylight(at: moment, daylight) != isDaylight(at: moment - 1, daylight) { next = moment }
      }
    }
    return next
  }

  /// Kept within the years that text can write, where no sum can overflow.
  private func year(of seconds: Int64) -> Int {
    let kept = min(max(seconds, Instant.earliest.seconds), Instant.latest.seconds)
    return CivilDate(daysSinceEpoch: Int((kept + Int64(standard.offset)).flooringQuotient(86_400))).year
  }
}
