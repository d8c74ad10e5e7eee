import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Matches tickets to queues without an update of theirs: after the queues or the settings changed (Q6), and after
/// an import. No rules run, because nothing happened to the tickets themselves.
package struct Rematch {
  /// Which tickets are asked about.
  package enum Tickets {
    /// Those that are eligible already.
    case waiting
    /// Those in `temp.import_waiting`.
    case imported
    /// Every ticket that may be eligible, of a store in which nobody kept count.
    case all
  }

  private let db: Database

  /// Matches within one transaction.
  package init(db: Database) { self.db = db }

  /// - Returns: how many are in another queue now, or in none
  package func run(
    _ tickets: Tickets, at moment: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Int {
    try freeze(tickets)
    let total = try Int.fetchOne(db, sql: "SELECT max(position) FROM temp.batch") ?? 0
    var seen = 0
    let log = WriteLog(db, .kept)
    let staged = try StagedWaiting(log)
    let rules = try StoreReader(db).queueRules(at: moment)
    var loader = try WorkItemLoader(db, columns: rules.columns.union([.fields, .waiting]))
    var count = 0
    var hasNewcomers = false
    while let before = try loader.next() {
      var now = before
      now.waiting = rules.waiting(before, at: moment)
      if try staged.add(now, before: before) { count += 1 }
      if before.waiting == nil, now.waiting != nil { hasNewcomers = true }
      seen += 1
      if seen % 256 == 0 {
        progress(seen, total)
        try Interruption.check()
      }
    }
    guard count > 0 else { return 0 }
    try log.finish()
    if hasNewcomers { try settleNewcomers() }
    try staged.apply()
    return count
  }

  private func freeze(_ tickets: Tickets) throws {
    try BatchUpdate.makeBatchTable(db)
    let ids =
      switch tickets {
      case .waiting: "SELECT ticket_id FROM queue_ticket"
      case .imported: "SELECT ticket_id FROM temp.import_waiting"
      // Also what waits and should not, so that it leaves.
      case .all:
        """
        SELECT id AS ticket_id FROM ticket WHERE origin > 0 AND status <= \(TicketStatus.open.rawValue)
          AND assignee_id IS NULL
        UNION SELECT ticket_id FROM queue_ticket
        """
      }
    try db.execute(
      sql: """
        INSERT INTO temp.batch(session_id, ticket_id)
        SELECT s.id, x.ticket_id FROM (\(ids)) x LEFT JOIN session s ON s.ticket_id = x.ticket_id
        ORDER BY x.ticket_id
        """)
  }

  /// Nobody saw when they became eligible `[local]`: a new ticket was so from its creation on, any other at the
  /// latest since it was last updated.
  private func settleNewcomers() throws {
    try db.execute(
      sql: """
        UPDATE temp.staged_waiting SET eligible_since =
          (SELECT iif(t.status = \(TicketStatus.new.rawValue), t.created_at, t.updated_at) FROM ticket t
            WHERE t.id = staged_waiting.ticket_id)
        WHERE eligible_since IS NOT NULL AND ticket_id NOT IN (SELECT ticket_id FROM queue_ticket);
        """)
  }
}

/// What the conditions of queues may look at that is not the ticket's.
package enum QueueGround: Sendable {
  /// F2: without the feature some conditions can't be evaluated.
  case feature
  /// §8: schedules, and which of them is the account's default.
  case hours

  fileprivate func isRead(by conditions: RuleConditions) -> Bool {
    (conditions.all + conditions.any).lazy.compactMap { ConditionCatalogue.field($0.field) }.contains {
      field in
      switch self {
      case .feature: field.needsFeatureInQueues
      case .hours:
        field.ground == .schedules || field.ground == .defaultSchedule
      }
    }
  }
}

extension StoreReader {
  /// Whether tickets may wait elsewhere once this has changed.
  package func queuesLook(at ground: QueueGround) throws -> Bool {
    try isOmnichannel() && queues().contains { ground.isRead(by: $0.queue.conditions) }
  }
}

extension StoreWriter {
  /// Matches all eligible waiting tickets again: queues were created, deleted or reordered (Q6).
  ///
  /// - Returns: how many tickets are in another queue now
  @discardableResult
  package func rematch(
    at moment: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Int {
    try Rematch(db: db).run(.waiting, at: moment, progress: progress)
  }

  /// The same from the tickets themselves: the routing mode or the auto-routing tag changed `[local]`.
  @discardableResult
  package func rematchAll(
    at moment: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Int {
    if try !reader.isOmnichannel() {
      try db.execute(sql: "DELETE FROM queue_ticket")
      return db.changesCount
    }
    return try Rematch(db: db).run(.all, at: moment, progress: progress)
  }
}
