import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// What a store says of itself to whoever watches it: few numbers, each from an index or a short table.
package struct StoreMeasures: Sendable {
  /// How many sessions with a ticket, which a sweep ends, have been idle for at least so many seconds, the shortest first.
  package var idle: [(seconds: Int64, sessions: Int)] = []
  /// Sessions that are active.
  package var active = 0
  /// The latest public message of any session; nil without sessions.
  package var lastActivity: Instant?
  /// Each queue by its id, with its name, how many tickets wait, and since when the first; nil: no queue takes them.
  package var queues: [(id: String?, name: String?, waiting: Int, since: Instant?)] = []
  /// Entries of the outbox, by state.
  package var outbox: [(state: OutboxState, count: Int)] = []
  /// When the oldest entry that waits came; nil where none waits.
  package var oldestWaiting: Instant?
  /// When each command last changed something, by the log.
  package var lastChange: [(command: String, at: Instant)] = []
  /// When the last page of each stream was pulled.
  package var lastPull: [(stream: RemoteStream, at: Instant)] = []
  /// Bytes of the file, of its log, and of pages that are free.
  package var size = (file: 0, log: 0, free: 0)
  /// Customers who were redacted since the file was rewritten.
  package var unrewritten = 0

  /// Idle for so long: ten minutes, an hour, four hours, a day, a week.
  static let ages: [Int64] = [600, 3600, 14_400, 86_400, 604_800]
}

extension StoreReader {
  /// Measures the store.
  ///
  /// - Parameter path: its file
  package func measures(path: String, now: Instant) throws -> StoreMeasures {
    var measures = StoreMeasures()
    func active(_ condition: String = "true") throws -> Int {
      try Int.fetchSure(
        db,
        sql: """
          SELECT count(*) FROM session INDEXED BY session_active
          WHERE state = \(SessionState.active.rawValue) AND \(condition)
          """)
    }
    measures.active = try active()
    measures.idle = try StoreMeasures.ages.map {
      ($0, try active("last_activity_at <= \(now.seconds - $0) AND ticket_id IS NOT NULL"))
    }
    // The newest active session is the newest of all unless it has ended since.
    measures.lastActivity =
      try Int64.fetchOne(
        db,
        sql: """
          SELECT max(at) FROM (
            SELECT (SELECT max(last_activity_at) FROM session INDEXED BY session_active WHERE state = 0) AS at
            UNION ALL SELECT last_activity_at FROM session WHERE id = (SELECT max(id) FROM session)
            UNION ALL SELECT (SELECT last_activity_at FROM session INDEXED BY session_report
              WHERE end_reason IS NOT NULL ORDER BY ended_at DESC LIMIT 1))
          """
      ).map { Instant($0) }
    measures.queues = try StoredRow.fetchAll(
      db, of: "queue_ticket",
      sql: """
        SELECT iif(w.queue_key = \(Queue.standard.key), '\(Queue.standard.id)', q.id) AS id,
          iif(w.queue_key = \(Queue.standard.key), '\(Queue.standard.name)', q.name) AS name,
          count(*) AS waiting, min(w.eligible_since) AS since
        FROM queue_ticket w LEFT JOIN queue q ON q.key = w.queue_key GROUP BY w.queue_key ORDER BY w.queue_key
        """
    ).map { try ($0("id"), $0("name"), $0("waiting"), $0("since")) }
    let counts = try StoredRow.fetchAll(
      db, of: "outbox", sql: "SELECT state, count(*) AS count FROM outbox GROUP BY state"
    ).map { try (state: $0("state") as OutboxState, count: $0("count") as Int) }
    measures.outbox = OutboxState.allCases.map { state in
      (state, counts.first { $0.state == state }?.count ?? 0)
    }
    measures.oldestWaiting = try Int64.fetchOne(
      db, sql: "SELECT min(created_at) FROM outbox INDEXED BY outbox_waiting WHERE state = 0"
    ).map { Instant($0) }
    measures.lastChange = try StoredRow.fetchAll(
      db, of: "log_entry",
      sql: "SELECT command, max(at) AS at FROM log_entry GROUP BY command ORDER BY command"
    ).map { try ($0("command"), $0("at")) }
    measures.lastPull = try remoteCursors().map { ($0.stream, $0.pulledAt) }
    let page = try Int.fetchSure(db, sql: "PRAGMA page_size")
    measures.size = (
      try Int.fetchSure(db, sql: "PRAGMA page_count") * page, StoreCompanions.size("-wal", beside: path),
      try Int.fetchSure(db, sql: "PRAGMA freelist_count") * page
    )
    measures.unrewritten = try redactions().filter { $0.rewrittenAt == nil }.count
    return measures
  }
}
