/// A time zone that cannot be had, with one sentence that says what to do.
public struct ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why a time zone cannot be had.
  public enum Kind: Hashable, Sendable {
    /// No zone has this name.
    case unknown
    /// A path or a folder, not a zone's name.
    case refused
    /// The machine has no time zone database.
    case databaseMissing
    /// The zone's file is there and cannot be read or understood.
    case damaged
  }

  /// The reason for programs, where `message` is for people.
  public let kind: Kind
  /// One sentence without a full stop that names the zone and says what to do.
  public let message: String

  public var description: String { message }
}

extension ZoneError {
  private static let examples = "write a name like Europe/Berlin, 'Central Time (US & Canada)' or UTC"

  static func unknown(_ name: String, suggestion: String?) -> ZoneError {
    let advice = suggestion.map { "did you mean '\($0)'?" } ?? examples
    return ZoneError(kind: .unknown, message: "unknown time zone \(name.quotedForError); \(advice)")
  }

  static func refused(_ name: String) -> ZoneError {
    ZoneError(kind: .refused, message: "\(name.quotedForError) is not the name of a time zone; \(examples)")
  }

  static func region(_ name: String) -> ZoneError {
    ZoneError(
      kind: .refused,
      message:
        "\(name.quotedForError) is a region with several time zones; write one of them, like Europe/Berlin")
  }

  static func countsLeapSeconds(_ name: String) -> ZoneError {
    ZoneError(
      kind: .refused,
      message: "time zone \(name.quotedForError) counts leap seconds, which times here do not; "
        + "write its name without 'right/'")
  }

  static func databaseMissing(_ name: String, directory: String) -> ZoneError {
    ZoneError(
      kind: .databaseMissing,
      message:
        "time zone \(name.quotedForError) can't be looked up because this machine has no time zone database "
        + "in \(directory); install the tzdata package, or use UTC")
  }

  static func damaged(_ name: String, path: String) -> ZoneError {
    ZoneError(
      kind: .damaged,
      message:
        "the file of time zone \(name.quotedForError) can't be read: \(path); reinstall the tzdata package")
  }
}
