/// A day and a time on the clock, without a time zone.
public struct CivilDateTime: Hashable, Comparable, Sendable {
  /// The day on which the clock shows this time.
  public let date: CivilDate
  /// 0 to 86,399; days on a wall clock always have 24 hours, whatever the zone does to them.
  public let secondOfDay: Int

  /// A time on the clock, or nil (there is no 24:00 and no 10:60).
  public init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
    self.init(date: date, secondOfDay: hour * 3600 + minute * 60 + second)
  }

  init(date: CivilDate, secondOfDay: Int) {
    self.date = date
    self.secondOfDay = secondOfDay
  }

  /// 0 to 23
  public var hour: Int { secondOfDay / 3600 }
  /// 0 to 59
  public var minute: Int { secondOfDay / 60 % 60 }
  /// 0 to 59; there are no leap seconds.
  public var second: Int { secondOfDay % 60 }

  public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
    left.wallSeconds < right.wallSeconds
  }
}

extension CivilDateTime {
  /// The wall clock as a number: the seconds since 1970-01-01 00:00 on the same wall, as if no clock ever changed.
  /// A moment's wall seconds are its seconds plus the zone's offset.
  public init(wallSeconds: Int64) {
    let days = wallSeconds.flooringQuotient(86_400)
    self.init(date: CivilDate(daysSinceEpoch: Int(days)), secondOfDay: Int(wallSeconds - days * 86_400))
  }

  /// See `init(wallSeconds:)`.
  public var wallSeconds: Int64 { Int64(date.daysSinceEpoch) * 86_400 + Int64(secondOfDay) }

  /// `2026-01-15 10:00`, with the seconds only if there are any.
  public var text: String {
    var bytes: [UInt8] = []
    date.appendText(to: &bytes)
    bytes.append(UInt8(ascii: " "))
    appendClock(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `10:00`, or `10:00:30`.
  func appendClock(to bytes: inout [UInt8]) {
    appendDigits(hour, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    appendDigits(minute, 2, to: &bytes)
    guard second != 0 else { return }
    bytes.append(UInt8(ascii: ":"))
    appendDigits(second, 2, to: &bytes)
  }
}
