import CivilTime
import TestSupport
import Testing

@Suite struct ZoneLocalTimeTests {
  private func resolution(_ zone: String, _ date: String, _ hour: Int, _ minute: Int) throws
    -> LocalResolution
  {
    let local = try #require(CivilDateTime(date: CivilDate(parsing: date), hour: hour, minute: minute))
    return try Zone.named(zone).instant(of: local)
  }

  private func instant(_ text: String) throws -> Instant { try Instant(rfc3339: text) }

  @Test func ordinaryTimes() throws {
    #expect(try resolution("Europe/Berlin", "2026-01-15", 10, 0) == .unique(instant("2026-01-15T09:00:00Z")))
    #expect(try resolution("UTC", "2026-01-15", 10, 0) == .unique(instant("2026-01-15T10:00:00Z")))
    #expect(try resolution("Asia/Kathmandu", "2026-01-15", 0, 0) == .unique(instant("2026-01-14T18:15:00Z")))
  }

  @Test func skippedTimes() throws {
    let spring = LocalResolution.gap(transition: try instant("2026-03-29T01:00:00Z"))
    #expect(try resolution("Europe/Berlin", "2026-03-29", 1, 59) == .unique(instant("2026-03-29T00:59:00Z")))
    #expect(try resolution("Europe/Berlin", "2026-03-29", 2, 0) == spring)
    #expect(try resolution("Europe/Berlin", "2026-03-29", 2, 59) == spring)
    #expect(try resolution("Europe/Berlin", "2026-03-29", 3, 0) == .unique(instant("2026-03-29T01:00:00Z")))
    // Samoa crossed the date line and had no 30 December.
    let samoa = LocalResolution.gap(transition: try instant("2011-12-30T10:00:00Z"))
    #expect(try resolution("Pacific/Apia", "2011-12-30", 0, 0) == samoa)
    #expect(try resolution("Pacific/Apia", "2011-12-30", 23, 59) == samoa)
  }

  @Test func repeatedTimes() throws {
    let autumn = LocalResolution.overlap(
      earlier: try instant("2026-10-25T00:30:00Z"), later: try instant("2026-10-25T01:30:00Z"))
    #expect(try resolution("Europe/Berlin", "2026-10-25", 2, 30) == autumn)
    #expect(try resolution("Europe/Berlin", "2026-10-25", 3, 0) == .unique(instant("2026-10-25T02:00:00Z")))
    // Half an hour only.
    let lordHowe = LocalResolution.overlap(
      earlier: try instant("2026-04-04T14:45:00Z"), later: try instant("2026-04-04T15:15:00Z"))
    #expect(try resolution("Australia/Lord_Howe", "2026-04-05", 1, 45) == lordHowe)
    #expect(
      try resolution("Australia/Lord_Howe", "2026-04-05", 2, 0) == .unique(instant("2026-04-04T15:30:00Z")))
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
    // Midnight is skipped: the day begins at one o'clock.
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
    // The hour before midnight is repeated: the day begins after the second time.
    ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"),
    // The hour after midnight is repeated: the day begins with the first.
    ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ("UTC", "0000-01-01", "0000-01-01T00:00:00Z"),
  ])
  func days(zone: String, date: String, start: String) throws {
    #expect(try Zone.named(zone).startOfDay(CivilDate(parsing: date)).rfc3339 == start)
  }

  /// What the clocks show at a moment always stands for that moment, or for two of which it is one; and that which
  /// a moment is said to show, it shows.
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "Africa/Monrovia", "UTC",
  ])
  func civilTimesRoundTrip(name: String) throws {
    let zone = try Zone.named(name)
    var generator = SplitMix(seed: 42)
    let range = Instant(-3_000_000_000)..<Instant(4_000_000_000)
    let nearTransitions = zone.transitions(in: range).flatMap { transition in
      (0..<10).map { _ in transition.instant.advanced(by: Int64.random(in: -9000...9000, using: &generator)) }
    }
    let anywhere = (0..<3000).map { _ in
      Instant(Int64.random(in: range.lowerBound.seconds..<range.upperBound.seconds, using: &generator))
    }
    for instant in nearTransitions + anywhere {
      let local = zone.civil(instant)
      switch zone.instant(of: local) {
      case .unique(let found): #expect(found == instant)
      case .overlap(let earlier, let later):
        #expect(earlier < later && (earlier == instant || later == instant))
        #expect(zone.civil(earlier) == local && zone.civil(later) == local)
      case .gap(let transition):
        Issue.record("\(name) skips \(local.text), which it shows at \(transition.rfc3339)")
      }
    }
  }
}
