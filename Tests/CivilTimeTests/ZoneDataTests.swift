import Foundation
import Testing

@testable import CivilTime

/// Which release of the time zone database a machine has.
@Suite struct ZoneDataTests {
  private func data(_ text: String, writtenAt moment: Int64) throws -> ZoneData? {
    let folder = NSTemporaryDirectory() + "/sessionctl-zones-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/tzdata.zi"))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(moment))], ofItemAtPath: folder + "/tzdata.zi")
    return ZoneData.installed(directory: folder)
  }

  private let march2025: Int64 = 1_742_000_000
  private let end2025: Int64 = 1_767_139_200

  @Test("the file's own date counts where it lies in the year of the release, else the end of that year")
  func release() throws {
    #expect(
      try data("# version 2025b\nR d\n", writtenAt: march2025)
        == ZoneData(version: "2025b", releasedBy: Instant(march2025)))
    for other: Int64 in [0, 1_795_000_000] {
      #expect(try data("# version 2025b\n", writtenAt: other)?.releasedBy == Instant(end2025))
    }
  }

  @Test(
    "a file that says nothing of its version",
    arguments: ["", "# 2025b\n", "# version \n", "# version b2025\n", "R d 1916\n"])
  func unknown(text: String) throws {
    #expect(try data(text, writtenAt: march2025) == nil)
  }

  @Test func missing() { #expect(ZoneData.installed(directory: "/nonexistent") == nil) }
}
