import Testing

@testable import CivilTime

/// A TZif file made by hand, with one block for version 1 and, from version 2 on, another with other values, so that
/// a test sees which one was read.
struct TestZoneFile {
  var version: UInt8 = UInt8(ascii: "2")
  var footer = "CET-1CEST,M3.5.0,M10.5.0/3"
  var leapCount = 0

  var bytes: [UInt8] {
    let old = header() + block(offset: 1800, wide: false)
    return version == 0 ? old : old + header() + block(offset: 3600, wide: true) + Array("\n\(footer)\n".utf8)
  }

  private func header() -> [UInt8] {
    let counts = [0, 0, leapCount, 1, 2, 4].flatMap { number(Int64($0), 4) }
    return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts
  }

  /// One transition, at second 1000, from UTC to `offset`.
  private func block(offset: Int64, wide: Bool) -> [UInt8] {
    let leap = [UInt8](repeating: 0, count: leapCount * (wide ? 12 : 8))
    let types = number(0, 4) + [0, 0] + number(offset, 4) + [0, 0]
    return number(1000, wide ? 8 : 4) + [1] + types + Array("CET\0".utf8) + leap
  }

  private func number(_ value: Int64, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> Int64((width - 1 - $0) * 8)) }
  }
}

@Suite struct ZoneFileTests {
  @Test func versionTwoIsReadFromItsSecondBlock() throws {
    let table = try ZoneFile.table(from: TestZoneFile().bytes)
    #expect(table.offset(at: 999) == 0)
    #expect(table.offset(at: 1000) == 3600)
    // July 2050, by the rule.
    #expect(table.type(at: 2_541_400_000).abbreviation == "CEST")
  }

  @Test func versionOneIsReadToo() throws {
    let table = try ZoneFile.table(from: TestZoneFile(version: 0).bytes)
    #expect(table.offset(at: 999) == 0)
    #expect(table.offset(at: 4_000_000_000) == 1800)
  }

  @Test func withoutARuleTheLastOffsetStays() throws {
    let table = try ZoneFile.table(from: TestZoneFile(footer: "").bytes)
    #expect(table.offset(at: 4_000_000_000) == 3600)
    #expect(table.nextChange(after: 1000) == nil)
  }

  /// Cut anywhere, or with any byte changed, a file is read or refused, and never read beyond its end.
  @Test func survivesDamage() {
    for file in [TestZoneFile(), TestZoneFile(version: 0)] {
      let whole = file.bytes
      for length in 0..<whole.count {
        #expect(throws: ZoneFile.Fault.self) { try ZoneFile.table(from: Array(whole[..<length])) }
      }
      for position in whole.indices {
        for byte in [0, 1, 5, 0x2C, 0x7F, 0x80, 0xFF] as [UInt8] {
          var damaged = whole
          damaged[position] = byte
          guard let table = try? ZoneFile.table(from: damaged) else { continue }
          _ = table.type(at: 2_541_400_000)
          _ = table.nextChange(after: 0)
        }
      }
    }
  }
}
