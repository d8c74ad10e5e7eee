/// A date, clock time and offset as they were written, before a zone gives them a meaning.
///
/// One scanner for RFC 3339 and for what people type, so that both refuse 30 February in the same words. It works
/// on bytes at fixed positions and its error is a plain enumeration: imports read hundreds of thousands of times.
struct Timestamp {
  var date: CivilDate
  /// Nil if only a date was written. 86,400 and more only for a leap second, which `instant` judges.
  var secondOfDay: Int?
  var hasSeconds = false
  var hasLeapSecond = false
  /// Seconds east of UTC, nil if none was written.
  var offset: Int?

  /// Reads `2026-01-15`, then perhaps `T10:00` or ` 10:00`, then perhaps `:30` and `.123`, then perhaps `Z` or
  /// `+01:00`.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(TimestampFault) {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      throw .shape
    }
    let century = twoDigits(bytes, 0)
    let yearOfCentury = twoDigits(bytes, 2)
    let month = twoDigits(bytes, 5)
    let day = twoDigits(bytes, 8)
    guard century | yearOfCentury | month | day >= 0 else { throw .shape }
    let year = century * 100 + yearOfCentury
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw (1...12).contains(month) ? .day(year: year, month: month) : .month
    }
    self.date = date
    guard bytes.count > 10 else { return }

    // The `T` or `t` of RFC 3339, or the space it suggests for readers.
    guard bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " ") else { throw .shape }
    let clock = try ClockScan(bytes, at: 11)
    secondOfDay = clock.secondOfDay
    hasSeconds = clock.hasSeconds
    hasLeapSecond = clock.hasLeapSecond
    guard clock.end < bytes.count else { return }
    offset = try Timestamp.offset(bytes, at: clock.end)
  }

  private static func offset(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) throws(TimestampFault) -> Int
  {
    if bytes[index] | 0x20 == UInt8(ascii: "z"), bytes.count == index + 1 { return 0 }
    let sign = bytes[index] == UInt8(ascii: "-") ? -1 : 1
    guard sign == -1 || bytes[index] == UInt8(ascii: "+") else { throw .shape }
    guard bytes.count == index + 6, bytes[index + 3] == UInt8(ascii: ":") else { throw .offset }
    let hours = twoDigits(bytes, index + 1)
    let minutes = twoDigits(bytes, index + 4)
    guard (0..<24).contains(hours), (0..<60).contains(minutes) else { throw .offset }
    return sign * (hours * 3600 + minutes * 60)
  }

  /// The moment, if everything that RFC 3339 asks for was written.
  func instant() throws(TimestampFault) -> Instant {
    guard let secondOfDay else { throw .clockMissing }
    guard let offset else { throw .offsetMissing }
    guard hasSeconds else { throw .secondsMissing }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(secondOfDay - offset)
    // Leap seconds are put in at the end of a day of UTC, at no other time.
    guard !hasLeapSecond || seconds % 86_400 == 0 else { throw .second }
    let instant = Instant(seconds)
    guard instant >= Instant.earliest, instant <= Instant.latest else { throw .range }
    return instant
  }
}

/// `10:00`, `10:00:30`, `10:00:30.123` from `index` on. The fraction is read and dropped.
struct ClockScan {
  var secondOfDay: Int
  var hasSeconds = false
  var hasLeapSecond = false
  var end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) throws(TimestampFault) {
    end = index + 5
    guard bytes.count >= end, bytes[index + 2] == UInt8(ascii: ":") else { throw .shape }
    let hour = twoDigits(bytes, index)
    let minute = twoDigits(bytes, index + 3)
    guard hour | minute >= 0 else { throw .shape }
    guard hour < 24 else { throw .hour }
    guard minute < 60 else { throw .minute }
    secondOfDay = hour * 3600 + minute * 60
    guard bytes.count > end, bytes[end] == UInt8(ascii: ":") else { return }

    guard bytes.count >= end + 3 else { throw .shape }
    let second = twoDigits(bytes, end + 1)
    guard second >= 0 else { throw .shape }
    guard second <= 60 else { throw .second }
    hasSeconds = true
    hasLeapSecond = second == 60
    secondOfDay += second
    end += 3
    guard bytes.count > end, bytes[end] == UInt8(ascii: ".") else { return }

    let firstDigit = end + 1
    end = firstDigit
    while end < bytes.count, bytes[end] &- 48 <= 9 { end += 1 }
    guard end > firstDigit else { throw .shape }
  }
}

/// The number that two digits make, or -1. The caller has checked that both positions exist.
@inline(__always)
private func twoDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
  let tens = bytes[index] &- 48
  let ones = bytes[index + 1] &- 48
  return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : -1
}
