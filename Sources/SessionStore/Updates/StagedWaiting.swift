import GRDB
import SessionModel
import StoreEngine

/// Where tickets wait after a run, staged as far as it changed, and the statements that apply it (Q8).
struct StagedWaiting {
  private enum Column: Int, StatementColumn {
    case ticketID, queueKey, priority, eligibleSince, isChosen, leftQueue, enteredQueue
  }

  private let db: Database
  private let insert: LoggedStatement

  init(_ log: WriteLog) throws {
    db = log.db
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged_waiting (
          \(Column.allCases.map { "\($0.name) INTEGER\($0 == .ticketID ? " PRIMARY KEY" : "")" }.joined(separator: ", ")));
        DELETE FROM temp.staged_waiting;
        """)
    insert = try log.adding(to: "temp.staged_waiting", Column.self)
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
    insert.bind(ticket.id, Column.ticketID)
    insert.bind(now.waiting?.queueKey, Column.queueKey)
    insert.bind(ticket.priority, Column.priority)
    insert.bind(now.waiting?.since, Column.eligibleSince)
    insert.bind(now.waiting?.isChosen == true, Column.isChosen)
    insert.bind(left == entered ? nil : left, Column.leftQueue)
    insert.bind(left == entered ? nil : entered, Column.enteredQueue)
    try insert.run()
    return true
  }

  func clear() throws { try db.execute(sql: "DELETE FROM temp.staged_waiting") }

  func apply() throws {
    try db.execute(
      sql: """
        DELETE FROM queue_ticket
        WHERE ticket_id IN (SELECT ticket_id FROM temp.staged_waiting WHERE eligible_since IS NULL);
        \(Self.put("ticket_id, queue_key, priority, eligible_since, is_chosen FROM temp.staged_waiting"));
        """)
  }

  /// SQL: puts tickets where they wait.
  ///
  /// - Parameter rows: gives ticket, queue, priority, since when, and whether the queue was chosen; what waits nowhere has
  ///   no time and is left out
  static func put(_ rows: String) -> String {
    """
    INSERT INTO queue_ticket(ticket_id, queue_key, priority, eligible_since, is_chosen)
    SELECT \(rows) WHERE eligible_since IS NOT NULL
    ON CONFLICT(ticket_id) DO UPDATE SET queue_key = excluded.queue_key, priority = excluded.priority,
      eligible_since = excluded.eligible_since, is_chosen = excluded.is_chosen
    """
  }
}
