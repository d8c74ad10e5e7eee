import CivilTime
import Glibc
import SessionModel
import Testing

/// Business hours against a calculation that shares nothing with them: the C library's clock, in the process of
/// `date`, and a look at every interval and holiday for each minute.
///
/// By default every 41st minute of two years, and every minute of the days around the setting of clocks; with
/// `SESSIONCTL_LONG_TESTS=1` every minute of two years, and the sum of the open ones at every midnight.
@Suite struct EveryMinuteTests {
  static let gnuDate =
    access("/usr/bin/date", X_OK) == 0 && access("/usr/share/zoneinfo/tzdata.zi", R_OK) == 0
  static let isLong = getenv("SESSIONCTL_LONG_TESTS").map { String(cString: $0) } == "1"
  static let zones = [
    "Europe/Berlin", "Pacific Time (US & Canada)", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Africa/Casablanca",
  ]
  /// 2026 and 2027
  static let years = Instant(1_767_225_600)..<Instant(1_830_297_600)

  @Test(.enabled(if: gnuDate, "needs GNU date and the tzdata package"), arguments: zones)
  func sameAsTheSlowWay(zone: String) throws {
    let hours = try BusinessHours(schedule(zone))
    if Self.isLong {
      try compare(hours, Self.years, every: 60)
      return
    }
    try compare(hours, Self.years, every: 41 * 60)
    for transition in hours.zone.transitions(in: Self.years) {
      let hour = transition.instant.seconds / 3600 * 3600
      try compare(hours, Instant(hour - 90_000)..<Instant(hour + 90_000), every: 60)
    }
  }

  /// Nights, lunch breaks, whole days, the hours in which clocks are set, holidays alone, touching and overlapping.
  private func schedule(_ zone: String) throws -> Schedule {
    let hours =
      "sun 01:30-03:30,23:00-24:00; mon-thu 08:15-12:00,12:45-17:59; fri 00:00-24:00; sat 00:00-02:01"
    let holidays = [
      "2026-01-01 New Year", "2026-03-29 Clocks", "2026-10-24..2026-10-26 Autumn", "2026-10-26 Again",
      "2026-10-27 Touching", "2026-12-24..2027-01-03 Between the years",
    ]
    return Schedule(
      id: 1, name: "Odd", timeZone: zone, intervals: try Schedule.Interval.list(parsing: hours),
      holidays: try holidays.enumerated().map { try Schedule.Holiday(parsing: $1, id: Int64($0)) },
      createdAt: Instant(0), updatedAt: Instant(0))
  }

  private func compare(_ hours: BusinessHours, _ range: Range<Instant>, every step: Int64) throws {
    let holidays = hours.schedule.holidays.map { (number($0.firstDay), number($0.lastDay)) }
    var moment = range.lowerBound
    var open: Int64 = 0
    var wrong: String?
    try forEachClock(hours.zone.identifier, range, step) { weekday, minute, date in
      let minuteOfWeek = weekday * 1440 + minute
      let isOpen =
        hours.schedule.intervals.contains { $0.start <= minuteOfWeek && minuteOfWeek < $0.end }
        && !holidays.contains { $0.0 <= date && date <= $0.1 }
      if hours.isOpen(at: moment) != isOpen { wrong = wrong ?? "\(moment.rfc3339) is open: \(isOpen)" }
      if step == 60, minute == 0, hours.openSeconds(from: range.lowerBound, to: moment) != open {
        wrong = wrong ?? "until \(moment.rfc3339) it is open for \(open) s"
      }
      if isOpen { open += step }
      moment = moment.advanced(by: step)
    }
    #expect(moment >= range.upperBound)
    #expect(wrong == nil)
  }

  private func number(_ date: CivilDate) -> Int { (date.year * 100 + date.month) * 100 + date.day }

  /// What the C library's clocks show: weekday from Sunday, minute of the day, date as 20260715.
  private func forEachClock(
    _ zone: String, _ range: Range<Instant>, _ step: Int64, _ body: (Int, Int, Int) -> Void
  ) throws {
    let moments = "seq -f '@%.0f' \(range.lowerBound.seconds) \(step) \(range.upperBound.seconds - 1)"
    let pipe = try #require(
      popen("\(moments) | LC_ALL=C TZ='\(zone)' /usr/bin/date -f - '+%w%H%M%Y%m%d'", "r"))
    defer { pclose(pipe) }
    var line = [CChar](repeating: 0, count: 64)
    while fgets(&line, 64, pipe) != nil {
      var digits = 0
      for place in 0..<13 { digits = digits * 10 + Int(line[place]) - 48 }
      let clock = digits / 100_000_000
      body(clock / 10_000, clock / 100 % 100 * 60 + clock % 100, digits % 100_000_000)
    }
  }
}
