import CivilTime

/// A moment as the `date` filter sees it: a day and a time on the clock of the text's own offset.
struct ClockReading {
  let clock: CivilDateTime
  /// East of UTC, in seconds
  let offset: Int

  /// Understands RFC 3339, also as Rails writes it (`2026-01-15 10:00:00 UTC`, `… +0100`) and without an offset; a
  /// day (`2026-01-15`, `January 15, 2026`); and seconds since 1970. Nil for everything else.
  init?(_ value: TemplateValue) {
    switch value {
    case .number(let seconds):
      guard (Instant.earliest.seconds...Instant.latest.seconds).contains(Int64(seconds)) else { return nil }
      self.init(seconds: Int64(seconds), offset: 0)
    case .text(let text):
      guard text.utf8.count <= 64 else { return nil }
      self.init(text: TextFilters.strip(text, start: true, end: true))
    case .none, .decimal, .bool, .list, .object:
      return nil
    }
  }

  private init(seconds: Int64, offset: Int) {
    clock = CivilDateTime(wallSeconds: seconds + Int64(offset))
    self.offset = offset
  }

  private init?(text: String) {
    if let date = (try? CivilDate(parsing: text)) ?? ClockReading.spelledDate(text) {
      self.init(seconds: Int64(date.daysSinceEpoch) * 86_400, offset: 0)
      return
    }
    var rest = text[...]
    var offset = 0
    if let zone = ClockReading.offset(endOf: text) {
      rest = rest.dropLast(zone.length)
      offset = zone.seconds
    } else if text.hasSuffix("UTC") {
      rest = rest.dropLast(3)
    } else if text.hasSuffix("Z") || text.hasSuffix("z") {
      rest = rest.dropLast()
    }
    while rest.last == " " { rest.removeLast() }
    if rest.utf8.count == 16 { rest += ":00" }
    guard let wall = try? Instant(rfc3339: rest + "Z") else { return nil }
    self.init(seconds: wall.seconds - Int64(offset), offset: offset)
  }

  /// `+01:00` or `+0100` behind a time
  private static func offset(endOf text: String) -> (length: Int, seconds: Int)? {
    let tail = Array(text.utf8.suffix(6))
    guard text.utf8.count > 16, let sign = tail.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }) else {
      return nil
    }
    let digits = tail[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }
    let length = tail.count - sign
    guard digits.count == 4, length == 5 || length == 6 && tail[sign + 3] == UInt8(ascii: ":"),
      digits.allSatisfy({ $0 &- 48 <= 9 })
    else { return nil }
    let values = digits.map { Int($0) - 48 }
    let seconds = (values[0] * 10 + values[1]) * 3600 + (values[2] * 10 + values[3]) * 60
    return (length, tail[sign] == 0x2D ? -seconds : seconds)
  }

  /// `January 15, 2026`, `15 Jan 2026`
  private static func spelledDate(_ text: String) -> CivilDate? {
    let words = text.split { $0 == " " || $0 == "," }
    guard words.count == 3, let year = Int(words[2]), words[2].utf8.count == 4 else { return nil }
    for (name, number) in [(words[0], words[1]), (words[1], words[0])] {
      let lowered = name.lowercased()
      guard let day = Int(number), lowered.utf8.count >= 3,
        let month = ClockNames.months.firstIndex(where: {
          $0.lowercased() == lowered || $0.prefix(3).lowercased() == lowered
        })
      else { continue }
      return CivilDate(year: year, month: month + 1, day: day)
    }
    return nil
  }
}

enum ClockNames {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
