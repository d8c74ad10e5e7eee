extension TimeExpression {
  /// The moment that is meant, seen from `now` on the clocks of `zone`.
  ///
  /// A time that the clocks show twice is the earlier of the two; for the later, write it with its offset. A time
  /// that they skip is an error. A day whose midnight they skip begins when they are set.
  public func resolve(now: Instant, zone: Zone) throws(TimeTextError) -> Instant {
    switch self {
    case .now: now
    case .moment(let instant): instant
    case .startOf(let period): period.bounds(now: now, zone: zone).start
    case .within(let period, let secondOfDay):
      try TimeExpression.moment(
        of: CivilDateTime(date: period.days(today: zone.civil(now).date).first, secondOfDay: secondOfDay),
        in: zone)
    case .months(let months):
      TimeExpression.moment(months, from: now, in: zone)
    case .local(let local): try TimeExpression.moment(of: local, in: zone)
    case .clock(let secondOfDay):
      try TimeExpression.moment(
        of: CivilDateTime(date: zone.civil(now).date, secondOfDay: secondOfDay), in: zone)
    case .ago(let span): now.advanced(by: -span.seconds)
    case .ahead(let span): now.advanced(by: span.seconds)
    }
  }

  /// The same time of a day so many months later; where the clocks skip it, when they are set.
  private static func moment(_ months: Int, from now: Instant, in zone: Zone) -> Instant {
    let local = zone.civil(now)
    let moved = CivilDateTime(date: local.date.advanced(byMonths: months), secondOfDay: local.secondOfDay)
    switch zone.instant(of: moved) {
    case .unique(let instant), .overlap(let instant, _), .gap(let instant): return instant
    }
  }

  private static func moment(of local: CivilDateTime, in zone: Zone) throws(TimeTextError) -> Instant {
    switch zone.instant(of: local) {
    case .unique(let instant), .overlap(let instant, _): return instant
    case .gap(let transition):
      let before = Int64(zone.offset(at: transition.advanced(by: -1)))
      let last = CivilDateTime(wallSeconds: transition.seconds + before)
      let next = zone.civil(transition)
      throw TimeTextError(
        "\(local.text) does not exist in \(zone.name), where the clocks go from \(last.text) straight to "
          + "\(next.text); write '\(next.text)'")
    }
  }
}
