import Glibc
import JSONText
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// Recorded answers of the public API, where somebody has a folder of them.
@Suite struct SampleTests {
  private static let folder = getenv("SESSIONCTL_WIRE_SAMPLES").map { String(cString: $0) }

  @Test(
    "§12 every recorded answer imports, or is named as passed over",
    .enabled(if: folder != nil, "SESSIONCTL_WIRE_SAMPLES names no folder"))
  func recordedAnswers() throws {
    let folder = try #require(Self.folder)
    let names = Files.names(in: folder).filter { $0.hasSuffix(".json") }.sorted()
    #expect(!names.isEmpty)
    let made = try TestStore()
    for name in names {
      let text = String(decoding: try Files.bytes("\(folder)/\(name)"), as: UTF8.self)
      let report = try made.importing(text)
      #expect(report.failures == [], "\(name)")
      #expect(report.total > 0 && report.unknown == .init(), "\(name)")
    }
    let before = try made.export()
    for name in names {
      let text = String(decoding: try Files.bytes("\(folder)/\(name)"), as: UTF8.self)
      #expect(try made.importing(text).changed == 0, "\(name)")
    }
    #expect(try made.export() == before)
    // What was recorded comes out again, but for white space.
    let (users, tickets) = (try made.export(.user), try made.export(.ticket))
    #expect(users.count > 1 && !tickets.isEmpty)
  }
}
