import CivilTime
import Glibc
import Testing

/// The C library reads the same files with other code. `date` runs it in a process of its own, because its zone
/// belongs to the whole process.
@Suite struct SystemComparisonTests {
  static let gnuDate =
    access("/usr/bin/date", X_OK) == 0 && access("/usr/share/zoneinfo/tzdata.zi", R_OK) == 0

  @Test(
    .enabled(if: gnuDate, "needs GNU date and the tzdata package"),
    arguments: [
      "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo",
      "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin", "America/Nuuk", "Asia/Gaza",
    ])
  func sameAsTheCLibrary(name: String) throws {
    let zone = try Zone.named(name)
    // 1950 to 2060, at an interval that falls on all hours and days; and the seconds around each transition.
    var moments = Array(stride(from: Int64(-631_152_000), to: 2_840_140_800, by: 3_000_017))
    for transition in zone.transitions(in: Instant(moments[0])..<Instant(2_840_140_800)) {
      moments += [transition.instant.seconds - 1, transition.instant.seconds]
    }
    let ours = moments.map { second -> String in
      let instant = Instant(second)
      let text = instant.rfc3339(in: zone)
      return "\(text.prefix(19)) \(zone.offset(at: instant) / 60) \(zone.abbreviation(at: instant))"
    }
    let theirs = try dates(moments, zone: name)
    #expect(ours.count == theirs.count)
    #expect(zip(ours, theirs).first { $0 != $1 }.map { "\($0), but date says \($1)" } == nil)
  }

  private func dates(_ moments: [Int64], zone: String) throws -> [String] {
    var path = Array("/tmp/civiltime-dates-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    try #require(file >= 0)
    defer { unlink(path) }
    let list = Array(moments.map { "@\($0)\n" }.joined().utf8)
    try #require(write(file, list, list.count) == list.count)
    close(file)

    let listPath = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let command = "LC_ALL=C TZ='\(zone)' /usr/bin/date -f '\(listPath)' '+%Y-%m-%dT%H:%M:%S %z %Z'"
    let pipe = try #require(popen(command, "r"))
    defer { pclose(pipe) }
    var lines: [String] = []
    var buffer = [CChar](repeating: 0, count: 200)
    while fgets(&buffer, 200, pipe) != nil {
      let line = String(
        decoding: buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      lines.append(withMinutes(line))
    }
    return lines
  }

  /// `+0130` as minutes, the way this test writes offsets.
  private func withMinutes(_ line: String) -> String {
    let words = line.split(separator: " ")
    guard words.count == 3, let number = Int(words[1]) else { return line }
    return "\(words[0]) \(number / 100 * 60 + number % 100) \(words[2])"
  }
}
