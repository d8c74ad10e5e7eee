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

  /// How many bytes `writeRFC3339(to:)` writes.
  @inlinable public static var rfc3339Length: Int { 20 }

  /// Writes `2026-01-15T10:00:00Z` where there is room for it, the one place where every document's times are made;
  /// moments outside of `earliest...latest` are clamped.
  public func writeRFC3339(to place: UnsafeMutablePointer<UInt8>) {
    let seconds = writable.seconds
    let days = seconds.flooringQuotient(86_400)
    let second = Int(seconds - days * 86_400)
    let date = CivilDate(daysSinceEpoch: Int(days))
    writeTwoDigits(date.year / 100, to: place)
    writeTwoDigits(date.year % 100, to: place + 2)
    place[4] = UInt8(ascii: "-")
    writeTwoDigits(date.month, to: place + 5)
    place[7] = UInt8(ascii: "-")
    writeTwoDigits(date.day, to: place + 8)
    place[10] = UInt8(ascii: "T")
    writeTwoDigits(second / 3600, to: place + 11)
    place[13] = UInt8(ascii: ":")
    writeTwoDigits(second / 60 % 60, to: place + 14)
    place[16] = UInt8(ascii: ":")
    writeTwoDigits(second % 60, to: place + 17)
    place[19] = UInt8(ascii: "Z")
  }

  /// Appends the same to UTF-8 bytes.
  public func appendRFC3339(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Instant.rfc3339Length) { text in
      guard let place = text.baseAddress else { return }
      writeRFC3339(to: place)
      bytes.append(contentsOf: text)
    }
  }

  /// `2026-01-15T10:00:00Z`
  public var rfc3339: String {
    String(unsafeUninitializedCapacity: Instant.rfc3339Length) { text in
      guard let place = text.baseAddress else { return 0 }
      writeRFC3339(to: place)
      return Instant.rfc3339Length
    }
  }
}

@inline(__always)
private func writeTwoDigits(_ value: Int, to place: UnsafeMutablePointer<UInt8>) {
  place[0] = UInt8(truncatingIfNeeded: 48 + value / 10)
  place[1] = UInt8(truncatingIfNeeded: 48 + value % 10)
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
