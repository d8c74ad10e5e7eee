import CivilTime

extension ClockReading {
  /// Writes the moment as `strftime` would: `%Y-%m-%d %H:%M`, with the flags `-`, `_`, `0` and `^`. A letter that
  /// isn't known stays as it is written.
  func append(format: [UInt8], to buffer: inout OutputBuffer) {
    var rest = format[...]
    while !buffer.isFull, !rest.isEmpty {
      let text = rest.prefix { $0 != UInt8(ascii: "%") }
      buffer.append(text)
      rest = rest[text.endIndex...]
      guard !rest.isEmpty else { return }
      let flags = rest.dropFirst().prefix { "-_0^".utf8.contains($0) }
      let letter = rest[flags.endIndex...].first
      let end = min(flags.endIndex + 1, rest.endIndex)
      if flags.count <= 2, let letter, let written = written(letter, flag: flags.first { $0 != 0x5E }) {
        buffer.append(flags.contains(0x5E) ? written.uppercased() : written)
      } else {
        buffer.append(rest[..<end])
      }
      rest = rest[end...]
    }
  }

  private func written(_ letter: UInt8, flag: UInt8?) -> String? {
    let date = clock.date
    let hour12 = (clock.hour + 11) % 12 + 1
    switch Unicode.Scalar(letter) {
    case "Y": return padded(date.year, 4, "0", flag)
    case "y": return padded(date.year % 100, 2, "0", flag)
    case "m": return padded(date.month, 2, "0", flag)
    case "d": return padded(date.day, 2, "0", flag)
    case "e": return padded(date.day, 2, " ", flag)
    case "j": return padded(dayOfYear, 3, "0", flag)
    case "H": return padded(clock.hour, 2, "0", flag)
    case "k": return padded(clock.hour, 2, " ", flag)
    case "I": return padded(hour12, 2, "0", flag)
    case "l": return padded(hour12, 2, " ", flag)
    case "M": return padded(clock.minute, 2, "0", flag)
    case "S": return padded(clock.second, 2, "0", flag)
    case "V": return padded(date.isoWeek.week, 2, "0", flag)
    case "G": return padded(date.isoWeek.year, 4, "0", flag)
    case "u": return String((date.weekday + 6) % 7 + 1)
    case "w": return String(date.weekday)
    case "s": return String(clock.wallSeconds - Int64(offset))
    case "p": return clock.hour < 12 ? "AM" : "PM"
    case "P": return clock.hour < 12 ? "am" : "pm"
    case "B": return ClockNames.months[date.month - 1]
    case "b", "h": return String(ClockNames.months[date.month - 1].prefix(3))
    case "A": return ClockNames.weekdays[date.weekday]
    case "a": return String(ClockNames.weekdays[date.weekday].prefix(3))
    case "z": return zone
    case "Z": return offset == 0 ? "UTC" : zone
    case "F": return combined("Y-m-d")
    case "T", "X": return combined("H:M:S")
    case "R": return combined("H:M")
    case "D", "x": return combined("m/d/y")
    case "r": return combined("I:M:S p")
    case "c": return combined("a b e T Y")
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    default: return nil
    }
  }

  private func padded(_ number: Int, _ width: Int, _ usual: Character, _ flag: UInt8?) -> String {
    let digits = String(number)
    let padding: Character
    switch flag {
    case UInt8(ascii: "-"): return digits
    case UInt8(ascii: "_"): padding = " "
    case UInt8(ascii: "0"): padding = "0"
    default: padding = usual
    }
    return String(repeating: padding, count: max(0, width - digits.utf8.count)) + digits
  }

  /// Letters stand for what they would be behind a `%`, everything else for itself.
  private func combined(_ pattern: String) -> String {
    pattern.utf8.reduce(into: "") { result, byte in
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      result += isLetter ? written(byte, flag: nil) ?? "" : String(Unicode.Scalar(byte))
    }
  }

  private var zone: String {
    let minutes = abs(offset) / 60
    return (offset < 0 ? "-" : "+") + padded(minutes / 60, 2, "0", nil) + padded(minutes % 60, 2, "0", nil)
  }

  private var dayOfYear: Int {
    (1..<clock.date.month).reduce(clock.date.day) { $0 + CivilDate.daysIn(month: $1, year: clock.date.year) }
  }
}
