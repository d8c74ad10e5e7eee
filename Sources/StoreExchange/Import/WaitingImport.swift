import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Keeps in mind which tickets an import may have put into line or taken out of it, and matches them all together
/// when the file is read.
final class WaitingImport {
  private enum Column: Int, StatementColumn { case ticketID, queueID, since, isChosen }

  private let db: Database
  private let note: SteppedStatement
  private var isAny = false
  /// The account's settings came along: every ticket is asked about.
  var needsAll = false

  init(_ db: Database) throws {
    self.db = db
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS import_waiting (
          ticket_id INTEGER PRIMARY KEY, queue_id TEXT, since INTEGER, is_chosen INTEGER);
        DELETE FROM temp.import_waiting;
        """)
    note = try SteppedStatement(
      db, "INSERT OR REPLACE INTO temp.import_waiting(\(Column.names)) VALUES (\(Column.parameters))",
      Column.self)
  }

  /// The statement that notes tickets which are noted themselves (`NewTickets`).
  func noting(in log: WriteLog) throws -> LoggedStatement {
    try log.adding(to: "temp.import_waiting", Column.self)
  }

  /// A ticket that is new here: most are assigned or done, and can't wait.
  ///
  /// - Parameter noting: notes it, where the ticket is noted
  func note(new ticket: WireTicket, by noting: LoggedStatement? = nil) throws {
    guard ticket.assigneeID == nil, ticket.status.isInProgress else { return }
    if let noting {
      try note(ticket.id, ticket.local?.waiting, by: noting)
    } else {
      try note(ticket.id, ticket.local?.waiting, by: note)
    }
  }

  /// A ticket that was here before, or its session, changed.
  func note(changed ticketID: Int64) throws { try note(ticketID, nil, by: note) }

  private func note(_ ticketID: Int64, _ place: WireWaiting?, by statement: some BindableStatement) throws {
    isAny = true
    statement.bind(ticketID, Column.ticketID)
    statement.bind(place?.queueID, Column.queueID)
    statement.bind(place?.since, Column.since)
    statement.bind(place?.isChosen == true, Column.isChosen)
    try statement.run()
  }

  /// Matches what came, once all of the file is known.
  func finish(queuesChanged: Bool, at moment: Instant) throws {
    let writer = StoreWriter(db)
    if needsAll {
      try writer.rematchAll(at: moment)
    } else {
      if queuesChanged { try writer.rematch(at: moment) }
      guard isAny, try StoreReader(db).isOmnichannel() else { return }
      _ = try Rematch(db: db).run(.imported, at: moment)
    }
    try takePlaces()
  }

  /// What an export says of a ticket's place goes before what the queues, which may have changed since, would say.
  private func takePlaces() throws {
    try db.execute(
      sql: """
        UPDATE queue_ticket SET eligible_since = w.since, is_chosen = w.is_chosen,
          queue_key = CASE
            -- Earlier programs had no queue for who waits after an end; whom the standard queue takes is in it (Q2).
            WHEN w.queue_id IS NULL
              THEN iif(queue_ticket.queue_key = \(Queue.standard.key), \(Queue.standard.key), NULL)
            WHEN w.queue_id = '\(Queue.standard.id)' THEN \(Queue.standard.key)
            ELSE coalesce((SELECT key FROM queue q WHERE q.id = w.queue_id), queue_ticket.queue_key) END
        FROM temp.import_waiting w WHERE w.ticket_id = queue_ticket.ticket_id AND w.since IS NOT NULL;
        UPDATE queue_ticket SET priority = t.priority FROM temp.import_waiting w JOIN ticket t ON t.id = w.ticket_id
        WHERE w.ticket_id = queue_ticket.ticket_id AND queue_ticket.priority <> t.priority;
        DELETE FROM temp.import_waiting;
        """)
  }
}
