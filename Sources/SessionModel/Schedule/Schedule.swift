import CivilTime

/// When an account is open: hours of the week on the clocks of a zone, and the days on which it is closed all the
/// same (domain §8).
///
/// Just what was written, right or wrong; `problems` says what is wrong with it, and `BusinessHours` answers
/// questions about moments.
public struct Schedule: Hashable, Sendable {
  public var id: Int64
  public var name: String
  /// As it was written: an IANA name, or one of Rails.
  public var timeZone: String
  public var intervals: [Interval]
  public var holidays: [Holiday]
  public var createdAt: Instant
  public var updatedAt: Instant

  public init(
    id: Int64, name: String, timeZone: String, intervals: [Interval], holidays: [Holiday] = [],
    createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.name = name
    self.timeZone = timeZone
    self.intervals = intervals
    self.holidays = holidays
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// Open hours within one day, in minutes since Sunday 00:00. `end` is the first minute after them; midnight is
  /// the last end that a day has.
  public struct Interval: Hashable, Sendable {
    public var start: Int
    public var end: Int

    public init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }
  }

  /// Whole days of the zone, the first and the last included.
  public struct Holiday: Hashable, Sendable {
    public var id: Int64
    public var name: String
    public var firstDay: CivilDate
    public var lastDay: CivilDate

    public init(id: Int64, name: String, firstDay: CivilDate, lastDay: CivilDate) {
      self.id = id
      self.name = name
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  static let minutesInDay = 1440
  static let minutesInWeek = 7 * minutesInDay
}

/// A schedule that can't be had, with a sentence that says what is wrong.
public struct InvalidSchedule: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
