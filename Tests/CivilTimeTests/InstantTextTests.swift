import CivilTime
import TestSupport
import Testing

@Suite struct InstantTextTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("2026-01-15T10:00:00Z", 1_768_471_200),
    ("2026-01-15t10:00:00z", 1_768_471_200),
    ("2026-01-15 10:00:00Z", 1_768_471_200),
    ("2026-01-15T11:00:00+01:00", 1_768_471_200),
    ("2026-01-15T04:30:00-05:30", 1_768_471_200),
    ("2026-01-15T10:00:00-00:00", 1_768_471_200),
    ("2026-01-15T10:00:00.999999999Z", 1_768_471_200),
    ("2026-01-15T10:00:00.5+00:00", 1_768_471_200),
    ("1969-12-31T23:59:59.9Z", -1),
    ("2024-02-29T00:00:00Z", 1_709_164_800),
    ("2000-02-29T00:00:00Z", 951_782_400),
    ("0000-01-01T00:00:00Z", -62_167_219_200),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
    // A leap second is the second after it, wherever it is told.
    ("2016-12-31T23:59:60Z", 1_483_228_800),
    ("2016-12-31T23:59:60.7Z", 1_483_228_800),
    ("2017-01-01T00:59:60+01:00", 1_483_228_800),
    ("2016-12-31T15:59:60-08:00", 1_483_228_800),
  ])
  func reads(text: String, seconds: Int64) throws {
    #expect(try Instant(rfc3339: text).seconds == seconds)
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { Instant(rfc3339: $0)?.seconds } == seconds)
  }

  @Test(arguments: [
    ("", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("tomorrow", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-1-15T10:00:00Z", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-01-15X10:00:00Z", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-01-15T10:00:00Z ", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-01-15T10:00:00.Z", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-01-15T10:00:0", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-01-15T١٠:00:00Z", "is not a time; write it like 2026-01-15T10:00:00Z"),
    ("2026-02-30T10:00:00Z", "has an impossible day: February 2026 has 28 days"),
    ("1900-02-29T10:00:00Z", "has an impossible day: February 1900 has 28 days"),
    ("2026-04-31T10:00:00Z", "has an impossible day: April 2026 has 30 days"),
    ("2026-01-00T10:00:00Z", "has an impossible day: January 2026 has 31 days"),
    ("2026-13-01T10:00:00Z", "has an impossible month; write 01 to 12"),
    ("2026-01-15T24:00:00Z", "has an impossible hour; write 00 to 23"),
    ("2026-01-15T10:60:00Z", "has an impossible minute; write 00 to 59"),
    ("2026-01-15T10:00:61Z", "has an impossible second; write 00 to 59"),
    ("2026-01-15T10:00:60Z", "has an impossible second; write 00 to 59"),
    ("2016-12-31T23:59:60+01:00", "has an impossible second; write 00 to 59"),
    (
      "2026-01-15T10:00:00+24:00",
      "has an impossible offset from UTC; write Z, or hours and minutes like +01:00"
    ),
    (
      "2026-01-15T10:00:00+0100",
      "has an impossible offset from UTC; write Z, or hours and minutes like +01:00"
    ),
    (
      "2026-01-15T10:00:00+01:00:00",
      "has an impossible offset from UTC; write Z, or hours and minutes like +01:00"
    ),
    ("2026-01-15", "has no time of day; write it like 2026-01-15T10:00:00Z"),
    ("2026-01-15T10:00:00", "has no offset from UTC; add Z, or one like +01:00"),
    ("2026-01-15T10:00Z", "has an offset but no seconds; write it like 2026-01-15T10:00:00Z"),
    ("0000-01-01T00:00:00+00:01", "is outside the years 0000 to 9999 in UTC; write a time within them"),
    ("9999-12-31T23:59:59-00:01", "is outside the years 0000 to 9999 in UTC; write a time within them"),
  ])
  func refuses(text: String, reason: String) {
    #expect(throws: TimeTextError("'\(text)' \(reason)")) { try Instant(rfc3339: text) }
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { Instant(rfc3339: $0) } == nil)
  }

  @Test func longTextIsCutInErrors() {
    let text = String(repeating: "é", count: 5000)
    #expect(throws: TimeTextError.self) { try Instant(rfc3339: text) }
    let error = #expect(throws: TimeTextError.self) { try TimeExpression(parsing: text) }
    #expect((error?.message.count ?? 1000) < 250)
  }

  /// No prefix of a time and no single changed byte may read beyond the end, and none may be taken for a time that
  /// is then written differently.
  @Test func survivesDamage() {
    let whole = Array("2016-12-31T23:59:60.25+00:00".utf8)
    for length in 0...whole.count {
      for position in 0..<length {
        for byte in [0, 0x20, 0x2D, 0x2E, 0x30, 0x36, 0x39, 0x3A, 0x54, 0x5A, 0xFF] as [UInt8] {
          var damaged = Array(whole[..<length])
          damaged[position] = byte
          guard let instant = damaged.withUnsafeBufferPointer({ Instant(rfc3339: $0) }) else { continue }
          #expect((try? Instant(rfc3339: instant.rfc3339)) == instant)
        }
      }
    }
  }

  @Test func roundTrips() throws {
    var generator = SplitMix(seed: 3339)
    let berlin = try Zone.named("Europe/Berlin")
    for _ in 0..<20_000 {
      let seconds = Int64.random(in: Instant.earliest.seconds...Instant.latest.seconds, using: &generator)
      let instant = Instant(seconds)
      #expect(try Instant(rfc3339: instant.rfc3339) == instant)
      // Before 1894 Berlin's clocks had an offset with seconds, which RFC 3339 cannot write.
      guard seconds > -2_300_000_000, seconds < 253_402_200_000 else { continue }
      #expect(try Instant(rfc3339: instant.rfc3339(in: berlin)) == instant)
    }
  }
}
