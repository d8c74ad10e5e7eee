/// A day, week, month or year as people name it: `yesterday`, `monday`, `this-week`, `2026-11`.
///
/// Reading needs neither a clock nor a zone; `bounds(now:zone:)` gives the moments.
public struct TimePeriod: Hashable, Sendable {
  /// What it is one of.
  public enum Unit: String, Hashable, CaseIterable, Sendable {
    /// On the calendar of a zone; weeks begin on Monday.
    case day, week, month, year
  }

  /// Which one it is.
  private enum Place: Hashable {
    /// The one that has this day in it.
    case with(CivilDate)
    /// Counted from the one that has today in it.
    case fromToday(Int)
    /// The latest day of the week that has begun, 0 for Sunday; today's only where it may be today.
    case latest(weekday: Int, mayBeToday: Bool)
  }

  /// What it is one of.
  public let unit: Unit
  private let place: Place

  private init(_ unit: Unit, _ place: Place) {
    self.unit = unit
    self.place = place
  }

  /// A day.
  public init(_ day: CivilDate) { self.init(.day, .with(day)) }

  private static let weekdays = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  /// Reads `today`, `yesterday`, `tomorrow`, a day of the week (the latest one, today's too), `last-monday` (before
  /// today), `this-week`, `last-month`, `next-year`, `2026`, `2026-11`, `2026-W47` or `2026-11-03`; nil for anything
  /// else. A blank may stand for the `-` between words.
  public init?(_ text: some StringProtocol) {
    let word = String(text.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
    switch word {
    case "today": self.init(.day, .fromToday(0))
    case "yesterday": self.init(.day, .fromToday(-1))
    case "tomorrow": self.init(.day, .fromToday(1))
    default:
      guard let period = Self.named(word) ?? Self.dated(word) else { return nil }
      self = period
    }
  }

  private static func named(_ word: String) -> TimePeriod? {
    if let day = weekday(word) { return TimePeriod(.day, .latest(weekday: day, mayBeToday: true)) }
    let parts = word.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let distance = ["this": 0, "last": -1, "next": 1][String(parts[0])] else {
      return nil
    }
    if let unit = Unit(rawValue: String(parts[1])), unit != .day {
      return TimePeriod(unit, .fromToday(distance))
    }
    guard distance == -1, let day = weekday(String(parts[1])) else { return nil }
    return TimePeriod(.day, .latest(weekday: day, mayBeToday: false))
  }

  private static func weekday(_ word: String) -> Int? {
    weekdays.firstIndex { $0 == word || (word.utf8.count == 3 && $0.hasPrefix(word)) }
  }

  private static func dated(_ word: String) -> TimePeriod? {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = number(parts[0], digits: 4) else { return nil }
    switch parts.count {
    case 1: return CivilDate(year: year, month: 1, day: 1).map { TimePeriod(.year, .with($0)) }
    case 2 where parts[1].hasPrefix("w"):
      guard let week = number(parts[1].dropFirst(), digits: 2),
        let fourth = CivilDate(year: year, month: 1, day: 4), (1...53).contains(week)
      else { return nil }
      // The fourth of January is always in the first week.
      let monday = fourth.startOfWeek.advanced(byDays: 7 * (week - 1))
      return monday.isoWeek.year == year ? TimePeriod(.week, .with(monday)) : nil
    case 2:
      return number(parts[1], digits: 2).flatMap { CivilDate(year: year, month: $0, day: 1) }
        .map { TimePeriod(.month, .with($0)) }
    case 3:
      guard let month = number(parts[1], digits: 2), let day = number(parts[2], digits: 2) else { return nil }
      return CivilDate(year: year, month: month, day: day).map { TimePeriod(.day, .with($0)) }
    default: return nil
    }
  }

  private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
    text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  // MARK: Days

  /// Its first day, and the first one after it, seen from today.
  public func days(today: CivilDate) -> (first: CivilDate, end: CivilDate) {
    let first = unit.first(of: someDay(today))
    return (first, unit.shift(first, by: 1))
  }

  /// The one before it, of the same unit: the month before a month.
  public func previous(today: CivilDate) -> (first: CivilDate, end: CivilDate) {
    let first = unit.first(of: someDay(today))
    return (unit.shift(first, by: -1), first)
  }

  private func someDay(_ today: CivilDate) -> CivilDate {
    switch place {
    case .with(let day): return day
    case .fromToday(let distance): return unit.shift(unit.first(of: today), by: distance)
    case .latest(let weekday, let mayBeToday):
      let back = (today.weekday - weekday + 7) % 7
      return today.advanced(byDays: back == 0 && !mayBeToday ? -7 : -back)
    }
  }

  /// Its first moment, and the first one after it, on the calendar of a zone.
  public func bounds(now: Instant, zone: Zone) -> (start: Instant, end: Instant) {
    let days = days(today: zone.civil(now).date)
    return (zone.startOfDay(days.first), zone.startOfDay(days.end))
  }
}

extension TimePeriod.Unit {
  /// The first day of the one that has a day in it.
  func first(of day: CivilDate) -> CivilDate {
    switch self {
    case .day: day
    case .week: day.startOfWeek
    case .month: day.startOfMonth
    case .year: day.startOfMonth.advanced(byMonths: 1 - day.month)
    }
  }

  /// The first day of another one, so many later.
  func shift(_ first: CivilDate, by distance: Int) -> CivilDate {
    switch self {
    case .day: first.advanced(byDays: distance)
    case .week: first.advanced(byDays: 7 * distance)
    case .month: first.advanced(byMonths: distance)
    case .year: first.advanced(byMonths: 12 * distance)
    }
  }
}

extension CivilDate {
  /// The same day so many months later, or earlier if negative; the last one where the month has no such day.
  public func advanced(byMonths months: Int) -> CivilDate {
    let count = year * 12 + month - 1 + months
    let (year, month) = (
      Int(Int64(count).flooringQuotient(12)), count - Int(Int64(count).flooringQuotient(12)) * 12 + 1
    )
    let last = CivilDate.daysIn(month: month, year: year)
    // The month has that day, so that there is one.
    return CivilDate(year: year, month: month, day: min(day, last)) ?? self
  }
}
