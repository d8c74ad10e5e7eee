import CivilTime
import Glibc
import SessionModel
import Testing

/// Business hours against a calculation that shares nothing with them, for every minute of two years: the C library's
/// clock, in the process of `date`, and a week and a year written out minute by minute and day by day.
@Suite struct EveryMinuteTests {
  static let gnuDate =
    access("/usr/bin/date", X_OK) == 0 && access("/usr/share/zoneinfo/tzdata.zi", R_OK) == 0
  static let zones = [
    "Europe/Berlin", "Pacific Time (US & Canada)", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Africa/Casablanca",
  ]
  /// 2026 and 2027
  static let years = Instant(1_767_225_600)..<Instant(1_830_297_600)

  @Test(.enabled(if: gnuDate, "needs GNU date and the tzdata package"), arguments: zones)
  func sameAsTheSlowWay(zone: String) throws {
    let hours = try BusinessHours(schedule(zone))
    let week = openMinutes(hours.schedule)
    let closed = closedDays(hours.schedule)
    var moment = Self.years.lowerBound.seconds
    var open: Int64 = 0
    var wrong: String?
    for clock in try clocks(hours.zone.identifier) {
      // Midnights are among the clocks: they show every quarter of an hour.
      let isClosed = closed.contains(clock.day)
      if clock.minuteOfDay == 0, hours.openSeconds(from: Self.years.lowerBound, to: Instant(moment)) != open {
        wrong = wrong ?? "until \(Instant(moment).rfc3339) it is open for \(open) s"
      }
      var minute = 0
      while minute < clock.minutes {
        let isOpen = !isClosed && week[clock.minuteOfWeek + minute]
        if hours.isOpen(at: Instant(moment)) != isOpen {
          wrong = wrong ?? "\(Instant(moment).rfc3339) is open: \(isOpen)"
        }
        if isOpen { open += 60 }
        moment += 60
        minute += 1
      }
    }
    #expect(moment == Self.years.upperBound.seconds)
    #expect(hours.openSeconds(from: Self.years.lowerBound, to: Self.years.upperBound) == open)
    #expect(wrong == nil)
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

  /// Whether each minute of the week lies in an interval.
  private func openMinutes(_ schedule: Schedule) -> [Bool] {
    (0..<10_080).map { minute in schedule.intervals.contains { $0.start <= minute && minute < $0.end } }
  }

  /// The holidays' days as 20260715; days that no month has are among them and never come.
  private func closedDays(_ schedule: Schedule) -> Set<Int> {
    func number(_ date: CivilDate) -> Int { (date.year * 100 + date.month) * 100 + date.day }
    return Set(schedule.holidays.flatMap { number($0.firstDay)...number($0.lastDay) })
  }

  /// What clocks on the wall show at a moment, and for how many minutes they then go on evenly.
  private struct Clock {
    /// 20260715
    var day: Int
    var minuteOfDay: Int
    var minuteOfWeek: Int
    /// Seconds east of UTC.
    var offset: Int
    var minutes: Int
  }

  /// The two years in quarters of an hour; in one in which the clocks are set, minute by minute.
  private func clocks(_ zone: String) throws -> [Clock] {
    let quarters = try clocks(zone, Self.years, every: 15)
    var clocks: [Clock] = []
    for (index, quarter) in quarters.enumerated() {
      let next = index + 1 < quarters.count ? quarters[index + 1] : quarter
      if next.offset == quarter.offset {
        clocks.append(quarter)
      } else {
        let start = Self.years.lowerBound.advanced(by: Int64(index) * 900)
        clocks += try self.clocks(zone, start..<start.advanced(by: 900), every: 1)
      }
    }
    return clocks
  }

  /// What the C library's clocks show, asked every few minutes.
  private func clocks(_ zone: String, _ range: Range<Instant>, every minutes: Int) throws -> [Clock] {
    let moments = "seq -f '@%.0f' \(range.lowerBound.seconds) \(minutes * 60) \(range.upperBound.seconds - 1)"
    let pipe = try #require(
      popen("\(moments) | LC_ALL=C TZ='\(zone)' /usr/bin/date -f - '+%w%H%M%Y%m%d%z'", "r"))
    defer { pclose(pipe) }
    var clocks: [Clock] = []
    var line = [CChar](repeating: 0, count: 64)
    while fgets(&line, 64, pipe) != nil {
      func number(_ places: Range<Int>) -> Int { places.reduce(0) { $0 * 10 + Int(line[$1]) - 48 } }
      let minuteOfDay = number(1..<3) * 60 + number(3..<5)
      let east = number(14..<16) * 3600 + number(16..<18) * 60
      clocks.append(
        Clock(
          day: number(5..<13), minuteOfDay: minuteOfDay, minuteOfWeek: number(0..<1) * 1440 + minuteOfDay,
          offset: line[13] == 45 ? -east : east, minutes: minutes))
    }
    return clocks
  }
}
