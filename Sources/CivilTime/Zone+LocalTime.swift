/// Which moments a time on the clock stands for.
public enum LocalResolution: Hashable, Sendable {
  /// The clocks show it once, at this moment.
  case unique(Instant)
  /// The clocks skip it; they are set at `transition`.
  case gap(transition: Instant)
  /// The clocks show it twice.
  case overlap(earlier: Instant, later: Instant)

  /// The first moment it stands for; for a skipped time the moment at which the clocks pass it.
  public var earliest: Instant {
    switch self {
    case .unique(let instant), .gap(let instant), .overlap(let instant, _): instant
    }
  }
}

extension Zone {
  /// The moments at which the clocks of this zone show a time.
  public func instant(of local: CivilDateTime) -> LocalResolution {
    // No offset is larger than 26 hours, so that the moment is within these.
    let wall = local.wallSeconds
    let around = segments(from: Instant(wall - 100_000), to: Instant(wall + 100_000))
    let moments = around.compactMap { segment -> Instant? in
      let moment = Instant(wall - Int64(segment.offset))
      return segment.start <= moment && moment < segment.end ? moment : nil
    }
    if let first = moments.first, let last = moments.last {
      return first == last ? .unique(first) : .overlap(earlier: first, later: last)
    }
    // Every segment is left before the clocks show the time, or entered after it: it is skipped at the start
    // of the first one that begins with a later time.
    let passed = around.first { $0.start.seconds + Int64($0.offset) > wall }
    return .gap(transition: passed?.start ?? Instant(wall))
  }

  /// The moment at which a day begins: midnight, or where the clocks skip midnight, the moment they are set.
  public func startOfDay(_ date: CivilDate) -> Instant {
    instant(of: CivilDateTime(date: date, secondOfDay: 0)).earliest
  }
}
