/// A time zone: for every moment, how far its clocks are from UTC.
///
/// Two are equal if they have the same IANA identifier, because a run reads one database.
public struct Zone: Hashable, Sendable {
  /// As it was asked for: `Europe/Berlin`, or Rails' `Central Time (US & Canada)`.
  public let name: String
  /// The IANA identifier: `America/Chicago`.
  public let identifier: String
  let table: ZoneTable

  /// Works on every machine, with or without a time zone database.
  public static let utc = Zone(name: "UTC", identifier: "Etc/UTC", table: .utc)

  public static func == (left: Zone, right: Zone) -> Bool { left.identifier == right.identifier }
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

extension Zone {
  /// Seconds east of UTC.
  public func offset(at instant: Instant) -> Int { table.offset(at: instant.seconds) }

  /// `CET`, `CEST`; `+0545` where people have no letters for it
  public func abbreviation(at instant: Instant) -> String { table.type(at: instant.seconds).abbreviation }

  /// What the clocks of this zone show. Moments outside of `Instant.earliest...latest` are clamped.
  public func civil(_ instant: Instant) -> CivilDateTime {
    let instant = instant.writable
    return CivilDateTime(wallSeconds: instant.seconds + Int64(offset(at: instant)))
  }

  /// Appends `+01:00`.
  static func appendOffset(_ offset: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: offset < 0 ? "-" : "+"))
    let size = abs(offset)
    appendDigits(size / 3600, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDigits(size / 60 % 60, 2, to: &bytes)
    guard size % 60 != 0 else { return }
    bytes.append(UInt8(ascii: ":"))
    appendDigits(size % 60, 2, to: &bytes)
  }
}
