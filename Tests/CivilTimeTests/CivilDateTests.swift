import CivilTime
import Testing

@Suite struct CivilDateTests {
  /// Every day from the year 0000 to 4000: the numbers and the dates go up together.
  @Test func daysRoundTrip() {
    var previous = CivilDate(daysSinceEpoch: -719_529)
    for days in -719_528...741_400 {
      let date = CivilDate(daysSinceEpoch: days)
      guard date.daysSinceEpoch == days, previous < date,
        CivilDate(year: date.year, month: date.month, day: date.day) == date,
        date.weekday == (previous.weekday + 1) % 7
      else {
        Issue.record("day \(days) became \(date)")
        return
      }
      previous = date
    }
  }

  @Test func textRoundTrips() throws {
    for days in stride(from: -719_528, through: 2_932_896, by: 97) {
      let date = CivilDate(daysSinceEpoch: days)
      #expect(try CivilDate(parsing: date.text) == date)
    }
  }

  @Test(arguments: [
    ("2026-02-30", "'2026-02-30' has an impossible day: February 2026 has 28 days"),
    ("15.01.2026", "'15.01.2026' is not a day; write it like 2026-01-15"),
    ("2026-01-15 10:00", "'2026-01-15 10:00' is more than a day; write it like 2026-01-15"),
  ])
  func refuses(text: String, message: String) {
    #expect(throws: TimeTextError(message)) { try CivilDate(parsing: text) }
  }

  /// Years whose first days are in the last week of the year before, and the other way round.
  @Test(arguments: [
    ("2026-01-15", 2026, 3), ("2027-01-01", 2026, 53), ("2026-12-31", 2026, 53), ("2024-12-30", 2025, 1),
    ("2023-01-01", 2022, 52), ("2021-01-03", 2020, 53), ("2021-01-04", 2021, 1), ("2020-12-31", 2020, 53),
  ])
  func isoWeeks(text: String, year: Int, week: Int) throws {
    let date = try CivilDate(parsing: text)
    #expect(date.isoWeek == (year, week))
    #expect(date.startOfWeek.weekday == 1)
    #expect(date.startOfWeek.isoWeek == (year, week))
  }

  @Test func clockTimes() throws {
    let date = try CivilDate(parsing: "2026-01-15")
    let time = try #require(CivilDateTime(date: date, hour: 10, minute: 5, second: 30))
    #expect((time.hour, time.minute, time.second) == (10, 5, 30))
    #expect(time.text == "2026-01-15 10:05:30")
    #expect(CivilDateTime(date: date, hour: 24, minute: 0) == nil)
    #expect(CivilDateTime(date: date, hour: 0, minute: 60) == nil)
    #expect(CivilDateTime(wallSeconds: time.wallSeconds) == time)
    #expect(CivilDateTime(wallSeconds: -1).text == "1969-12-31 23:59:59")
  }
}
