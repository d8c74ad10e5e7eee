import CivilTime
import Testing

@Suite struct TimeExpressionTests {
  /// Thursday, 11:00 in Berlin
  private let now = Instant(1_768_471_200)

  private func resolve(_ text: String, _ zone: String = "Europe/Berlin") throws -> String {
    try TimeExpression(parsing: text).resolve(now: now, zone: .named(zone)).rfc3339
  }

  @Test(arguments: [
    ("now", "2026-01-15T10:00:00Z"),
    ("today", "2026-01-14T23:00:00Z"),
    ("Yesterday", "2026-01-13T23:00:00Z"),
    ("tomorrow", "2026-01-15T23:00:00Z"),
    ("4h ago", "2026-01-15T06:00:00Z"),
    ("1h30m  ago", "2026-01-15T08:30:00Z"),
    ("in 2h", "2026-01-15T12:00:00Z"),
    ("0s ago", "2026-01-15T10:00:00Z"),
    ("10:30", "2026-01-15T09:30:00Z"),
    ("10:30:15", "2026-01-15T09:30:15Z"),
    ("@1736900000", "2025-01-15T00:13:20Z"),
    ("@-1", "1969-12-31T23:59:59Z"),
    ("2026-07-15", "2026-07-14T22:00:00Z"),
    ("2026-07-15 10:00", "2026-07-15T08:00:00Z"),
    (" 2026-07-15T10:00 ", "2026-07-15T08:00:00Z"),
    ("2026-07-15t10:00:30", "2026-07-15T08:00:30Z"),
    ("2026-07-15 10:00:30.5", "2026-07-15T08:00:30Z"),
    ("2026-01-15T10:00:00Z", "2026-01-15T10:00:00Z"),
    ("2026-01-15 10:00:00-05:00", "2026-01-15T15:00:00Z"),
    ("2 days ago", "2026-01-13T10:00:00Z"),
    ("1.5h ago", "2026-01-15T08:30:00Z"),
    ("in 1 hour 30 minutes", "2026-01-15T11:30:00Z"),
    ("3 months ago", "2025-10-15T09:00:00Z"),
    ("in 1 year", "2027-01-15T10:00:00Z"),
    // It is a Thursday.
    ("monday", "2026-01-11T23:00:00Z"),
    ("Thursday", "2026-01-14T23:00:00Z"),
    ("thu", "2026-01-14T23:00:00Z"),
    ("friday", "2026-01-08T23:00:00Z"),
    ("last-thursday", "2026-01-07T23:00:00Z"),
    ("last thursday", "2026-01-07T23:00:00Z"),
    ("this-week", "2026-01-11T23:00:00Z"),
    ("last week", "2026-01-04T23:00:00Z"),
    ("next-week", "2026-01-18T23:00:00Z"),
    ("this-month", "2025-12-31T23:00:00Z"),
    ("last-month", "2025-11-30T23:00:00Z"),
    ("last-year", "2024-12-31T23:00:00Z"),
    ("2026-11", "2026-10-31T23:00:00Z"),
    ("2026", "2025-12-31T23:00:00Z"),
    ("2026-W03", "2026-01-11T23:00:00Z"),
    ("2026-W53", "2026-12-27T23:00:00Z"),
    ("today 10:00", "2026-01-15T09:00:00Z"),
    ("yesterday 18:30", "2026-01-14T17:30:00Z"),
    ("last monday 08:00", "2026-01-12T07:00:00Z"),
    // Shown twice: the earlier.
    ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),
  ])
  func resolves(text: String, moment: String) throws {
    #expect(try resolve(text) == moment)
  }

  @Test func dependsOnTheZone() throws {
    #expect(try resolve("today", "America/Los_Angeles") == "2026-01-15T08:00:00Z")
    #expect(try resolve("today", "Pacific/Apia") == "2026-01-14T11:00:00Z")
    #expect(try resolve("2018-11-04", "America/Sao_Paulo") == "2018-11-04T03:00:00Z")
    #expect(try resolve("23:30", "Hawaii") == "2026-01-16T09:30:00Z")
  }

  @Test(arguments: [
    ("", "a time is missing"),
    ("  ", "a time is missing"),
    (
      "lunch",
      "'lunch' is not a time; write it like 2026-01-15, '2026-01-15 10:00', 10:30, today, monday, last-week, "
    ),
    ("9:30", "'9:30' is not a time"),
    ("2026-1-5", "'2026-1-5' is not a time"),
    ("2025-W53", "'2025-W53' is not a time"),
    ("2026-13", "'2026-13' is not a time"),
    ("this-week 10:00", "'this-week 10:00' is not a time"),
    ("next-monday", "'next-monday' is not a time"),
    ("monday 25:00", "'monday 25:00' is not a time"),
    ("in", "'in' is not a time"),
    ("ago", "'ago' is not a time"),
    ("4h", "'4h' is a duration, not a time; write '4h ago' or 'in 4h'"),
    ("4x ago", "'4x' has an unknown unit x; use s, m, h, d or w"),
    ("-4h ago", "'-4h' must not be negative"),
    ("40000d ago", "'40000d' is longer than 100 years"),
    ("2026-02-30", "'2026-02-30' has an impossible day: February 2026 has 28 days"),
    ("2026-13-30", "'2026-13-30' has an impossible month"),
    ("25:00", "'25:00' has an impossible hour"),
    ("10:30:60", "'10:30:60' has an impossible second"),
    ("2026-06-30 23:59:60", "'2026-06-30 23:59:60' has an impossible second"),
    ("2026-01-15T10:00Z", "'2026-01-15T10:00Z' has an offset but no seconds"),
    ("@", "'@' is not a time; write whole seconds since 1970 after the @"),
    ("@1.5", "'@1.5' is not a time; write whole seconds since 1970 after the @"),
    (
      "@1736900000000",
      "'@1736900000000' is outside the years 0000 to 9999; write seconds, not milliseconds"
    ),
  ])
  func refuses(text: String, start: String) {
    let error = #expect(throws: TimeTextError.self) { try TimeExpression(parsing: text) }
    #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "accepted")")
  }

  @Test func periodsMeetWithoutGaps() throws {
    let zone = try Zone.named("Europe/Berlin")
    for word in [
      "yesterday", "monday", "this-week", "last-month", "2026-10", "2026-W44", "2026-03-29", "2024",
    ] {
      let period = try #require(TimePeriod(word))
      for day in 0..<800 {
        let today = CivilDate(daysSinceEpoch: 20_000 + day)
        let (days, before) = (period.days(today: today), period.previous(today: today))
        #expect(before.end == days.first && before.first < before.end && days.first < days.end)
      }
      let bounds = period.bounds(now: now, zone: zone)
      #expect(bounds.start < bounds.end)
    }
    #expect(TimePeriod("2026-02-30") == nil && TimePeriod("week") == nil && TimePeriod("") == nil)
  }

  @Test func skippedTimesAreNamed() throws {
    #expect(
      throws: TimeTextError(
        "2026-03-29 02:30 does not exist in Europe/Berlin, where the clocks go from 2026-03-29 02:00 straight to "
          + "2026-03-29 03:00; write '2026-03-29 03:00'")
    ) { try resolve("2026-03-29 02:30") }
    #expect(
      throws: TimeTextError(
        "2011-12-30 12:00 does not exist in Samoa, where the clocks go from 2011-12-30 00:00 straight to "
          + "2011-12-31 00:00; write '2011-12-31 00:00'")
    ) { try resolve("2011-12-30 12:00", "Samoa") }
  }
}
