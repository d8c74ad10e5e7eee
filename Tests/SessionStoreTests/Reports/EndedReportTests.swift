import CivilTime
import SessionModel
import Testing

@testable import SessionStore

@Suite struct EndedReportTests {
  private struct Row: Equatable, CustomStringConvertible {
    var keys: [ReportKey]
    var ended: Int
    var changed: Int
    var description: String { "\(keys) \(ended) \(changed)" }
  }

  private static let groupings: [[ReportGrouping]] =
    [[]] + ReportGrouping.allCases.map { [$0] } + [
      [.day, .reason], [.reason, .day], [.month, .agent, .channel], [.hour, .group],
      [.week, .brand, .reason],
    ]

  /// Session by session.
  private func naive(
    _ world: World, by groupings: [ReportGrouping], _ selection: Selection, from: Instant?, to: Instant?,
    _ zone: Zone
  ) -> [Row] {
    var sums: [[ReportKey]: (Int, Int)] = [:]
    for session in world.sessions where world.matches(session, selection) {
      guard let reason = session.part.end?.reason, let at = session.part.end?.at else { continue }
      if let from, at < from { continue }
      if let to, at >= to { continue }
      let ticket = session.ticket.map { world.tickets[$0] }
      let keys = groupings.map { grouping -> ReportKey in
        switch grouping {
        case .hour: .period(CalendarUnit.hour.start(of: at, in: zone))
        case .day: .period(CalendarUnit.day.start(of: at, in: zone))
        case .week: .period(CalendarUnit.week.start(of: at, in: zone))
        case .month: .period(CalendarUnit.month.start(of: at, in: zone))
        case .reason: .reason(reason)
        case .agent: ticket?.part.assigneeID.map(ReportKey.id) ?? .none
        case .group: ticket?.part.groupID.map(ReportKey.id) ?? .none
        case .channel: .text(session.channel)
        case .brand: ticket?.brandID.map(ReportKey.id) ?? .none
        }
      }
      let changed = ticket?.routingChangedAt == at ? 1 : 0
      sums[keys, default: (0, 0)].0 += 1
      sums[keys, default: (0, 0)].1 += changed
    }
    if groupings.isEmpty && sums.isEmpty { return [Row(keys: [], ended: 0, changed: 0)] }
    return sums.map { Row(keys: $0.key, ended: $0.value.0, changed: $0.value.1) }
      .sorted { $0.keys.lexicographicallyPrecedes($1.keys) }
  }

  @Test(
    "§11 every grouping, in zones with summer time and with quarter hours",
    arguments: [
      "Europe/Berlin", "Asia/Kathmandu", "America/New_York", "UTC",
    ])
  func groupings(name: String) throws {
    let zone = try Zone.named(name)
    // Around the days on which clocks are set: 8 March in New York, 29 March in Berlin.
    let world = World(seed: 51, tickets: 250, loose: 60, ends: 1_560...2_180)
    let made = try world.store()
    var total = 0
    for groupings in Self.groupings {
      let rows = try report(made, groupings, Selection(), nil, nil, zone)
      let expected = naive(world, by: groupings, Selection(), from: nil, to: nil, zone)
      #expect(rows == expected, "\(groupings)")
      total += rows.count
    }
    #expect(total > 200)
  }

  @Test("§11 any selection and period", arguments: 52..<55 as Range<UInt64>)
  func selections(seed: UInt64) throws {
    let zone = try Zone.named("Europe/Berlin")
    let world = World(seed: seed, tickets: 120, loose: 20, ends: 2_050...2_150)
    let made = try world.store()
    var random = SplitMix(seed: seed)
    for _ in 0..<80 {
      var selection = world.randomSelection(&random)
      selection.state = nil
      // Whether a conversation without a ticket is one without a group is another question.
      if selection.groupID != nil || selection.assigneeID != nil || !selection.notTags.isEmpty {
        selection.ticketLink = .with
      }
      let from: Instant? =
        Bool.random(using: &random) ? Wire.instant(Int.random(in: 2_040...2_110, using: &random)) : nil
      let to: Instant? =
        Bool.random(using: &random) ? Wire.instant(Int.random(in: 2_090...2_160, using: &random)) : nil
      let groupings = Self.groupings.randomElement(using: &random)!
      #expect(
        try report(made, groupings, selection, from, to, zone)
          == naive(world, by: groupings, selection, from: from, to: to, zone), "\(selection)")
    }
  }

  private func report(
    _ made: TestStore, _ groupings: [ReportGrouping], _ selection: Selection, _ from: Instant?,
    _ to: Instant?, _ zone: Zone
  ) throws -> [Row] {
    try made.store.read { reader in
      try reader.endedReport(by: groupings, selection: selection, from: from, to: to, zone: zone).map {
        Row(keys: $0.keys, ended: $0.ended, changed: $0.routingChanged)
      }
    }
  }

  @Test("A period begins with its first moment and ends before its last") func bounds() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.ticket(6))
    _ = try made.run(.end(.sessions(1), at: Wire.instant(10)))
    _ = try made.run(.end(.sessions(2), at: Wire.instant(20)))
    func ended(_ from: Int?, _ to: Int?) throws -> Int {
      try report(made, [], Selection(), from.map(Wire.instant), to.map(Wire.instant), .utc)[0].ended
    }
    #expect(try ended(nil, nil) == 2)
    #expect(try ended(10, 20) == 1)
    #expect(try ended(11, 20) == 0)
    #expect(try ended(20, nil) == 1)
    #expect(try ended(nil, 10) == 0)
  }

  @Test("§11 how many got another routing channel by the end") func routingChanged() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.ticket(6), Wire.ticket(7))
    _ = try made.run(.end(.sessions(1)))
    _ = try made.run(.end(.sessions(2), routing: .unchanged))
    _ = try made.run(.tickets([7], .setStatus(.closed)))
    let rows = try report(made, [.reason], Selection(), nil, nil, .utc)
    #expect(
      rows == [
        Row(keys: [.reason(.agentEnded)], ended: 2, changed: 1),
        Row(keys: [.reason(.ticketClosed)], ended: 1, changed: 0),
      ])
  }
}
