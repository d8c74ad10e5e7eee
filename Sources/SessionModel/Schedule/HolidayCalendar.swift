import CivilTime

/// Holidays as calendars are handed on, in iCalendar (RFC 5545): whole days of a `.ics` file.
public struct HolidayCalendar: Sendable {
  /// Whole days, in the order of the file; of an event that comes every year one for each year. Their ids are 0.
  public private(set) var holidays: [Schedule.Holiday] = []
  /// Events that are no whole days, or repeat in another way than every year, by what they are called.
  public private(set) var leftOut: [String] = []

  /// More is no calendar of holidays.
  static let most = 5000

  /// How many years after the first a yearly event is taken for, at most.
  public static let yearsAhead = 5

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - years: the years for which an event that comes every year is wanted
  ///   - name: what to call a day that the file gives no name
  /// - Throws: where it is no calendar, or a day of it is none, with the line
  public init(_ bytes: [UInt8], years: ClosedRange<Int>, unnamed name: String = "Holiday")
    throws(InvalidSchedule)
  {
    var event: Event?
    var isOpen = false
    // Alarms and the like may stand within an event, with members of the same names.
    var depth = 0
    for line in try Self.contentLines(bytes) {
      switch (line.name, line.value.uppercased()) {
      case ("BEGIN", "VCALENDAR"): isOpen = true
      case ("END", "VCALENDAR"): isOpen = false
      case ("BEGIN", "VEVENT") where isOpen && event == nil: event = Event(line: line.number)
      case ("END", "VEVENT"):
        guard let read = event else { throw line.wrong("ends an event that has not started") }
        try take(read, years, unnamed: name)
        guard holidays.count <= Self.most else {
          throw line.wrong("is beyond \(Self.most) days, the maximum for a calendar")
        }
        event = nil
      case ("BEGIN", _): depth += 1
      case ("END", _): depth = max(0, depth - 1)
      default:
        if !isOpen { throw line.wrong("is not part of a calendar: expected BEGIN:VCALENDAR before it") }
        if depth == 0 { try event?.take(line) }
      }
    }
    if let event { throw InvalidSchedule("line \(event.line): this event does not end") }
    if isOpen { throw InvalidSchedule("the calendar does not end: expected END:VCALENDAR") }
  }

  private mutating func take(_ event: Event, _ years: ClosedRange<Int>, unnamed: String)
    throws(InvalidSchedule)
  {
    if event.isCancelled { return }
    let name = event.name.isEmpty ? unnamed : event.name
    guard let first = event.first, !event.repeatsOtherwise, event.repeatsOnItsDay else {
      if event.first == nil && !event.hasClock {
        throw InvalidSchedule("line \(event.line): this event does not say when it begins (DTSTART)")
      }
      leftOut.append(name)
      return
    }
    let last = try event.last(of: first)
    guard first <= last else {
      throw InvalidSchedule(
        "line \(event.line): '\(name)' ends on \(last.text), before it begins on \(first.text)")
    }
    guard event.isYearly else {
      if event.excluded.contains(first) { return }
      holidays.append(Schedule.Holiday(id: 0, name: name, firstDay: first, lastDay: last))
      return
    }
    let length = last.daysSinceEpoch - first.daysSinceEpoch
    for year in max(years.lowerBound, first.year)...max(years.upperBound, first.year) {
      // The 29th of February comes in leap years only, as RFC 5545 has it.
      guard let day = CivilDate(year: year, month: first.month, day: first.day) else { continue }
      if let until = event.until, until < day { break }
      if event.excluded.contains(day) { continue }
      holidays.append(
        Schedule.Holiday(id: 0, name: name, firstDay: day, lastDay: day.advanced(byDays: length)))
    }
  }

  // MARK: Lines

  fileprivate struct ContentLine {
    var number: Int
    var name: String
    var parameters: [String]
    var value: String

    func wrong(_ reason: String) -> InvalidSchedule {
      InvalidSchedule("line \(number): \(name) \(reason)")
    }
  }

  /// Lines that are folded are put together again: one that begins with a blank goes on with the one before.
  private static func contentLines(_ bytes: [UInt8]) throws(InvalidSchedule) -> [ContentLine] {
    var folded: [(number: Int, text: [UInt8])] = []
    var number = 0
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for var line in bytes[start...].split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      if line.last == 13 { line.removeLast() }
      if let first = line.first, first == 32 || first == 9, !folded.isEmpty {
        folded[folded.count - 1].text += line.dropFirst()
      } else if !line.isEmpty {
        folded.append((number, Array(line)))
      }
    }
    guard let first = folded.first,
      String(decoding: first.text, as: UTF8.self).uppercased() == "BEGIN:VCALENDAR"
    else {
      throw InvalidSchedule("it is not a calendar: a calendar begins with BEGIN:VCALENDAR")
    }
    var lines: [ContentLine] = []
    for line in folded {
      guard let line = contentLine(line.number, line.text) else {
        throw InvalidSchedule("line \(line.number): expected a name, a colon and a value")
      }
      lines.append(line)
    }
    return lines
  }

  /// `DTSTART;VALUE=DATE:20261225`; a parameter in quotes may hold colons and semicolons.
  private static func contentLine(_ number: Int, _ text: [UInt8]) -> ContentLine? {
    var isQuoted = false
    let colon = text.firstIndex { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return byte == UInt8(ascii: ":") && !isQuoted
    }
    guard let colon, let whole = String(validating: text, as: UTF8.self) else { return nil }
    let head = String(decoding: text[..<colon], as: UTF8.self).split(separator: ";")
    guard let name = head.first, !name.isEmpty else { return nil }
    let value = String(Substring(whole.utf8.suffix(text.count - colon - 1)))
    return ContentLine(
      number: number, name: name.uppercased(), parameters: head.dropFirst().map { $0.uppercased() },
      value: value)
  }
}

