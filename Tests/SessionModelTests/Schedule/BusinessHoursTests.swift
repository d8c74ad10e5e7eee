import CivilTime
import SessionModel
import Testing

@Suite struct BusinessHoursTests {
  // MARK: By hand

  @Test(arguments: [
    // Friday in winter and in summer: 09:00 in Berlin is 08:00 or 07:00 UTC.
    ("2026-01-16T07:59:59Z", false), ("2026-01-16T08:00:00Z", true), ("2026-01-16T15:59:59Z", true),
    ("2026-01-16T16:00:00Z", false), ("2026-07-17T06:59:59Z", false), ("2026-07-17T07:00:00Z", true),
    ("2026-07-17T14:59:59Z", true), ("2026-07-17T15:00:00Z", false),
    // Saturday, Sunday, Monday
    ("2026-01-17T10:00:00Z", false), ("2026-01-18T10:00:00Z", false), ("2026-01-19T08:00:00Z", true),
    // The Mondays after the clocks are set
    ("2026-03-30T07:00:00Z", true), ("2026-03-30T06:59:59Z", false), ("2026-10-26T08:00:00Z", true),
    ("2026-10-26T07:59:59Z", false),
  ])
  func officeHours(time: String, isOpen: Bool) throws {
    let office = try hours("mon-fri 09:00-17:00")
    #expect(office.isOpen(at: try Instant(rfc3339: time)) == isOpen)
  }

  @Test func holidaysAreWholeDaysOfTheZone() throws {
    let office = try hours("daily 00:00-24:00", ["2026-12-25..2026-12-26 Christmas", "2026-12-26 Again"])
    let (before, start) = (try at("2026-12-24T22:59:59Z"), try at("2026-12-24T23:00:00Z"))
    let (last, after) = (try at("2026-12-26T22:59:59Z"), try at("2026-12-26T23:00:00Z"))
    #expect(office.isOpen(at: before))
    #expect(!office.isOpen(at: start))
    #expect(!office.isOpen(at: last))
    #expect(office.isOpen(at: after))
    #expect(office.openSeconds(from: before, to: after.advanced(by: 1)) == 2)
    #expect(office.openSeconds(from: start, to: after) == 0)
  }

  /// Clocks, not calendars: 23 and 25 hours, and what is skipped or repeated, in minutes.
  private static let daysOfClocks: [(String, String, String, Int64)] = [
    ("Europe/Berlin", "2026-03-29", "sun 00:00-24:00", 1380),
    ("Europe/Berlin", "2026-10-25", "sun 00:00-24:00", 1500),
    ("Europe/Berlin", "2026-03-29", "sun 02:00-03:00", 0),
    ("Europe/Berlin", "2026-10-25", "sun 02:00-03:00", 120),
    ("Europe/Berlin", "2026-10-25", "sun 02:30-03:30", 90),
    ("Australia/Lord_Howe", "2026-04-05", "sun 00:00-24:00", 1470),
    ("Australia/Lord_Howe", "2026-04-05", "sun 01:30-02:00", 60),
    ("Pacific/Apia", "2011-12-29", "thu-sat 10:00-11:00", 60),
    // The day that Samoa left out
    ("Pacific/Apia", "2011-12-30", "thu-sat 10:00-11:00", 0),
    ("Asia/Kathmandu", "2026-03-29", "sun 10:00-11:00", 60),
  ]

  @Test(arguments: daysOfClocks)
  func daysWhenClocksAreSet(zone: String, day: String, open: String, minutes: Int64) throws {
    let office = try hours(open, zone: zone)
    let day = try CivilDate(parsing: day)
    let (start, end) = (
      office.zone.startOfDay(day), office.zone.startOfDay(day.advanced(byDays: 1))
    )
    #expect(office.openSeconds(from: start, to: end) == minutes * 60)
  }

  @Test func railsNamesAreUnderstood() throws {
    let office = try hours("mon 09:00-10:00", zone: "Pacific Time (US & Canada)")
    #expect(office.isOpen(at: try at("2026-07-13T16:00:00Z")))
    #expect(office.schedule.timeZone == "Pacific Time (US & Canada)")
    #expect(office.zone.identifier == "America/Los_Angeles")
  }

  @Test func withoutHoursItIsNeverOpen() throws {
    let never = try hours(nil)
    #expect(!never.isOpen(at: try at("2026-07-13T16:00:00Z")))
    #expect(never.openSeconds(from: .earliest, to: .latest) == 0)
  }

  // MARK: Spans

  @Test func spansThatAreNone() throws {
    let office = try hours("daily 00:00-24:00")
    let moment = try at("2026-07-13T16:00:00Z")
    #expect(office.openSeconds(from: moment, to: moment) == 0)
    #expect(office.openSeconds(from: moment.advanced(by: 1), to: moment) == 0)
  }

