import CivilTime

// Hours and holidays as people write them: `mon-fri 09:00-17:00`, `2026-12-25..2026-12-26 Christmas`.

private let dayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
private let hoursExample =
  "write them like 'mon-fri 09:00-17:00' or 'mon-fri 09:00-12:00,13:00-17:00; sat 10:00-14:00'"

extension Schedule {
  /// The hours as `Interval.list(parsing:)` takes them back: days with the same hours together, from Monday on.
  public var hours: String {
    var hours: [(first: Int, last: Int, times: String)] = []
    for day in [1, 2, 3, 4, 5, 6, 0] {
      let times = intervals.filter { $0.start / Schedule.minutesInDay == day }
        .sorted { $0.start < $1.start }.map(\.times).joined(separator: ",")
      if times.isEmpty { continue }
      if let last = hours.last, last.times == times, (last.last + 1) % 7 == day {
        hours[hours.count - 1].last = day
      } else {
        hours.append((day, day, times))
      }
    }
    return hours.map { group in
      let days =
        group.first == group.last
        ? shortName(group.first) : "\(shortName(group.first))-\(shortName(group.last))"
      return "\(days) \(group.times)"
    }.joined(separator: "; ")
  }
}

extension Schedule.Interval {
  /// Reads days and the hours that each of them has: `mon-fri 09:00-12:00,13:00-17:00; sat 10:00-14:00`.
  public static func list(parsing text: String) throws(InvalidSchedule) -> [Schedule.Interval] {
    var intervals: [Schedule.Interval] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      intervals += try sameHours(parsing: part)
    }
    return intervals.sorted { $0.start < $1.start }
  }

  private static func sameHours(parsing text: Substring) throws(InvalidSchedule) -> [Schedule.Interval] {
    let words = text.split(separator: " ")
    guard words.count == 2 else {
      throw InvalidSchedule("give days and hours, with a space between them; \(hoursExample)")
    }
    let days = try self.days(words[0])
    var intervals: [Schedule.Interval] = []
    for part in words[1].split(separator: ",", omittingEmptySubsequences: false) {
      let hours = try self.hours(part)
      intervals += days.map { day in
        Schedule.Interval(
          start: day * Schedule.minutesInDay + hours.start, end: day * Schedule.minutesInDay + hours.end)
      }
    }
    return intervals
  }

  /// `mon`, `mon-fri`, `fri-mon`, `sat,sun`, `daily`
  private static func days(_ text: Substring) throws(InvalidSchedule) -> [Int] {
    if text.lowercased() == "daily" { return Array(0..<7) }
    var days: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      let first = try day(ends[0])
      let last = ends.count == 2 ? try day(ends[1]) : first
      days += (0...(last - first + 7) % 7).map { (first + $0) % 7 }
    }
    guard Set(days).count == days.count else { throw InvalidSchedule("'\(text)' has a day twice") }
    return days
  }

  private static func day(_ text: Substring) throws(InvalidSchedule) -> Int {
    let word = text.lowercased()
    guard word.utf8.count >= 3, let day = dayNames.firstIndex(where: { $0.hasPrefix(word) }) else {
      throw InvalidSchedule(
        "'\(text)' is not a day; write mon, tue, wed, thu, fri, sat, sun, a range like mon-fri, or daily")
    }
    return day
  }

  /// `09:00-17:00`, in minutes since midnight
  private static func hours(_ text: Substring) throws(InvalidSchedule) -> (start: Int, end: Int) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else {
      throw InvalidSchedule("'\(text)' is not a span of hours; \(hoursExample)")
    }
    let (start, end) = (try minutes(ends[0]), try minutes(ends[1]))
    if start == end { throw InvalidSchedule("'\(text)' is empty: it ends when it starts") }
    guard start < end else {
      throw InvalidSchedule(
        "'\(text)' crosses midnight; write \(clock(start))-24:00 on one day, and 00:00-\(clock(end)) on the next"
      )
    }
    return (start, end)
  }

  private static func minutes(_ text: Substring) throws(InvalidSchedule) -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = number(parts[0], 1...2), let minute = number(parts[1], 2...2),
      minute < 60, hour * 60 + minute <= Schedule.minutesInDay
    else { throw InvalidSchedule("'\(text)' is not a time of day; write 00:00 to 24:00") }
    return hour * 60 + minute
  }

  /// Digits only: `Int` would take a sign.
  private static func number(_ text: Substring, _ length: ClosedRange<Int>) -> Int? {
    length.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// `mon 09:00-17:00`; one that is wrong is shown as it is.
  var text: String {
    let week = 0...Schedule.minutesInWeek
    guard week.contains(start), week.contains(end), start < Schedule.minutesInWeek else {
      return "\(start) to \(end)"
    }
    let (first, last) = (start / Schedule.minutesInDay, max(end - 1, 0) / Schedule.minutesInDay)
    if first == last { return "\(shortName(first)) \(times)" }
    return
      "\(shortName(first)) \(clock(start % Schedule.minutesInDay)) to \(shortName(last)) \(clock(end - last * Schedule.minutesInDay))"
  }

  /// `09:00-17:00`, of an interval within one day
  fileprivate var times: String {
    let midnight = start / Schedule.minutesInDay * Schedule.minutesInDay
    return "\(clock(start - midnight))-\(clock(end - midnight))"
  }
}

extension Schedule.Holiday {
  /// Reads `2026-12-25 Christmas` or `2026-12-25..2026-12-26 Christmas`; the name may be left out.
  public init(parsing text: String, id: Int64) throws(InvalidSchedule) {
    let words = text.split(separator: " ", maxSplits: 1)
    guard let days = words.first else {
      throw InvalidSchedule("write the days and a name, like '2026-12-25..2026-12-26 Christmas'")
    }
    let range = days.firstRange(of: "..")
    let first = try Self.date(range.map { days[..<$0.lowerBound] } ?? days)
    let last = try range.map { (range) throws(InvalidSchedule) in try Self.date(days[range.upperBound...]) }
    if let last, last < first {
      throw InvalidSchedule("it ends on \(last.text), before it starts on \(first.text)")
    }
    let name = words.count == 2 ? String(words[1]) : "Holiday"
    if name.controlsSomething { throw InvalidSchedule("its name contains control characters") }
    self.init(id: id, name: name, firstDay: first, lastDay: last ?? first)
  }

  private static func date(_ text: Substring) throws(InvalidSchedule) -> CivilDate {
    do throws(TimeTextError) { return try CivilDate(parsing: String(text)) } catch {
      throw InvalidSchedule(error.message)
    }
  }

  /// `2026-12-25..2026-12-26 Christmas`
  public var text: String {
    "\(firstDay.text)\(firstDay == lastDay ? "" : "..\(lastDay.text)") \(name)"
  }
}

private func shortName(_ day: Int) -> String { String(dayNames[day].prefix(3)) }

/// `09:05`
private func clock(_ minutes: Int) -> String {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
  return "\(two(minutes / 60)):\(two(minutes % 60))"
}