/// What is read of an event; its lines stand in any order, so that what refers to its first day waits for the end.
private struct Event {
  var line: Int
  var name = ""
  var first: CivilDate?
  /// The day after the last one, as the file names it.
  private var end: CivilDate?
  /// How long it lasts, as in `P3D` or `P1W`.
  private var duration: HolidayCalendar.ContentLine?
  /// The month and the day of the month that its rule names.
  private var month: String?, monthDay: String?
  /// Whether it begins at a time of day.
  var hasClock = false
  var isYearly = false
  var repeatsOtherwise = false
  var until: CivilDate?
  /// First days on which it does not come although it repeats.
  var excluded: Set<CivilDate> = []
  var isCancelled = false

  init(line: Int) { self.line = line }

  mutating func take(_ line: HolidayCalendar.ContentLine) throws(InvalidSchedule) {
    switch line.name {
    case "SUMMARY":
      name = Self.unescaped(line.value)
      if name.controlsSomething { throw line.wrong("contains control characters") }
    case "DTSTART":
      hasClock = line.value.contains("T")
      if !hasClock { first = try Self.day(line) }
    case "DTEND":
      if !line.value.contains("T") { end = try Self.day(line) }
    case "DURATION": duration = line
    case "RRULE": takeRule(line)
    case "RDATE": repeatsOtherwise = true
    case "EXDATE":
      for word in line.value.split(separator: ",") {
        // A time of day excludes nothing that is a whole day.
        if word.contains("T") {
          repeatsOtherwise = true
        } else {
          excluded.insert(try Self.day(line, String(word)))
        }
      }
    case "STATUS": isCancelled = line.value.uppercased() == "CANCELLED"
    default: break
    }
  }

  /// Every year on the same day; whatever else a rule can say is left to people.
  private mutating func takeRule(_ line: HolidayCalendar.ContentLine) {
    for part in line.value.uppercased().split(separator: ";") {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      switch (sides.first ?? "", sides.count == 2 ? sides[1] : "") {
      case ("FREQ", "YEARLY"): isYearly = true
      case ("INTERVAL", "1"), ("WKST", _): break
      case ("BYMONTH", let word): month = word
      case ("BYMONTHDAY", let word): monthDay = word
      case ("UNTIL", let word): until = CivilDate(basic: String(word.prefix(8)))
      default: repeatsOtherwise = true
      }
    }
    if !isYearly { repeatsOtherwise = true }
  }

  /// Whether the rule, where it names a month or a day, names those of the first day.
  var repeatsOnItsDay: Bool {
    (month.map { Int($0) == first?.month } ?? true) && (monthDay.map { Int($0) == first?.day } ?? true)
  }

  /// The last day itself (RFC 5545, 3.6.1 and 3.8.2.5).
  func last(of first: CivilDate) throws(InvalidSchedule) -> CivilDate {
    if let duration {
      let word = duration.value.uppercased()
      let number = Int(word.dropFirst().dropLast())
      guard word.hasPrefix("P"), let number, let unit = ["D": 1, "W": 7][word.suffix(1)],
        (1...366).contains(number), number * unit <= 366
      else { throw duration.wrong("'\(duration.value.prefix(40))' is not 1 to 366 days such as P3D or P1W") }
      return first.advanced(byDays: number * unit - 1)
    }
    // Some write the same day for a single one.
    guard let end, end != first else { return first }
    return end.advanced(byDays: -1)
  }

  /// `20261225`
  ///
  /// - Parameter word: one of several in the line; nil: all of it
  private static func day(_ line: HolidayCalendar.ContentLine, _ word: String? = nil) throws(InvalidSchedule)
    -> CivilDate
  {
    let word = word ?? line.value
    guard let day = CivilDate(basic: word) else {
      throw line.wrong("'\(word.prefix(40))' is not a day such as 20261225")
    }
    return day
  }

  /// `\,`, `\;`, `\\` and `\n` of texts; tabs, which they may have, become spaces.
  private static func unescaped(_ text: String) -> String {
    var plain = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        plain.append(character == "n" || character == "N" ? " " : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        plain.append(character == "\t" ? " " : character)
      }
    }
    return plain.trimmed
  }
}

extension CivilDate {
  /// `20261225`, with nothing around it.
  fileprivate init?(basic text: String) {
    guard text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(4).prefix(2)),
      let day = Int(text.suffix(2)),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    self = date
  }
}
