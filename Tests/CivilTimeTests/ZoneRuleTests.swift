import Testing

@testable import CivilTime

@Suite struct ZoneRuleTests {
  private func changes(_ posix: String, year: Int) throws -> [String] {
    let rule = try #require(ZoneRule(posix: posix.utf8))
    let table = ZoneTable(transitions: [], typeIndices: [], types: [rule.standard], rule: rule)
    let zone = Zone(name: posix, identifier: posix, table: table)
    let start = try Instant(rfc3339: "\(year)-01-01T00:00:00Z")
    let end = try Instant(rfc3339: "\(year + 1)-01-01T00:00:00Z")
    return zone.transitions(in: start..<end).map {
      "\($0.instant.rfc3339) \($0.abbreviation) \($0.offsetAfter)"
    }
  }

  @Test(arguments: [
    (
      "CET-1CEST,M3.5.0,M10.5.0/3", 2050, ["2050-03-27T01:00:00Z CEST 7200", "2050-10-30T01:00:00Z CET 3600"]
    ),
    ("EST5EDT,M3.2.0,M11.1.0", 2050, ["2050-03-13T07:00:00Z EDT -14400", "2050-11-06T06:00:00Z EST -18000"]),
    // South of the equator, and half an hour.
    (
      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026,
      ["2026-04-04T15:00:00Z +1030 37800", "2026-10-03T15:30:00Z +11 39600"]
    ),
    // The saving is negative.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 2026, ["2026-03-29T01:00:00Z IST 3600", "2026-10-25T01:00:00Z GMT 0"]),
    // Before midnight of the day, as in Greenland.
    (
      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026,
      ["2026-03-29T01:00:00Z -01 -3600", "2026-10-25T01:00:00Z -02 -7200"]
    ),
    // Days later, as in Gaza once.
    (
      "EET-2EEST,M3.4.4/50,M10.4.4/50", 2026,
      ["2026-03-28T00:00:00Z EEST 10800", "2026-10-23T23:00:00Z EET 7200"]
    ),
    // Days by number: J60 is 1 March, 59 is 29 February in a leap year.
    ("AAA0BBB,J60/0,J365/0", 2028, ["2028-03-01T00:00:00Z BBB 3600", "2028-12-30T23:00:00Z AAA 0"]),
    ("AAA0BBB,59/0,364/0", 2028, ["2028-02-29T00:00:00Z BBB 3600", "2028-12-29T23:00:00Z AAA 0"]),
    ("<+0545>-5:45", 2026, []),
    // Daylight time all year.
    ("XXX3EDT4,0/0,J365/23", 2026, []),
  ])
  func years(posix: String, year: Int, expected: [String]) throws {
    #expect(try changes(posix, year: year) == expected)
  }

  @Test func daylightTimeAllYear() throws {
    let rule = try #require(ZoneRule(posix: "XXX3EDT4,0/0,J365/23".utf8))
    for seconds in stride(from: Int64(1_700_000_000), to: 1_800_000_000, by: 3600)
    where seconds % 86_400 < 18_000 {
      #expect(rule.type(at: seconds).abbreviation == "EDT")
    }
  }

  @Test(arguments: [
    "", "C", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-25",
    "<CET-1",
    "<>-1", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
    "CET-1CEST,J0,J365", "CET-1CEST,366,J365", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60",
    "CET-9999999999999999999",
  ])
  func refuses(posix: String) {
    #expect(ZoneRule(posix: posix.utf8) == nil)
  }

  @Test func extremeMomentsDoNotOverflow() throws {
    let zone = try Zone.named("Europe/Berlin")
    for seconds in [Int64.min, .min + 1, -1 << 60, 1 << 60, .max - 1, .max] {
      _ = zone.civil(Instant(seconds))
      _ = zone.nextTransition(after: Instant(seconds))
      for unit in CalendarUnit.allCases { _ = unit.start(of: Instant(seconds), in: zone) }
    }
  }
}
