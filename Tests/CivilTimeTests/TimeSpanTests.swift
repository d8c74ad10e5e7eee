import CivilTime
import TestSupport
import Testing

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("45s", 45, "45s"), ("90m", 5400, "1h30m"), ("4h", 14_400, "4h"), ("2d", 172_800, "2d"),
    ("48h", 172_800, "2d"), ("1w", 604_800, "1w"), ("7d", 604_800, "1w"), ("10d", 864_000, "10d"),
    ("1h30m", 5400, "1h30m"), ("1w2d3h4m5s", 788_645, "9d3h4m5s"), ("0s", 0, "0s"), ("0h", 0, "0s"),
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
    ("4hours", "'4hours' has an unknown unit hours; use s, m, h, d or w"),
    ("4H", "'4H' has an unknown unit H; use s, m, h, d or w"),
    ("-4h", "'-4h' must not be negative; write a duration like 4h"),
    ("4", "'4' needs a unit; did you mean 4h? (s, m, h, d or w)"),
    ("1h30", "'1h30' needs a unit after every number; use s, m, h, d or w"),
    ("1.5h", "'1.5h' has a fraction; write whole numbers, like 1h30m"),
    ("4 h", "'4 h' has a space in its duration; write it without, like 1h30m"),
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
