import Glibc
import Testing

@testable import CivilTime

@Suite struct ZoneNamingTests {
  @Test func railsNames() throws {
    let chicago = try Zone.named("Central Time (US & Canada)")
    #expect(chicago.name == "Central Time (US & Canada)")
    #expect(chicago.identifier == "America/Chicago")
    #expect(chicago == (try Zone.named("America/Chicago")))
    #expect(try Zone.named("Nuku'alofa").identifier == "Pacific/Tongatapu")
    #expect(railsZoneNames.count == 150)
    for name in railsZoneNames.keys { #expect(throws: Never.self) { try Zone.named(name) } }
  }

  @Test(arguments: ["UTC", "utc", "Z", "Etc/UTC", "Zulu"])
  func utcNeedsNoDatabase(name: String) throws {
    #expect(try Zone.named(name, directory: "/nonexistent") == Zone.utc)
    #expect(try Zone.named(name, directory: "/nonexistent").abbreviation(at: Instant(0)) == "UTC")
  }

  @Test(arguments: [
    (
      "Mars/Olympus Mons",
      "unknown time zone 'Mars/Olympus Mons'; write a name like Europe/Berlin, 'Central Time (US & Canada)' or UTC"
    ),
    ("Europe/Berln", "unknown time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?"),
    ("europe/berlin", "unknown time zone 'europe/berlin'; did you mean 'Europe/Berlin'?"),
    ("america/new york", "unknown time zone 'america/new york'; did you mean 'America/New_York'?"),
    ("hawaii", "unknown time zone 'hawaii'; did you mean 'Hawaii'?"),
    (
      "zone.tab",
      "unknown time zone 'zone.tab'; write a name like Europe/Berlin, 'Central Time (US & Canada)' or UTC"
    ),
  ])
  func unknownNames(name: String, message: String) {
    #expect(throws: ZoneError(kind: .unknown, message: message)) { try Zone.named(name) }
  }

  @Test(arguments: [
    "", "/", "/etc/localtime", "/usr/share/zoneinfo/Europe/Berlin", "..", "../etc/passwd",
    "Europe/../Europe/Berlin",
    "./Europe/Berlin", "Europe//Berlin", "Europe/", "Europe", "Europe/Berlin\0", "Europe/Berlin\n",
    "\u{1B}[31m",
    String(repeating: "x", count: 101),
  ])
  func refusedNames(name: String) {
    let error = #expect(throws: ZoneError.self) { try Zone.named(name) }
    #expect(error?.kind == .refused)
  }

  @Test func aMissingDatabaseIsNotAnUnknownName() throws {
    let folder = try TemporaryFolder()
    for directory in ["/nonexistent", folder.path] {
      #expect(
        throws: ZoneError(
          kind: .databaseMissing,
          message:
            "time zone 'Europe/Berlin' can't be looked up because this machine has no time zone database in "
            + "\(directory); install the tzdata package, or use UTC")
      ) { try Zone.named("Europe/Berlin", directory: directory) }
    }
  }

  @Test func unusableFiles() throws {
    let folder = try TemporaryFolder()
    folder.write(Array("TZif2".utf8) + [UInt8](repeating: 0, count: 100), to: "Damaged")
    folder.write(TestZoneFile(leapCount: 1).bytes, to: "Leap")
    folder.write([], to: "Empty")
    #expect(mkfifo("\(folder.path)/Pipe", 0o600) == 0)
    func kind(_ name: String) -> ZoneError.Kind? {
      #expect(throws: ZoneError.self) { try Zone.named(name, directory: folder.path) }?.kind
    }
    #expect(kind("Damaged") == .damaged)
    #expect(kind("Leap") == .refused)
    #expect(kind("Empty") == .unknown)
    #expect(kind("Pipe") == .damaged)
  }
}

/// A folder that goes when the test ends.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/civiltime-XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    try #require(made)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func write(_ bytes: [UInt8], to name: String) {
    let file = open("\(path)/\(name)", O_WRONLY | O_CREAT, 0o600)
    #expect(Glibc.write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  deinit {
    for entry in ZoneDatabase.entries(of: path) { unlink("\(path)/\(entry)") }
    rmdir(path)
  }
}
