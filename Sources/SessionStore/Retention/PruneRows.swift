import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// The rows of one step of `prune`: found, gathered in TEMP tables, counted and deleted in sets.
package struct PruneRows {
  private let db: Database
  private let request: PruneRequest

  /// SQL: the ids of the sessions that were gathered.
  package static let sessions = "(SELECT id FROM temp.prune_session)"
  /// SQL: the ids of the tickets that were gathered, those of the sessions included.
  package static let tickets = "(SELECT id FROM temp.prune_ticket)"
  /// SQL: the names of the events that were gathered.
  package static let names = "(SELECT id FROM temp.prune_name)"
  /// SQL: the ids of the entries that were gathered, of the outbox or of the log.
  package static let entries = "(SELECT id FROM temp.prune_entry)"

  /// Within one look or one transaction.
  package init(_ reader: StoreReader, _ request: PruneRequest) throws {
    db = reader.db
    self.request = request
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS prune_session (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE IF NOT EXISTS prune_ticket (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE IF NOT EXISTS prune_audit (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE IF NOT EXISTS prune_entry (id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE IF NOT EXISTS prune_name (id TEXT PRIMARY KEY) WITHOUT ROWID;
        """)
  }

  // MARK: What may leave

  /// SQL: a ticket `t` that something still waits for. The newest message stays, so that no id is given twice.
  private static let isHeld = """
    (EXISTS (SELECT 1 FROM outbox o WHERE o.ticket_id = t.id AND (
        o.state IN (\(OutboxState.waiting.rawValue), \(OutboxState.failed.rawValue))
        OR o.id = (SELECT max(id) FROM outbox)))
      OR t.id IN (SELECT ticket_id FROM remote_ticket
        WHERE state NOT IN (\(PushedTicket.State.failed.rawValue), \(PushedTicket.State.ended.rawValue))))
    """

  /// SQL: a conversation `s` without a ticket of which a message still waits.
  private static let hasWaitingMessage = """
    s.id IN (SELECT CAST(recipient AS INTEGER) FROM outbox
      WHERE ticket_id IS NULL AND state IN (\(OutboxState.waiting.rawValue), \(OutboxState.failed.rawValue)))
    """

  private static let isOver = "t.status >= \(TicketStatus.closed.rawValue)"

  /// SQL over what a stage's rows are read `from`: which of them are over since before `:before`, and free to leave.
  private static func condition(_ stage: PruneStage, isHeld: Bool = false) -> String {
    let not = isHeld ? "" : "NOT "
    return switch stage {
    case .sessions:
      """
      s.state = \(SessionState.ended.rawValue) AND (s.ticket_id IS NULL OR \(isOver))
        AND iif(s.ticket_id IS NULL, coalesce(s.ended_at, s.last_activity_at),
          max(t.updated_at, coalesce(s.ended_at, 0))) < :before
        AND \(not)iif(s.ticket_id IS NULL, \(hasWaitingMessage), \(self.isHeld))
      """
    case .tickets:
      """
      \(isOver) AND t.origin > 0 AND t.updated_at < :before
        AND NOT EXISTS (SELECT 1 FROM session WHERE ticket_id = t.id) AND \(not)\(self.isHeld)
      """
    case .events: "x.at < :before"
    case .outbox:
      """
      x.state IN (\(OutboxState.delivered.rawValue), \(OutboxState.cancelled.rawValue))
        AND coalesce(x.delivered_at, x.created_at) < :before AND x.id < (SELECT max(id) FROM outbox)
      """
    case .log: "x.at < :before AND x.id < (SELECT max(id) FROM log_entry)"
    }
  }

  private static func source(_ stage: PruneStage) -> (table: String, key: String) {
    switch stage {
    case .sessions: ("session s LEFT JOIN ticket t ON t.id = s.ticket_id", "s.id")
    case .tickets: ("ticket t", "t.id")
    case .events: ("ingested_event x", "x.id")
    case .outbox: ("outbox x", "x.id")
    case .log: ("log_entry x", "x.id")
    }
  }

  /// The next ones that may leave after a piece, in the order of their ids; nil when there are no more.
  package func next(_ stage: PruneStage, after last: PrunePiece?) throws -> PrunePiece? {
    guard let before = request.cutoff(stage) else { return nil }
    let (table, key) = Self.source(stage)
    let sql = """
      SELECT \(key) FROM \(table) WHERE \(key) > :last AND \(Self.condition(stage))
      ORDER BY \(key) LIMIT \(stage.mostAtOnce)
      """
    if stage == .events {
      let names = try String.fetchAll(
        db, sql: sql, arguments: ["last": last?.names.last ?? "", "before": before.seconds])
      guard let first = names.first, let end = names.last else { return nil }
      return PrunePiece(stage: stage, count: names.count, ids: [], names: [first, end])
    }
    let ids = try Int64.fetchAll(
      db, sql: sql, arguments: ["last": last?.ids.last ?? .min, "before": before.seconds])
    return ids.isEmpty ? nil : PrunePiece(stage: stage, count: ids.count, ids: ids, names: [])
  }

  /// Conversations and tickets that are old enough, and stay because something waits for them.
  package func held() throws -> Int {
    guard let before = request.endedBefore else { return 0 }
    return try [PruneStage.sessions, .tickets].reduce(0) { sum, stage in
      let sql =
        "SELECT count(*) FROM \(Self.source(stage).table) WHERE \(Self.condition(stage, isHeld: true))"
      return try sum + Int.fetchSure(db, sql: sql, arguments: ["before": before.seconds])
    }
  }

  // MARK: One piece

  /// Gathers those of a piece that may leave now.
  ///
  /// - Returns: whether these are all of them
  package func gather(_ piece: PrunePiece) throws -> Bool {
    for table in ["session", "ticket", "audit", "entry", "name"] {
      try db.execute(sql: "DELETE FROM temp.prune_\(table)")
    }
    guard let before = request.cutoff(piece.stage) else { return false }
    let (table, key) = Self.source(piece.stage)
    let condition = Self.condition(piece.stage)
    if piece.stage == .events {
      try db.execute(
        sql:
          "INSERT INTO temp.prune_name SELECT \(key) FROM \(table) WHERE \(key) BETWEEN :first AND :last AND \(condition)",
        arguments: ["first": piece.names.first, "last": piece.names.last, "before": before.seconds])
      return db.changesCount == piece.count
    }
    let target =
      switch piece.stage {
      case .sessions: "prune_session"
      case .tickets: "prune_ticket"
      case .events, .outbox, .log: "prune_entry"
      }
    try db.execute(
      sql: """
        INSERT INTO temp.\(target) SELECT \(key) FROM \(table)
        WHERE \(key) IN (SELECT value FROM json_each(:ids)) AND \(condition)
        """,
      arguments: ["ids": SelectionSQL.jsonArray(piece.ids), "before": before.seconds])
    let isWhole = db.changesCount == piece.count
    guard piece.stage == .sessions || piece.stage == .tickets else { return isWhole }
    try db.execute(
      sql: """
        INSERT INTO temp.prune_ticket SELECT ticket_id FROM session
          WHERE id IN \(Self.sessions) AND ticket_id IS NOT NULL;
        INSERT INTO temp.prune_audit SELECT id FROM audit WHERE ticket_id IN \(Self.tickets)
          UNION ALL SELECT id FROM audit WHERE session_id IN \(Self.sessions);
        """)
    return isWhole
  }

  /// How many rows leave with what was gathered.
  package func counts(_ stage: PruneStage) throws -> PruneCounts {
    var counts = PruneCounts()
    func count(_ table: String, _ condition: String = "true") throws -> Int {
      try Int.fetchSure(db, sql: "SELECT count(*) FROM \(table) WHERE \(condition)")
    }
    switch stage {
    case .sessions, .tickets:
      counts.conversations = try count("temp.prune_session")
      counts.tickets = try count("temp.prune_ticket")
      counts.history = try count("temp.prune_audit")
      counts.messages = try count("message", "ticket_id IN \(Self.tickets)")
      counts.ratings = try count("satisfaction_rating", "ticket_id IN \(Self.tickets)")
      counts.outbox = try count("outbox", "ticket_id IN \(Self.tickets)")
    case .events: counts.events = try count("temp.prune_name")
    case .outbox: counts.outbox = try count("temp.prune_entry")
    case .log: counts.log = try count("temp.prune_entry")
    }
    return counts
  }

  /// The last entry of the gathered histories that was made here; nil where there is none.
  package func lastAudit() throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: "SELECT max(id) FROM audit WHERE id IN (SELECT id FROM temp.prune_audit) AND events IS NOT NULL")
  }

  /// Deletes what was gathered, after reports and feeds have been told what they go on needing of it.
  package func delete(_ stage: PruneStage) throws {
    switch stage {
    case .sessions, .tickets:
      try PastConversations(db).keep()
      try db.execute(
        sql: """
          DELETE FROM conversation_key WHERE session_id IN \(Self.sessions);
          DELETE FROM outbox WHERE ticket_id IN \(Self.tickets);
          DELETE FROM satisfaction_rating WHERE ticket_id IN \(Self.tickets);
          DELETE FROM message WHERE ticket_id IN \(Self.tickets);
          DELETE FROM audit WHERE id IN (SELECT id FROM temp.prune_audit);
          DELETE FROM ticket_custom_field WHERE ticket_id IN \(Self.tickets);
          DELETE FROM ticket_document WHERE ticket_id IN \(Self.tickets);
          DELETE FROM queue_ticket WHERE ticket_id IN \(Self.tickets);
          DELETE FROM session WHERE id IN \(Self.sessions);
          DELETE FROM ticket WHERE id IN \(Self.tickets);
          """)
    case .events: try db.execute(sql: "DELETE FROM ingested_event WHERE id IN \(Self.names)")
    case .outbox: try db.execute(sql: "DELETE FROM outbox WHERE id IN \(Self.entries)")
    case .log: try db.execute(sql: "DELETE FROM log_entry WHERE id IN \(Self.entries)")
    }
  }
}

extension StoreWriter {
  /// Dates some of the events that an earlier program took without a date, so that they leave in their turn.
  ///
  /// - Returns: whether there may be more
  package func dateEvents(at moment: Instant, most: Int) throws -> Bool {
    try db.execute(
      sql: """
        UPDATE ingested_event SET at = ?1 WHERE id IN (SELECT id FROM ingested_event WHERE at IS NULL LIMIT ?2)
        """, arguments: [moment.seconds, most])
    return db.changesCount == most
  }
}
