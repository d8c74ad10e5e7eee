import CivilTime

/// A schedule made ready to be asked about moments, with its zone's clocks right on the days they are set.
///
/// Made once per run; then `isOpen` is a look at two small tables, for hot loops over a million rows.
public struct BusinessHours: Hashable, Sendable {
  /// What it was made of; two are equal where their schedules are.
  public let schedule: Schedule
  /// The schedule's zone, found by its IANA or Rails name.
  public let zone: Zone
  private let wall: WallHours
  /// The stretches of one offset in the years that tickets are of.
  private let stretches: [Stretch]

  private struct Stretch {
    var start: Int64
    /// Seconds east of UTC.
    var offset: Int64
    /// Seconds open from the first stretch's start until this one's.
    var openBefore: Int64
  }

  /// What the table covers, 1970 to 2100; moments outside are looked up in the zone itself.
  private static let covered = Instant(0)..<Instant(4_102_444_800)

  /// - Throws: when the hours or holidays have problems, or the zone can't be had.
  public init(_ schedule: Schedule) throws(InvalidSchedule) {
    let problems = schedule.problems
    guard problems.isEmpty else { throw InvalidSchedule(problems.joined(separator: "; ")) }
    do throws(ZoneError) { zone = try Zone.named(schedule.timeZone) } catch {
      throw InvalidSchedule(error.message)
    }
    self.schedule = schedule
    let wall = WallHours(schedule)
    self.wall = wall

    var open: Int64 = 0
    stretches = zone.segments(from: Self.covered.lowerBound, to: Self.covered.upperBound).map { segment in
      let stretch = Stretch(start: segment.start.seconds, offset: Int64(segment.offset), openBefore: open)
      open += wall.open(in: segment)
      return stretch
    }
  }

  public static func == (left: BusinessHours, right: BusinessHours) -> Bool {
    left.schedule == right.schedule
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(schedule) }

  /// Whether a moment is within business hours. Holidays are not.
  public func isOpen(at instant: Instant) -> Bool {
    let instant = instant.writtenInYears
    let offset =
      Self.covered.contains(instant)
      ? stretch(at: instant.seconds).offset : Int64(zone.offset(at: instant))
    return wall.isOpen(at: instant.seconds + offset)
  }

  /// The seconds within business hours from a moment until another, as clocks and not calendars count them: an hour
  /// that is repeated counts twice, one that is skipped not at all. 0 if `end` is not after `start`.
  public func openSeconds(from start: Instant, to end: Instant) -> Int64 {
    let (start, end) = (start.writtenInYears, end.writtenInYears)
    guard start < end else { return 0 }
    let (first, last) = (Self.covered.lowerBound, Self.covered.upperBound)
    var open = lookedUp(from: start, to: min(end, first)) + lookedUp(from: max(start, last), to: end)
    let (from, to) = (max(start, first), min(end, last))
    if from < to { open += tabled(before: to.seconds) - tabled(before: from.seconds) }
    return open
  }

  private func tabled(before seconds: Int64) -> Int64 {
    let stretch = stretch(at: seconds)
    return stretch.openBefore + wall.open(before: seconds + stretch.offset)
      - wall.open(before: stretch.start + stretch.offset)
  }

  /// The same for years that the table does not cover; none if the span is empty.
  private func lookedUp(from start: Instant, to end: Instant) -> Int64 {
    zone.segments(from: start, to: end).reduce(0) { $0 + wall.open(in: $1) }
  }

  private func stretch(at seconds: Int64) -> Stretch {
    stretches[max(stretches.partitionPoint { $0.start <= seconds } - 1, 0)]
  }
}

extension WallHours {
  fileprivate func open(in segment: Zone.Segment) -> Int64 {
    let offset = Int64(segment.offset)
    return open(before: segment.end.seconds + offset) - open(before: segment.start.seconds + offset)
  }
}

extension Instant {
  /// A damaged store can hold any number, and sums must not overflow.
  fileprivate var writtenInYears: Instant { min(max(self, .earliest), .latest) }
}
