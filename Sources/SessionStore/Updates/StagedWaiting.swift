import GRDB
import SessionModel
import StoreEngine

/// Where tickets wait after a run, staged as far as it changed, and the statements that apply it (Q8).
struct StagedWaiting {
  private let insert: SteppedStatement

  init(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged_waiting (
          ticket_id INTEGER PRIMARY KEY, queue_key INTEGER, priority INTEGER, eligible_since INTEGER,
          is_chosen INTEGER, left_queue INTEGER, entered_queue INTEGER);
        DELETE FROM temp.staged_waiting;
        """)
    insert = try SteppedStatement(db, "INSERT INTO temp.staged_waiting VALUES (?, ?, ?, ?, ?, ?, ?)")
  }

  /// Stages a work item's place if it is another one than before; the ticket's priority is a part of it.
  ///
  /// - Returns: whether it is
  @discardableResult
  func add(_ now: WorkItem, before: WorkItem) throws -> Bool {
    guard let ticket = now.ticket else { return false }
    guard now.waiting != before.waiting || (now.waiting != nil && ticket.priority != before.ticket?.priority)
    else { return false }
    let (left, entered) = (before.waiting?.queueKey, now.waiting?.queueKey)
    insert.bind(ticket.id, at: 1)
    insert.bind(now.waiting?.queueKey, at: 2)
    insert.bind(Int64(ticket.priority.rawValue), at: 3)
    insert.bind(now.waiting?.since.seconds, at: 4)
    insert.bind(now.waiting?.isChosen == true ? 1 : 0, at: 5)
    insert.bind(left == entered ? nil : left, at: 6)
    insert.bind(left == entered ? nil : entered, at: 7)
    try insert.run()
    return true
  }

  static func apply(_ db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM queue_ticket
        WHERE ticket_id IN (SELECT ticket_id FROM temp.staged_waiting WHERE eligible_since IS NULL);
        INSERT INTO queue_ticket(ticket_id, queue_key, priority, eligible_since, is_chosen)
        SELECT ticket_id, queue_key, priority, eligible_since, is_chosen FROM temp.staged_waiting
        WHERE eligible_since IS NOT NULL
        ON CONFLICT(ticket_id) DO UPDATE SET queue_key = excluded.queue_key, priority = excluded.priority,
          eligible_since = excluded.eligible_since, is_chosen = excluded.is_chosen;
        """)
  }
}
