extension ZoneRule {
  /// Reads a POSIX `TZ` text with the extensions of RFC 9636 (hours from -167 to 167); nil if it is anything else.
  init?(posix bytes: some Collection<UInt8>) {
    var cursor = PosixCursor(rest: Array(bytes)[...])
    guard let name = cursor.abbreviation(), let west = cursor.duration(hours: 0...24) else { return nil }
    standard = LocalTimeType(offset: -west, isDaylight: false, abbreviation: name)
    if cursor.rest.isEmpty { return }

    guard let daylightName = cursor.abbreviation() else { return nil }
    var offset = standard.offset + 3600
    if cursor.rest.first != UInt8(ascii: ",") {
      guard let west = cursor.duration(hours: 0...24) else { return nil }
      offset = -west
    }
    guard cursor.take(","), let start = cursor.change(), cursor.take(","), let end = cursor.change(),
      cursor.rest.isEmpty
    else { return nil }
    daylight = Daylight(
      type: LocalTimeType(offset: offset, isDaylight: true, abbreviation: daylightName), start: start,
      end: end)
  }
}

/// Reads the pieces of a POSIX `TZ` text from left to right.
private struct PosixCursor {
  var rest: ArraySlice<UInt8>

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// `CET`, or anything between angle brackets: `<+0545>`
  mutating func abbreviation() -> String? {
    if take("<") {
      let name = rest.prefix { $0 != UInt8(ascii: ">") }
      rest = rest.dropFirst(name.count)
      return take(">") && !name.isEmpty ? String(decoding: name, as: UTF8.self) : nil
    }
    let name = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    rest = rest.dropFirst(name.count)
    return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { $0 &- 48 <= 9 }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
    return range.contains(value) ? value : nil
  }

  /// `5`, `-5:45`, `+02:30:15`, in seconds
  mutating func duration(hours: ClosedRange<Int>) -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard let hour = number(hours) else { return nil }
    var seconds = hour * 3600
    for unit in [60, 1] where take(":") {
      guard let value = number(0...59) else { return nil }
      seconds += value * unit
    }
    return sign * seconds
  }

  /// `M3.5.0`, `J60` or `59`, with `/3` for an hour other than two
  mutating func change() -> ZoneRule.Change? {
    guard let day = day() else { return nil }
    guard take("/") else { return ZoneRule.Change(day: day, seconds: 7200) }
    guard let seconds = duration(hours: 0...167) else { return nil }
    return ZoneRule.Change(day: day, seconds: seconds)
  }

  private mutating func day() -> ZoneRule.Day? {
    if take("J") { return number(1...365).map { .withoutLeapDay($0) } }
    guard take("M") else { return number(0...365).map { .zeroBased($0) } }
    guard let month = number(1...12), take("."), let week = number(1...5), take("."),
      let weekday = number(0...6)
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }
}
