import CivilTime
import Testing

@Suite struct CalendarUnitTests {
  @Test(arguments: [
    (CalendarUnit.hour, "2026-01-15T10:00+01:00", "2026-01-15T09:00:00Z", "2026-01-15T10:00:00Z"),
    (.day, "2026-01-15", "2026-01-14T23:00:00Z", "2026-01-15T23:00:00Z"),
    (.week, "2026-W03", "2026-01-11T23:00:00Z", "2026-01-18T23:00:00Z"),
    (.month, "2026-01", "2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z"),
  ])
  func boundsAndLabels(unit: CalendarUnit, label: String, start: String, next: String) throws {
    let berlin = try Zone.named("Europe/Berlin")
    let moment = try Instant(rfc3339: "2026-01-15T09:59:59Z")
    #expect(unit.start(of: moment, in: berlin).rfc3339 == start)
    #expect(unit.next(after: moment, in: berlin).rfc3339 == next)
    #expect(unit.label(of: unit.start(of: moment, in: berlin), in: berlin) == label)
  }

  private func labels(_ unit: CalendarUnit, _ zone: String, _ from: String, _ to: String) throws -> [String] {
    try unit.intervals(from: Instant(rfc3339: from), to: Instant(rfc3339: to), in: .named(zone)).map(\.label)
  }

  @Test func hoursWhereClocksAreSet() throws {
    #expect(
      try labels(.hour, "Europe/Berlin", "2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z") == [
        "2026-10-25T01:00+02:00", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00",
        "2026-10-25T03:00+01:00",
      ])
    #expect(
      try labels(.hour, "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z") == [
        "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00",
      ])
    // Half an hour is repeated.
    #expect(
      try labels(.hour, "Australia/Lord_Howe", "2026-04-04T14:00:00Z", "2026-04-04T15:45:00Z") == [
        "2026-04-05T01:00+11:00", "2026-04-05T01:30+10:30", "2026-04-05T02:00+10:30",
      ])
  }

  @Test func daysWeeksAndMonthsOfAYear() throws {
    #expect(
      try labels(.day, "Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z") == [
        "2011-12-29", "2011-12-31", "2012-01-01",
      ])
    #expect(
      try labels(.month, "Asia/Tokyo", "2025-12-31T14:59:59Z", "2026-02-28T15:00:00Z") == [
        "2025-12", "2026-01", "2026-02",
      ])
    #expect(
      try labels(.week, "UTC", "2026-12-21T00:00:00Z", "2027-01-05T00:00:00Z") == [
        "2026-W52", "2026-W53", "2027-W01",
      ])
    #expect(try labels(.day, "UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z").isEmpty)
  }

  /// The buckets of a time are gapless, and every moment is in the one that it is said to be in: also where clocks
  /// are set back across midnight, as in Newfoundland until 2011, one minute after it.
  @Test(
    arguments: CalendarUnit.allCases,
    [
      "Europe/Berlin", "America/St_Johns", "America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe",
      "Pacific/Apia", "Asia/Kathmandu", "UTC",
    ])
  func everyMomentIsInOneBucket(unit: CalendarUnit, name: String) throws {
    let zone = try Zone.named(name)
    let range = try Instant(rfc3339: "2006-01-01T00:00:00Z")..<Instant(rfc3339: "2013-01-01T00:00:00Z")
    let aroundTransitions = zone.transitions(in: range).flatMap { transition in
      (-12...12).map { transition.instant.advanced(by: Int64($0) * 900 - 1) }
    }
    let moments = stride(from: range.lowerBound.seconds, to: range.upperBound.seconds, by: 100_003).map(
      Instant.init)
    for moment in moments + aroundTransitions {
      let start = unit.start(of: moment, in: zone)
      let next = unit.next(after: moment, in: zone)
      // One look for all: expectations cost more than what they look at, a hundred thousand times.
      let isRight =
        start <= moment && moment < next && unit.start(of: start, in: zone) == start
        && unit.next(after: start, in: zone) == next && unit.start(of: next, in: zone) == next
        && unit.start(of: next.advanced(by: -1), in: zone) == start
      if !isRight { Issue.record("\(moment.rfc3339) lies from \(start.rfc3339) until \(next.rfc3339)") }
    }
    let buckets = unit.intervals(from: range.lowerBound, to: range.upperBound, in: zone)
    #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.end == $1.start && $0.start < $0.end })
    #expect(Set(buckets.map(\.label)).count == buckets.count)
  }

  @Test func damagedMomentsEnd() {
    #expect(CalendarUnit.month.intervals(from: Instant(.max - 5), to: Instant(.max), in: .utc).isEmpty)
    #expect(CalendarUnit.month.start(of: Instant(.max), in: .utc).rfc3339 == "9999-12-01T00:00:00Z")
  }
}
