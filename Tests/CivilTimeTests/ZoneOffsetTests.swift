import CivilTime
import Testing

/// Offsets as Python's zoneinfo and `date` give them. The years around 2050 come from the rules at the end of the
/// files: if a government changes its mind, a new tzdata changes them, and then these lines are to be changed too.
/// (Casablanca has none for that reason: its clocks follow decrees and the moon.)
@Suite struct ZoneOffsetTests {
  @Test(arguments: [
    ("Europe/Berlin", "1999-07-01T00:00:00Z", 7200, "CEST"),
    ("Europe/Berlin", "2026-01-15T10:00:00Z", 3600, "CET"),
    ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600, "CET"),
    ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200, "CEST"),
    ("Europe/Berlin", "2050-03-27T00:59:59Z", 3600, "CET"),
    ("Europe/Berlin", "2050-03-27T01:00:00Z", 7200, "CEST"),
    ("America/New_York", "2026-11-01T05:59:59Z", -14_400, "EDT"),
    ("America/New_York", "2026-11-01T06:00:00Z", -18_000, "EST"),
    ("America/New_York", "2050-01-15T10:00:00Z", -18_000, "EST"),
    ("America/New_York", "2050-07-15T10:00:00Z", -14_400, "EDT"),
    ("Asia/Kathmandu", "2026-01-15T10:00:00Z", 20_700, "+0545"),
    ("Asia/Kathmandu", "2050-07-15T10:00:00Z", 20_700, "+0545"),
    ("Australia/Lord_Howe", "1999-07-01T00:00:00Z", 37_800, "+1030"),
    ("Australia/Lord_Howe", "2026-10-03T15:29:59Z", 37_800, "+1030"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 39_600, "+11"),
    ("Australia/Lord_Howe", "2050-01-15T10:00:00Z", 39_600, "+11"),
    ("Australia/Lord_Howe", "2050-07-15T10:00:00Z", 37_800, "+1030"),
    ("America/Sao_Paulo", "2018-11-04T02:59:59Z", -10_800, "-03"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", -7200, "-02"),
    ("America/Sao_Paulo", "2050-01-15T10:00:00Z", -10_800, "-03"),
    ("Africa/Casablanca", "2018-11-04T03:00:00Z", 3600, "+01"),
    ("Africa/Casablanca", "2025-03-01T12:00:00Z", 0, "+00"),
    ("Africa/Casablanca", "2025-06-01T12:00:00Z", 3600, "+01"),
    ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000, "-10"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400, "+14"),
    ("Pacific/Apia", "2026-01-15T10:00:00Z", 46_800, "+13"),
    ("Pacific/Apia", "2050-07-15T10:00:00Z", 46_800, "+13"),
    // Summer time is standard time here and winter time the deviation, with a negative saving.
    ("Europe/Dublin", "2050-01-15T10:00:00Z", 0, "GMT"),
    ("Europe/Dublin", "2050-07-15T10:00:00Z", 3600, "IST"),
  ])
  func offsets(name: String, moment: String, offset: Int, abbreviation: String) throws {
    let zone = try Zone.named(name)
    let instant = try Instant(rfc3339: moment)
    #expect(zone.offset(at: instant) == offset)
    #expect(zone.abbreviation(at: instant) == abbreviation)
    #expect(zone.civil(instant).wallSeconds == instant.seconds + Int64(offset))
  }

  @Test func momentsInAZone() throws {
    let moment = try Instant(rfc3339: "2026-01-15T10:00:00Z")
    #expect(moment.rfc3339(in: .utc) == "2026-01-15T10:00:00+00:00")
    #expect(moment.rfc3339(in: try .named("Europe/Berlin")) == "2026-01-15T11:00:00+01:00")
    #expect(moment.rfc3339(in: try .named("America/St_Johns")) == "2026-01-15T06:30:00-03:30")
    #expect(Instant(Int64.max).rfc3339(in: .utc) == "9999-12-31T23:59:59+00:00")
  }

  @Test func transitions() throws {
    let berlin = try Zone.named("Europe/Berlin")
    let year = try Instant(rfc3339: "2026-01-01T00:00:00Z")..<Instant(rfc3339: "2027-01-01T00:00:00Z")
    #expect(
      berlin.transitions(in: year).map(\.instant.rfc3339) == ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"])
    let next = try #require(berlin.nextTransition(after: year.lowerBound))
    #expect((next.offsetBefore, next.offsetAfter, next.abbreviation) == (3600, 7200, "CEST"))
    // The bounds: the first moment belongs to the range, the one after the last does not.
    #expect(berlin.transitions(in: next.instant..<next.instant.advanced(by: 1)).count == 1)
    #expect(berlin.transitions(in: next.instant.advanced(by: -1)..<next.instant).isEmpty)
    #expect(Zone.utc.nextTransition(after: year.lowerBound) == nil)
    #expect(try Zone.named("Asia/Kathmandu").nextTransition(after: year.lowerBound) == nil)
    // From the table into the rule: twice a year, without a repetition at the seam.
    let century = year.lowerBound..<(try Instant(rfc3339: "2126-01-01T00:00:00Z"))
    #expect(berlin.transitions(in: century).count == 200)
  }

  @Test func segmentsCoverTheTimeWithoutGaps() throws {
    for name in ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "UTC"] {
      let zone = try Zone.named(name)
      let start = Instant(-3_000_000_000)
      let end = Instant(3_000_000_000)
      let segments = zone.segments(from: start, to: end)
      #expect(segments.first?.start == start && segments.last?.end == end)
      for (one, following) in zip(segments, segments.dropFirst()) {
        #expect(one.end == following.start && one.offset != following.offset && one.start < one.end)
      }
      for segment in segments {
        #expect(zone.offset(at: segment.start) == segment.offset)
        #expect(zone.offset(at: segment.end.advanced(by: -1)) == segment.offset)
      }
    }
    #expect(Zone.utc.segments(from: Instant(5), to: Instant(5)).isEmpty)
    #expect(Zone.utc.segments(from: Instant(.min), to: Instant(.max)).count == 1)
  }
}
