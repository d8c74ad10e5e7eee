import Glibc

/// Which release of the time zone database is on a machine.
public struct ZoneData: Sendable, Equatable {
  /// Such as `2025b`: a year and a letter.
  public let version: String
  /// It was released by then.
  public let releasedBy: Instant

  /// Reads the first line of `tzdata.zi`, `# version 2025b`; nil where there is none.
  ///
  /// The line has only the year. The file's own date tells more where it lies in that year, which is so for a file that
  /// came with a package; else the last day of the year is taken, so that nothing is called old too early.
  public static func installed(directory: String = "/usr/share/zoneinfo") -> ZoneData? {
    let path = "\(directory)/tzdata.zi"
    var facts = stat()
    guard case .file(let bytes) = ZoneDatabase.contents(of: path), stat(path, &facts) == 0 else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }.prefix(64), as: UTF8.self)
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "#", words[1] == "version", let year = Int(words[2].prefix(4)),
      (1990...9999).contains(year), words[2].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    func moment(_ month: Int, _ day: Int) -> Instant? {
      CivilDate(year: year, month: month, day: day).map { Instant(Int64($0.daysSinceEpoch) * 86_400) }
    }
    guard let begin = moment(1, 1), let end = moment(12, 31) else { return nil }
    let written = Instant(Int64(facts.st_mtim.tv_sec))
    return ZoneData(version: String(words[2]), releasedBy: begin <= written && written <= end ? written : end)
  }
}
