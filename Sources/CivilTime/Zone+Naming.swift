import Glibc
import Spelling

extension Zone {
  /// The zone of an IANA name (`Europe/Berlin`) or of a Rails name (`Central Time (US & Canada)`).
  ///
  /// Names come from files of others, so nothing outside of `directory` is ever opened. UTC needs no database.
  public static func named(
    _ name: String, directory: String = "/usr/share/zoneinfo"
  ) throws(ZoneError) -> Zone {
    if utcNames.contains(name) { return Zone(name: name, identifier: utc.identifier, table: .utc) }
    let identifier = railsZoneNames[name] ?? name
    guard isHarmless(identifier) else { throw .refused(name) }

    let path = "\(directory)/\(identifier)"
    switch ZoneDatabase.contents(of: path) {
    case .file(let bytes):
      do throws(ZoneFile.Fault) {
        return Zone(name: name, identifier: identifier, table: try ZoneFile.table(from: bytes))
      } catch {
        switch error {
        // The folder also holds tables and lists, such as zone.tab.
        case .notAZoneFile: throw .unknown(name, suggestion: nil)
        case .countsLeapSeconds: throw .countsLeapSeconds(name)
        case .damaged: throw .damaged(name, path: path)
        }
      }
    case .folder: throw .region(name)
    case .unreadable: throw .damaged(name, path: path)
    case .missing:
      guard ZoneDatabase.exists(in: directory) else { throw .databaseMissing(name, directory: directory) }
      throw .unknown(name, suggestion: suggestion(for: name, directory: directory))
    }
  }

  private static let utcNames: Set<String> = [
    "UTC", "utc", "Z", "Etc/UTC", "Etc/UCT", "UCT", "Etc/Universal", "Universal", "Etc/Zulu", "Zulu",
  ]

  /// Not absolute, no way up, no empty part, no control characters.
  private static func isHarmless(_ identifier: String) -> Bool {
    let parts = identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return identifier.utf8.count <= 100
      && parts.allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
      && identifier.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  /// The name that differs only in capitals, or in spaces for underscores: `europe/berlin`, `america/new york`.
  /// Near misses are answered with the likely name and not run.
  private static func suggestion(for name: String, directory: String) -> String? {
    let wanted = name.lowercased()
    if let rails = railsZoneNames.keys.first(where: { $0.lowercased() == wanted }) { return rails }
    let identifier = wanted.split(separator: " ").joined(separator: "_")
    let names = Zone.names(directory: directory)
    return names.first { $0.lowercased() == identifier }
      ?? nearMisses(of: name, among: names + railsZoneNames.keys.sorted()).first
  }

  /// The identifiers of the zones that this machine knows, in the order of the alphabet.
  public static func names(directory: String = "/usr/share/zoneinfo") -> [String] {
    func names(below folder: String) -> [String] {
      ZoneDatabase.entries(of: "\(directory)/\(folder)").flatMap { entry -> [String] in
        let name = folder.isEmpty ? entry : "\(folder)/\(entry)"
        // The same once more, and lists such as `zone.tab`.
        if ["posix", "right", "localtime", "posixrules", "Factory"].contains(name) { return [] }
        if entry.contains(".") || entry.hasPrefix("leap") { return [] }
        return ZoneDatabase.isFolder("\(directory)/\(name)") ? names(below: name) : [name]
      }
    }
    return names(below: "").sorted()
  }
}
