extension Zone {
  /// A moment at which the clocks are set, or get another abbreviation.
  public struct Transition: Hashable, Sendable {
    /// The first moment at which the new offset and abbreviation hold.
    public let instant: Instant
    /// Seconds east of UTC until then.
    public let offsetBefore: Int
    /// Seconds east of UTC from then on; the same as before where only the abbreviation changes.
    public let offsetAfter: Int
    /// From this moment on.
    public let abbreviation: String
  }

  /// A stretch of time with one offset. `end` is the first moment after it.
  public struct Segment: Hashable, Sendable {
    /// The first moment of the stretch.
    public let start: Instant
    /// The first moment after the stretch.
    public let end: Instant
    /// Seconds east of UTC.
    public let offset: Int
  }

  /// Nil if the clocks are never set again. Where a rule goes on for ever, so do the transitions.
  public func nextTransition(after instant: Instant) -> Transition? {
    guard let moment = table.nextChange(after: instant.seconds) else { return nil }
    let type = table.type(at: moment)
    return Transition(
      instant: Instant(moment), offsetBefore: table.offset(at: moment - 1), offsetAfter: type.offset,
      abbreviation: type.abbreviation)
  }

  /// The transitions at or after the lower bound and before the upper.
  public func transitions(in range: Range<Instant>) -> [Transition] {
    var transitions: [Transition] = []
    // Past the years that text can write there is nothing to report, and a rule would never end.
    let end = min(range.upperBound, Instant.latest)
    var last = Instant(max(range.lowerBound.seconds, Instant.earliest.seconds) - 1)
    while let next = nextTransition(after: last), next.instant < end {
      transitions.append(next)
      last = next.instant
    }
    return transitions
  }

  /// The stretches of one offset that make up the time from `start` to `end`, without gaps, in order.
  ///
  /// For reports: with the offset known for a stretch, a row's local day is an integer division. Empty if `end` is
  /// not after `start`.
  public func segments(from start: Instant, to end: Instant) -> [Segment] {
    guard start < end else { return [] }
    var segments: [Segment] = []
    var segmentStart = start
    var offset = offset(at: start)
    for transition in transitions(in: start..<end) where transition.offsetAfter != offset {
      // A change at the very start ends nothing.
      if transition.instant > segmentStart {
        segments.append(Segment(start: segmentStart, end: transition.instant, offset: offset))
      }
      segmentStart = transition.instant
      offset = transition.offsetAfter
    }
    segments.append(Segment(start: segmentStart, end: end, offset: offset))
    return segments
  }
}
