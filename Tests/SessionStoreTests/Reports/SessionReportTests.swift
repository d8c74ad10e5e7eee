import CivilTime
import SessionModel
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

/// Every report against a calculation session by session.
@Suite struct SessionReportTests {
  private static let now = Wire.instant(2_300)

  private static let groupings: [[ReportGrouping]] =
    [[]] + ReportGrouping.allCases.map { [$0] } + [
      [.day, .reason], [.reason, .day], [.month, .agent, .channel], [.hour, .group], [.tag, .week],
      [.week, .brand, .reason], [.month, .day], [.age, .agent], [.agent, .age], [.channel, .idle],
      [.tag, .tag], [.weekday, .hourOfDay], [.weekday, .reason],
    ]

  private func check(
    _ world: World, _ made: TestStore, _ request: ReportRequest,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    var request = request
    request.wantsTotals = true
    let table = try made.store.read { try $0.report(request) }
    let expected = NaiveReport(world: world, request: request).answer
    let rows = (0..<table.count).map { row in
      NaiveReport.Row(
        keys: table.groupings.indices.map { table.key(row, $0) },
        values: table.measures.indices.map { table.value(row, $0).map(NaiveReport.round) })
    }
    #expect(rows == expected.rows, "\(request.report) \(request.groupings)", sourceLocation: sourceLocation)
    let totals = table.totals!.map { $0.isNaN ? nil : NaiveReport.round($0) }
    #expect(
      totals == expected.totals, "\(request.report) \(request.groupings)", sourceLocation: sourceLocation)
    return rows.count
  }

  @Test(
    "§11 every report by every grouping, in zones with summer time and with quarter hours",
    arguments: ["Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe", "UTC"])
  func groupings(name: String) throws {
    let zone = try Zone.named(name)
    // Around the days on which clocks are set: 8 March in New York, 29 March in Berlin, 4 April on Lord Howe.
    let world = World(seed: 51, tickets: 120, loose: 40, ends: 1_560...2_290)
    let made = try world.store()
    let hours = try BusinessHours(
      Schedule(
        id: 1, name: "Support", timeZone: name,
        intervals: [.init(start: 480, end: 1_080), .init(start: 7_000, end: 7_200)], createdAt: Self.now,
        updatedAt: Self.now))
    for report in SessionReport.allCases {
      var rows = 0
      for groupings in Self.groupings
      where groupings.allSatisfy(report.groupings.contains) && Set(groupings).count == groupings.count {
        rows += try check(
          world, made, ReportRequest(report, by: groupings, zone: zone, now: Self.now, hours: hours))
      }
      #expect(rows > 20, "\(report)")
    }
  }

  @Test("§11 any selection and period", arguments: 52..<56 as Range<UInt64>)
  func selections(seed: UInt64) throws {
    let zone = try Zone.named("Europe/Berlin")
    let world = World(seed: seed, tickets: 100, loose: 20, ends: 2_050...2_150)
    let made = try world.store()
    var random = SplitMix(seed: seed)
    for _ in 0..<80 {
      var selection = world.randomSelection(&random)
      selection.state = nil
      // Whether a conversation without a ticket is one without a group is another question.
      let isAboutTicket = [
        selection.groups == ValueFilter(), selection.assignees == ValueFilter(),
        selection.statuses == ValueFilter(),
        selection.priorities.isEmpty, selection.notTags.isEmpty,
      ].contains(false)
      if isAboutTicket {
        selection.ticketLink = .with
      }
      let from: Instant? =
        Bool.random(using: &random) ? Wire.instant(Int.random(in: 2_040...2_110, using: &random)) : nil
      let to: Instant? =
        Bool.random(using: &random) ? Wire.instant(Int.random(in: 2_111...2_160, using: &random)) : nil
      let report = SessionReport.allCases.filter { $0 != .outsideHours }.randomElement(using: &random)!
      let groupings = Self.groupings.filter {
        $0.allSatisfy(report.groupings.contains) && $0 != [.tag, .tag]
      }
      .randomElement(using: &random)!
      let isActive = report == .active
      _ = try check(
        world, made,
        ReportRequest(
          report, by: groupings, selection, from: isActive ? nil : from, to: isActive ? nil : to, zone: zone,
          now: Self.now))
    }
  }

  @Test("A period begins with its first moment and ends before its last") func bounds() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.ticket(6))
    _ = try made.run(.end(.sessions(1), at: Wire.instant(10)))
    _ = try made.run(.end(.sessions(2), at: Wire.instant(20)))
    func ended(_ from: Int?, _ to: Int?) throws -> Double? {
      try report(made, from: from.map(Wire.instant), to: to.map(Wire.instant)).value(0, 0)
    }
    #expect(try ended(nil, nil) == 2)
    #expect(try ended(10, 20) == 1)
    #expect(try ended(11, 20) == 0)
    #expect(try ended(20, nil) == 1)
    #expect(try ended(nil, 10) == 0)
  }

  private func report(
    _ made: TestStore, _ report: SessionReport = .ended, by groupings: [ReportGrouping] = [],
    from: Instant? = nil, to: Instant? = nil
  ) throws -> ReportTable {
    try made.store.read {
      try $0.report(ReportRequest(report, by: groupings, from: from, to: to, zone: .utc, now: Self.now))
    }
  }

  @Test("§11, E1 a routing channel that changed with the end or since counts; one that stayed does not")
  func routingChanged() throws {
    let made = try TestStore()
    try made.take(Wire.ticket(5), Wire.ticket(6), Wire.ticket(7))
    _ = try made.run(.end(.sessions(1), at: Wire.instant(10)))
    _ = try made.run(.end(.sessions(2), routing: .unchanged, at: Wire.instant(10)))
    _ = try made.run(.tickets([7], .setStatus(.closed), at: Wire.instant(10)))
    func changed() throws -> [Double?] {
      let table = try report(made, by: [.reason])
      return (0..<table.count).map { table.value($0, 1) }
    }
    #expect(try changed() == [1, 0])
    _ = try made.run(.tickets([6], .setRoutingChannel(.email), at: Wire.instant(30)))
    #expect(try changed() == [2, 0])
    let times = try report(made, .routingChangeTime)
    #expect(times.value(0, 0) == 2 && times.value(0, 1) == 20 * 3600)
    let doctor = try made.store.read { try $0.examine(path: made.path, now: TestStore.now) }
    #expect(doctor.first { $0.check == "report facts" }?.verdict == .ok)
  }

  @Test("Empty stretches of a period show as nothing; without anything in it too") func emptyBuckets() throws
  {
    let made = try TestStore()
    let days = try report(made, by: [.day], from: Wire.instant(0), to: Wire.instant(72))
    #expect((0..<days.count).map { days.value($0, 0) } == [0, 0, 0])
    #expect(days.value(0, 2) == nil)
    #expect(try report(made, by: [.day]).count == 0)
    #expect(try report(made, by: [.day, .reason], from: Wire.instant(0), to: Wire.instant(72)).count == 0)
    #expect(try report(made).count == 1)
  }

  @Test("A report that would be ten million empty hours is refused") func tooMany() throws {
    let made = try TestStore()
    #expect(throws: TooManyRows.self) {
      try report(made, by: [.hour], from: .earliest, to: .latest)
    }
    #expect(try report(made, by: [.month], from: .earliest, to: .latest).count == 120_000)
  }

  @Test("Rows are sorted by any column, nothing first, equal ones as they were") func sorting() throws {
    let world = World(seed: 5, tickets: 80, ends: 100...300)
    let made = try world.store()
    var table = try report(made, .endTime, by: [.day, .reason])
    for (measure, descending) in [(0, true), (2, false)] {
      table.sort(byMeasure: measure, descending: descending)
      let values = (0..<table.count).map { table.value($0, measure) ?? -1 }
      #expect(values == values.sorted { descending ? $0 > $1 : $0 < $1 })
    }
    table.sort(byGrouping: 1, descending: true)
    let keys = (0..<table.count).map { table.key($0, 1) }
    #expect(keys == keys.sorted { $0 > $1 })
    table.limit(to: 3)
    #expect(table.count == 3)
  }

  @Test("without hours nobody knows what is outside of them") func noHours() throws {
    let made = try World(seed: 52, tickets: 100, loose: 20, ends: 2_050...2_150).store()
    let table = try made.store.read { try $0.report(ReportRequest(.outsideHours, zone: .utc, now: Self.now)) }
    #expect(table.count == 1 && table.value(0, 0) ?? 0 > 0)
    #expect(table.value(0, 1) == nil && table.value(0, 2) == nil)
  }
}
