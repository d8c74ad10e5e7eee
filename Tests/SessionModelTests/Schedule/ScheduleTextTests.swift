import CivilTime
import SessionModel
import Testing

@Suite struct ScheduleTextTests {
  @Test(arguments: [
    ("mon-fri 09:00-17:00", "mon-fri 09:00-17:00"),
    ("Monday-FRI 9:00-17:00", "mon-fri 09:00-17:00"),
    ("daily 00:00-24:00", "mon-sun 00:00-24:00"),
    ("fri-mon 20:00-24:00", "mon 20:00-24:00; fri-sun 20:00-24:00"),
    ("sat,sun 10:00-12:00,13:00-18:00", "sat-sun 10:00-12:00,13:00-18:00"),
    (
      "sun 08:00-09:00; mon-thu 09:00-17:00;fri 09:00-15:30",
      "mon-thu 09:00-17:00; fri 09:00-15:30; sun 08:00-09:00"
    ),
    ("tues,thurs 10:05-10:06", "tue 10:05-10:06; thu 10:05-10:06"),
    ("sun-sun 10:00-11:00", "sun 10:00-11:00"),
  ])
  func hoursAreReadAndWritten(typed: String, written: String) throws {
    let intervals = try Schedule.Interval.list(parsing: typed)
    #expect(schedule(intervals).hours == written)
    #expect(try Schedule.Interval.list(parsing: written) == intervals)
    #expect(schedule(intervals).problems == [])
  }

  @Test func minutesCountFromSunday() throws {
    #expect(
      try Schedule.Interval.list(parsing: "mon 09:00-17:00; sat 00:00-24:00; sun 00:00-00:01")
        == [
          Schedule.Interval(start: 0, end: 1), Schedule.Interval(start: 1980, end: 2460),
          Schedule.Interval(start: 8640, end: 10_080),
        ])
  }

  @Test(arguments: [
    ("", "give days and hours"), ("mon", "give days and hours"),
    ("09:00-17:00", "give days and hours"), ("mon 09:00 - 17:00", "give days and hours"),
    ("mon 09:00-17:00;", "give days and hours"),
    ("mo 09:00-17:00", "'mo' is not a day"), ("mon- 09:00-17:00", "'' is not a day"),
    ("mon-wed-fri 09:00-17:00", "'wed-fri' is not a day"), ("mondays 09:00-17:00", "'mondays' is not a day"),
    ("mon,mon 09:00-17:00", "'mon,mon' has a day twice"), ("mon-fri,fri 09:00-17:00", "has a day twice"),
    ("mon 9-17", "'9' is not a time of day"), ("mon 09:00-25:00", "'25:00' is not a time of day"),
    ("mon 09:00-24:01", "'24:01' is not a time of day"), ("mon 09:60-17:00", "'09:60' is not a time of day"),
    ("mon 09:00-+7:00", "'+7:00' is not a time of day"), ("mon 09:0-17:00", "'09:0' is not a time of day"),
    ("mon 09:00", "'09:00' is not a span of hours"), ("mon 09:00-12:00,", "'' is not a span of hours"),
    ("mon 09:00-09:00", "is empty"),
    ("fri 22:00-06:00", "crosses midnight; write 22:00-24:00 on one day, and 00:00-06:00 on the next"),
  ])
  func wrongHoursAreRefused(typed: String, sentence: String) {
    #expect {
      try Schedule.Interval.list(parsing: typed)
    } throws: {
      ($0 as? InvalidSchedule)?.message.contains(sentence) == true
    }
  }

  @Test(arguments: [
    ("2026-12-25", "2026-12-25 Holiday"), ("2026-12-25..2026-12-25 X", "2026-12-25 X"),
    ("2026-12-25..2027-01-01 Between the years", "2026-12-25..2027-01-01 Between the years"),
  ])
  func holidaysAreReadAndWritten(typed: String, written: String) throws {
    let holiday = try Schedule.Holiday(parsing: typed, id: 7)
    #expect(holiday.text == written)
    #expect(holiday.id == 7)
  }

  @Test(arguments: [
    ("", "write the days"), ("Christmas", "is not a day"), ("2026-02-30 X", "February 2026 has 28 days"),
    ("2026-12-26..2026-12-25 X", "ends on 2026-12-25, before it starts on 2026-12-26"),
    ("2026-12-25 \u{1B}[31mX", "its name contains control characters"), ("2026-12-25.. X", "is not a day"),
    ("2026-12-25...2026-12-26", "is not a day"),
  ])
  func wrongHolidaysAreRefused(typed: String, sentence: String) {
    #expect {
      try Schedule.Holiday(parsing: typed, id: 1)
    } throws: {
      ($0 as? InvalidSchedule)?.message.contains(sentence) == true
    }
  }

  // MARK: Checks

  @Test(arguments: [
    (2700, 3240, "interval 1 (mon 21:00 to tue 06:00) crosses midnight"),
    (2460, 1980, "interval 1 (mon 17:00-09:00) ends before it starts"),
    (1980, 1980, "is empty: it ends when it starts"),
    (-60, 60, "interval 1 (-60 to 60) is outside the week"),
    (10_000, 10_081, "is outside the week, whose minutes go from 0 (Sunday 00:00) to 10080"),
    (Int.min, Int.max, "is outside the week"), (0, 10_080, "crosses midnight"),
  ])
  func wrongIntervalsAreNamed(start: Int, end: Int, sentence: String) {
    let problems = schedule([Schedule.Interval(start: start, end: end)]).problems
    #expect(problems.count == 1)
    #expect(problems.first?.contains(sentence) == true, "\(problems)")
  }

  @Test func aDayMayEndAtMidnightAndIntervalsMayTouch() {
    let days = (0..<7).map { Schedule.Interval(start: $0 * 1440, end: ($0 + 1) * 1440) }
    #expect(schedule(days).problems == [])
  }

  @Test func overlapsAreNamedInAnyOrder() {
    let overlapping = schedule([
      Schedule.Interval(start: 2400, end: 2500), Schedule.Interval(start: 1980, end: 2460),
    ])
    #expect(overlapping.problems == ["the intervals mon 09:00-17:00 and mon 16:00-17:40 overlap"])
  }

  @Test func allThatIsWrongIsSaid() throws {
    var wrong = schedule([Schedule.Interval(start: 9, end: 9), Schedule.Interval(start: 2, end: 1)])
    var holiday = try Schedule.Holiday(parsing: "2026-12-25 Christmas", id: 1)
    holiday.lastDay = holiday.firstDay.advanced(byDays: -1)
    wrong.holidays = [holiday]
    #expect(wrong.problems.count == 3)
    #expect(
      wrong.problems.last == "the holiday 'Christmas' ends on 2026-12-24, before it starts on 2026-12-25")
    #expect { try BusinessHours(wrong) } throws: { "\($0)" == wrong.problems.joined(separator: "; ") }
  }

  @Test func anUnknownZoneIsSaid() {
    var wrong = schedule([])
    wrong.timeZone = "europe/berlin"
    #expect {
      try BusinessHours(wrong)
    } throws: {
      "\($0)" == "unknown time zone 'europe/berlin'; did you mean 'Europe/Berlin'?"
    }
  }

  private func schedule(_ intervals: [Schedule.Interval]) -> Schedule {
    Schedule(
      id: 1, name: "Office", timeZone: "UTC", intervals: intervals, createdAt: Instant(0),
      updatedAt: Instant(0))
  }
}
