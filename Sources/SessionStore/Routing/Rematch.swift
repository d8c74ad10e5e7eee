import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What a re-match came to.
package struct RematchSummary: Sendable, Hashable {
  /// How many tickets wait elsewhere than before, or no more.
  package var changed = 0
  /// How many of them are in another queue now, or in one for the first time.
  package var moved = 0
  /// How many are in none any more (E4).
  package var leftRouting = RoutingExits()

  /// Nothing has changed.
  package init() {}
}

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

  /// Looks at each of the tickets, and puts those elsewhere that belong there now.
  @discardableResult
  package func run(
    _ tickets: Tickets, at moment: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> RematchSummary {
    let ids = Self.ids(of: tickets)
    let total = try Int.fetchSure(db, sql: "SELECT count(*) FROM (\(ids))")
    var seen = 0
    let log = WriteLog(db, .kept)
    let moves = try Moves(log)
    let rules = try StoreReader(db).queueRules(at: moment)
    var loader = try WorkItemLoader(db, .tickets(ids), columns: rules.columns.union([.fields, .waiting]))
    var summary = RematchSummary()
    while var item = try loader.next() {
      let before = item.waiting
      item.waiting = rules.waiting(item, at: moment)
      if item.waiting != before {
        try moves.note(item, before: before)
        summary.changed += 1
        if let key = item.waiting?.queueKey, key != before?.queueKey { summary.moved += 1 }
        summary.leftRouting.note(rules.exit(of: item, before: before))
      }
      seen += 1
      if seen % 256 == 0 {
        progress(seen, total)
        try Interruption.check()
      }
    }
    try log.finish()
    return summary
  }

  /// SQL: the ids of the tickets.
  private static func ids(of tickets: Tickets) -> String {
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
  }

  /// What is noted of tickets that will wait elsewhere, and the statements that put them there.
  private struct Moves {
    private enum Leaving: Int, StatementColumn { case ticketID }
    private enum Entering: Int, StatementColumn { case ticketID, queueKey, priority, since, isChosen }

    private let leave: LoggedStatement
    private let enter: LoggedStatement

    init(_ log: WriteLog) throws {
      leave = try log.changing(
        "DELETE FROM queue_ticket WHERE ticket_id IN (SELECT \(Leaving.ticketID.logged) FROM \(WriteLog.rows))"
      )
      // Nobody saw when a ticket became eligible that did not wait before `[local]`: a new one was so from its creation on,
      // any other at the latest since it was last updated.
      enter = try log.changing(
        StagedWaiting.put(
          """
          \(Entering.ticketID.logged), \(Entering.queueKey.logged), \(Entering.priority.logged),
            coalesce(\(Entering.since.logged), (SELECT iif(t.status = \(TicketStatus.new.rawValue), t.created_at, t.updated_at)
              FROM ticket t WHERE t.id = \(Entering.ticketID.logged))) AS eligible_since, \(Entering.isChosen.logged)
          FROM \(WriteLog.rows)
          """))
    }

    /// Notes where the ticket waits now.
    func note(_ item: WorkItem, before: Waiting?) throws {
      guard let ticket = item.ticket else { return }
      guard let now = item.waiting else {
        leave.bind(ticket.id, Leaving.ticketID)
        return try leave.run()
      }
      enter.bind(ticket.id, Entering.ticketID)
      enter.bind(now.queueKey, Entering.queueKey)
      enter.bind(ticket.priority, Entering.priority)
      enter.bind(before == nil ? nil : now.since, Entering.since)
      enter.bind(now.isChosen, Entering.isChosen)
      try enter.run()
    }
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
  @discardableResult
  package func rematch(
    at moment: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> RematchSummary {
    try Rematch(db: db).run(.waiting, at: moment, progress: progress)
  }

  /// The same from the tickets themselves: the routing mode or the auto-routing tag changed `[local]`.
  @discardableResult
  package func rematchAll(
    at moment: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> RematchSummary {
    if try !reader.isOmnichannel() {
      try db.execute(sql: "DELETE FROM queue_ticket")
      var summary = RematchSummary()
      summary.changed = db.changesCount
      return summary
    }
    return try Rematch(db: db).run(.all, at: moment, progress: progress)
  }
}
