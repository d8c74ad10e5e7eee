/// A moment in time: whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The one representation of time in the program and in the store. Text comes in and goes out as RFC 3339 in UTC.
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, negative before it.
  public var seconds: Int64

  /// Takes seconds since 1970-01-01T00:00:00Z; no number is refused, also outside of `earliest...latest`.
  public init(_ seconds: Int64) { self.seconds = seconds }

  public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  /// This moment moved by a number of seconds.
  public func advanced(by seconds: Int64) -> Instant { Instant(self.seconds &+ seconds) }
}

extension Instant {
  /// The first and last moments that have a four-digit year, the only ones that RFC 3339 can write.
  public static let earliest = Instant(-62_167_219_200)
  /// 9999-12-31T23:59:59Z
  public static let latest = Instant(253_402_300_799)

  /// Appends `2026-01-15T10:00:00Z` to UTF-8 bytes; moments outside of `earliest...latest` are clamped.
  public func appendRFC3339(to bytes: inout [UInt8]) {
    let seconds = min(max(self.seconds, Instant.earliest.seconds), Instant.latest.seconds)
    let days = seconds.flooringQuotient(86_400)
    let secondOfDay = Int(seconds - days * 86_400)
    let date = CivilDate(daysSinceEpoch: Int(days))
    appendDigits(date.year, 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendDigits(date.month, 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendDigits(date.day, 2, to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    appendDigits(secondOfDay / 3600, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDigits(secondOfDay / 60 % 60, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDigits(secondOfDay % 60, 2, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  /// `2026-01-15T10:00:00Z`
  public var rfc3339: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    appendRFC3339(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Int64 {
  /// Division that rounds towards minus infinity, as calendars need it before 1970.
  @inlinable
  package func flooringQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

/// Shared by every text of this module; `count` is 2 or 4.
@inline(__always)
func appendDigits(_ value: Int, _ count: Int, to bytes: inout [UInt8]) {
  if count == 4 {
    bytes.append(UInt8(truncatingIfNeeded: 48 + value / 1000))
    bytes.append(UInt8(truncatingIfNeeded: 48 + value / 100 % 10))
  }
  bytes.append(UInt8(truncatingIfNeeded: 48 + value / 10 % 10))
  bytes.append(UInt8(truncatingIfNeeded: 48 + value % 10))
}