  /// Years that no table covers are right all the same, and no number is too large.
  @Test func anyYear() throws {
    let always = try hours("daily 00:00-24:00", zone: "America/New_York")
    let everything = Instant.latest.seconds - Instant.earliest.seconds
    #expect(always.openSeconds(from: .earliest, to: .latest) == everything)
    #expect(always.openSeconds(from: Instant(.min), to: Instant(.max)) == everything)
    #expect(always.isOpen(at: Instant(.min)))
    #expect(always.isOpen(at: Instant(.max)))

    let office = try hours("mon-fri 09:00-17:00", zone: "America/New_York")
    for (start, end) in [
      (-1_000_000_000, -990_000_000), (4_102_000_000, 4_112_000_000), (-400_000, 400_000),
    ] {
      let (start, end) = (Instant(Int64(start)), Instant(Int64(end)))
      #expect(office.openSeconds(from: start, to: end) == slowly(office, from: start, to: end))
    }
  }

  /// Random schedules and spans against stepping through every second or minute with nothing but the zone's clock.
  @Test func spansAreTheSumOfTheirMoments() throws {
    var numbers = Numbers(state: 20_260_715)
    for zone in ["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"] {
      for _ in 0..<8 {
        let office = try BusinessHours(randomSchedule(zone, &numbers))
        // Around the days on which the clocks are set, at odd seconds.
        let middle = try at(numbers.below(2) == 0 ? "2026-03-29T01:00:00Z" : "2026-10-25T01:00:00Z")
        let start = middle.advanced(by: -Int64(numbers.below(900_000)))
        let end = middle.advanced(by: Int64(numbers.below(900_000)))
        #expect(
          office.openSeconds(from: start, to: end) == slowly(office, from: start, to: end),
          "\(office.schedule.hours) in \(zone), \(start.rfc3339) to \(end.rfc3339)")
        let between = start.advanced(by: (end.seconds - start.seconds) / 3)
        #expect(
          office.openSeconds(from: start, to: end)
            == office.openSeconds(from: start, to: between) + office.openSeconds(from: between, to: end))
      }
    }
  }

  // MARK: Making them

  private func hours(
    _ open: String?, _ holidays: [String] = [], zone: String = "Europe/Berlin"
  ) throws -> BusinessHours {
    try BusinessHours(
      Schedule(
        id: 1, name: "Office", timeZone: zone,
        intervals: try open.map { try Schedule.Interval.list(parsing: $0) } ?? [],
        holidays: try holidays.enumerated().map { try Schedule.Holiday(parsing: $1, id: Int64($0)) },
        createdAt: Instant(0), updatedAt: Instant(0)))
  }

  private func at(_ time: String) throws -> Instant { try Instant(rfc3339: time) }

  private func randomSchedule(_ zone: String, _ numbers: inout Numbers) -> Schedule {
    var intervals: [Schedule.Interval] = []
    for day in 0..<7 where numbers.below(4) > 0 {
      let first = numbers.below(700)
      intervals.append(
        Schedule.Interval(start: day * 1440 + first, end: day * 1440 + first + 1 + numbers.below(200)))
      let second = 901 + numbers.below(500)
      intervals.append(
        Schedule.Interval(
          start: day * 1440 + second, end: numbers.below(2) == 0 ? (day + 1) * 1440 : day * 1440 + second + 1)
      )
    }
    let holidays = (0..<numbers.below(4)).map { number in
      let first = CivilDate(
        daysSinceEpoch: (numbers.below(2) == 0 ? 20_541 : 20_751) - 10 + numbers.below(20))
      return Schedule.Holiday(
        id: Int64(number), name: "", firstDay: first, lastDay: first.advanced(byDays: numbers.below(3)))
    }
    return Schedule(
      id: 1, name: "Random", timeZone: zone, intervals: intervals, holidays: holidays, createdAt: Instant(0),
      updatedAt: Instant(0))
  }

  /// Every minute by itself: whether it is open does not change within one, because modern offsets are whole
  /// minutes; the odd seconds at both ends count as far as they go.
  private func slowly(_ hours: BusinessHours, from start: Instant, to end: Instant) -> Int64 {
    var sum: Int64 = 0
    var moment = start.seconds
    while moment < end.seconds {
      let next = min(end.seconds, moment - ((moment % 60) + 60) % 60 + 60)
      if isOpenSlowly(hours, Instant(moment)) { sum += next - moment }
      moment = next
    }
    return sum
  }

  private func isOpenSlowly(_ hours: BusinessHours, _ instant: Instant) -> Bool {
    let civil = hours.zone.civil(instant)
    let minute = civil.date.weekday * 1440 + civil.hour * 60 + civil.minute
    return hours.schedule.intervals.contains { $0.start <= minute && minute < $0.end }
      && !hours.schedule.holidays.contains { $0.firstDay <= civil.date && civil.date <= $0.lastDay }
  }
}

/// A small generator with a seed, so that a failing test fails again.
private struct Numbers {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
