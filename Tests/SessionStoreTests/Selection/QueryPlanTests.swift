import CivilTime
import GRDB
import SessionModel
import Testing

@testable import SessionStore
@testable import StoreReports
@testable import StoreEngine

/// What is found is paid for, not what is stored.
@Suite struct QueryPlanTests {
  /// The plans of the statements that `body` runs over a table.
  private func plans(
    _ made: TestStore, of table: String = "session", _ body: (StoreReader) throws -> Void
  ) throws -> [String] {
    try made.store.read { reader in
      var statements: [String] = []
      reader.db.trace(options: .statement) { statements.append($0.expandedDescription) }
      defer { reader.db.trace() }
      try body(reader)
      reader.db.trace()
      return try statements.filter { $0.contains(table) && !$0.hasPrefix("PRAGMA") }.flatMap {
        statement in
        try Row.fetchAll(reader.db, sql: "EXPLAIN QUERY PLAN \(statement)").map { $0["detail"] as String }
      }
    }
  }

  private var idle: Selection {
    var selection = Selection.active
    selection.idleSince = Wire.instant(40)
    return selection
  }

  @Test("The idle sweep searches the index of active sessions", arguments: [Selection.TicketLink.any, .with])
  func idleSweep(link: Selection.TicketLink) throws {
    let made = try World(seed: 1).store()
    var selection = idle
    selection.ticketLink = link
    let listed = try plans(made) { try $0.forEachSession(selection) { _ in } }
    let counted = try plans(made) { _ = try $0.countSessions(selection) }
    for (plan, index) in [(listed, "INDEX"), (counted, "COVERING INDEX")] {
      #expect(plan.contains("SEARCH s USING \(index) session_active (last_activity_at<?)"), "\(plan)")
      #expect(!plan.contains { $0.hasPrefix("SCAN s") }, "\(plan)")
    }
  }

  @Test("The bulk end freezes its batch through that index, limited or not", arguments: [nil, 5])
  func freeze(limit: Int?) throws {
    let made = try World(seed: 1).store()
    var request = UpdateRequest.end(idle)
    request.limit = limit
    let plan = try plans(made) { reader in
      var batch = BatchUpdate(reader.db, request, .plan)
      try batch.freeze()
    }
    #expect(plan.contains("SEARCH s USING COVERING INDEX session_active (last_activity_at<?)"), "\(plan)")
    #expect(!plan.contains { $0.hasPrefix("SCAN s") && !$0.hasPrefix("SCAN (") }, "\(plan)")
  }

  @Test("C1 what agents have in hand is in two indexes") func loads() throws {
    let made = try World(seed: 1).store()
    let plan = try plans(made, of: "INDEXED BY") { _ = try $0.loads(at: Wire.instant(1)) }
    #expect(
      plan == [
        "SEARCH ticket USING COVERING INDEX ticket_in_progress (assignee_id>?)",
        "SCAN s USING COVERING INDEX session_active",
      ])
  }

  @Test("The fuse looks into the index") func fuse() throws {
    let made = try World(seed: 1).store()
    let plan = try plans(made) { _ = try $0.hasActivity(since: Wire.instant(1), until: .latest) }
    #expect(
      plan == [
        "SEARCH session USING COVERING INDEX session_active (last_activity_at>? AND last_activity_at<?)"
      ])
  }

  @Test("Reports walk the index of ended sessions") func report() throws {
    let made = try World(seed: 1).store()
    let plan = try plans(made) { reader in
      for report in [SessionReport.ended, .endTime, .routingChangeTime, .outsideHours] {
        _ = try reader.report(
          ReportRequest(
            report, by: [.day, .reason], from: Wire.instant(100), to: Wire.instant(110), zone: .utc,
            now: Wire.instant(110)))
      }
    }
    // What was pruned is counted beside them, by its own key.
    let (kept, past) = (plan.filter { $0.contains(" s ") }, plan.filter { !$0.contains(" s ") })
    #expect(kept.count == 4)
    for line in kept {
      #expect(line == "SEARCH s USING COVERING INDEX session_report (ended_at>? AND ended_at<?)")
    }
    #expect(!past.isEmpty && !past.contains { $0.contains("SCAN") })
  }
}
