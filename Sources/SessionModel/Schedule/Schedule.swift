import CivilTime

/// When an account is open: hours of the week on the clocks of a zone, and the days on which it is closed all the
/// same (domain §8).
///
/// Just what was written, right or wrong; `problems` says what is wrong with it, and `BusinessHours` answers
/// questions about moments.
public struct Schedule: Hashable, Sendable {
  /// The public API's for an imported one, else one that was counted here (domain §12).
  public var id: Int64
  /// What people call it; commands find it by id or name.
  public var name: String
  /// As it was written: an IANA name, or one of Rails.
  public var timeZone: String
  /// The open hours of every week, in any order; none: never open.
  public var intervals: [Interval]
  /// Closed days, in any order, which may overlap.
  public var holidays: [Holiday]
  /// The moment it was made, here or at its source.
  public var createdAt: Instant
  /// The moment of its latest change, here or at its source.
  public var updatedAt: Instant

  /// The schedule as sentences name it.
  package var thing: ManagedThing { ManagedThing("schedule", id: id, name: name) }

  /// Takes anything that was written; `problems` says what is wrong with it.
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
    /// The first open minute since Sunday 00:00, 0 to 10,079.
    public var start: Int
    /// The first minute after it since Sunday 00:00, at most 10,080 and never past the midnight of its day.
    public var end: Int

    /// Minutes since Sunday 00:00; the end is not a part of it.
    public init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }
  }

  /// Whole days of the zone, the first and the last included.
  public struct Holiday: Hashable, Sendable {
    /// The public API's for an imported one, else one that was counted here (domain §12).
    public var id: Int64
    /// What the days are called, for people only.
    public var name: String
    /// The first closed day on the calendar of the schedule's zone.
    public var firstDay: CivilDate
    /// The last closed day; the first one where it is only that.
    public var lastDay: CivilDate

    /// Whole days, the last one included.
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
  /// What is wrong and how to write it, as a sentence without a full stop.
  public let message: String

  /// Takes what is wrong, as a part of a sentence.
  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
