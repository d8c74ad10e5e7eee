import CivilTime
import TestSupport
import Testing

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("45s", 45, "45s"), ("90m", 5400, "1h30m"), ("4h", 14_400, "4h"), ("2d", 172_800, "2d"),
    ("48h", 172_800, "2d"), ("1w", 604_800, "1w"), ("7d", 604_800, "1w"), ("10d", 864_000, "10d"),
    ("1h30m", 5400, "1h30m"), ("1w2d3h4m5s", 788_645, "9d3h4m5s"), ("0s", 0, "0s"), ("0h", 0, "0s"),
    ("1.5h", 5400, "1h30m"), ("0.5d", 43_200, "12h"), ("1h30.5m", 5430, "1h30m30s"),
    ("2 days", 172_800, "2d"),
    ("4 h", 14_400, "4h"), ("1 hour 30 minutes", 5400, "1h30m"), ("4hours", 14_400, "4h"),
    ("4H", 14_400, "4h"),
    ("1 Week", 604_800, "1w"), ("90 mins", 5400, "1h30m"), (" 3 sec ", 3, "3s"), ("1.50h", 5400, "1h30m"),
    ("007m", 420, "7m"), ("36525d", 3_155_760_000, "36525d"), ("3600s", 3600, "1h"),
  ])
  func reads(text: String, seconds: Int64, canonical: String) throws {
    let span = try TimeSpan(parsing: text)
    #expect(span.seconds == seconds)
    #expect(span.text == canonical)
    #expect(try TimeSpan(parsing: span.text) == span)
  }

  @Test(arguments: [
    ("", "a duration is missing; write one like 90m, 4h or 2d"),
    ("4x", "'4x' has an unknown unit x; use s, m, h, d or w"),
    ("4 hourz", "'4 hourz' has an unknown unit hourz; use s, m, h, d or w"),
    ("4M", "'4M' has the unit M, whose length varies; write days, like 30d"),
    ("2 months", "'2 months' has the unit months, whose length varies; write days, like 30d"),
    (" ", "a duration is missing; write one like 90m, 4h or 2d"),
    ("-4h", "'-4h' must not be negative; write a duration like 4h"),
    ("4", "'4' needs a unit; did you mean 4h? (s, m, h, d or w)"),
    ("1h30", "'1h30' needs a unit after every number; use s, m, h, d or w"),
    ("1.5", "'1.5' needs a unit; did you mean 1.5h? (s, m, h, d or w)"),
    ("1,5h", "'1,5h' is not a duration; write a fraction with a point, like 1.5h"),
    ("1.h", "'1.h' is not a duration; write a fraction with a point, like 1.5h"),
    ("1.5s", "'1.5s' is not a whole number of seconds; write it like 1h30m"),
    ("0.3333333333h", "'0.3333333333h' is not a whole number of seconds; write it like 1h30m"),
    ("1.5h30m", "'1.5h30m' has a fraction before its last unit; write it like 1h30m or 1.5h"),
    ("5217.9w", "'5217.9w' is longer than 100 years; write a shorter duration"),
    ("h", "'h' is not a duration; write a number and a unit, like 90m, 4h or 2d"),
    ("+4h", "'+4h' is not a duration; write a number and a unit, like 90m, 4h or 2d"),
    ("٤h", "'٤h' is not a duration; write a number and a unit, like 90m, 4h or 2d"),
    ("30m1h", "'30m1h' must name each unit once, the largest first, like 1h30m"),
    ("1h1h", "'1h1h' must name each unit once, the largest first, like 1h30m"),
    ("36526d", "'36526d' is longer than 100 years; write a shorter duration"),
    ("36525d1s", "'36525d1s' is longer than 100 years; write a shorter duration"),
    ("9223372036854775807w", "'9223372036854775807w' is longer than 100 years; write a shorter duration"),
    ("99999999999999999999s", "'99999999999999999999s' is longer than 100 years; write a shorter duration"),
  ])
  func refuses(text: String, message: String) {
    #expect(throws: TimeTextError(message)) { try TimeSpan(parsing: text) }
  }

  @Test func zeroIsForTheCallerToAllow() {
    #expect(throws: TimeTextError("'0m' is zero; write a duration of at least 1s")) {
      try TimeSpan(parsing: "0m", allowingZero: false)
    }
  }

  @Test func canonicalTextRoundTrips() throws {
    var generator = SplitMix(seed: 7)
    for _ in 0..<5000 {
      let span = try #require(TimeSpan(seconds: Int64.random(in: 0...10_000_000, using: &generator)))
      #expect(try TimeSpan(parsing: span.text) == span)
    }
    #expect(TimeSpan(seconds: -1) == nil)
  }
}
