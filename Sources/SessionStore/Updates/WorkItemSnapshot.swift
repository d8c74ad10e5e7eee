import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Keeps what tickets were before an import changed them, until the rules compare with it (T6): in TEMP tables, so
/// that memory stays flat.
package struct WorkItemSnapshot {
  private let keep: SteppedStatement
  private let keepFields: SteppedStatement
  private let noteCreation: SteppedStatement

  /// Makes the TEMP tables, empty.
  package init(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS work_item_before (ticket_id INTEGER PRIMARY KEY, \(Self.columns));
        CREATE TEMP TABLE IF NOT EXISTS work_item_before_field (
          ticket_id INTEGER, field_id INTEGER, value TEXT, PRIMARY KEY (ticket_id, field_id)) WITHOUT ROWID;
        DELETE FROM temp.work_item_before;
        DELETE FROM temp.work_item_before_field;
        """)
    let item = WorkItemLoader.select(
      .all, from: "ticket t LEFT JOIN session s ON s.ticket_id = t.id",
      "WHERE t.id = ?1 AND t.origin = \(Origin.imported.rawValue)")
    // Of several records of one ticket in a file, the first one's before is that of the whole update.
    keep = try SteppedStatement(
      db, "INSERT OR IGNORE INTO temp.work_item_before SELECT ?1, x.* FROM (\(item)) x")
    keepFields = try SteppedStatement(
      db,
      """
      INSERT OR REPLACE INTO temp.work_item_before_field
      SELECT ?1, f.* FROM (\(WorkItemLoader.customFieldsOfTicket)) f
      """)
    noteCreation = try SteppedStatement(
      db, "INSERT OR IGNORE INTO temp.work_item_before(ticket_id) VALUES (?)")
  }

  private static let columns = (0..<WorkItemLoader.width(.all)).map { "c\($0)" }.joined(separator: ", ")

  /// What `WorkItemLoader` reads, the tickets in order; a ticket that was not there before is all null.
  static let selection = "SELECT \(columns) FROM temp.work_item_before ORDER BY ticket_id"
  static let customFields = "SELECT field_id, value FROM temp.work_item_before_field WHERE ticket_id = ?1"

  /// Keeps a ticket that a record will change; one that is not there, or only named, is left out.
  package func keep(ticketID: Int64) throws {
    keep.bind(ticketID)
    try keep.run()
    guard keep.changes > 0 else { return }
    keepFields.bind(ticketID)
    try keepFields.run()
  }

  /// Of a ticket that was changed: unless something was kept of it, it is new.
  package func note(changed ticketID: Int64) throws {
    noteCreation.bind(ticketID)
    try noteCreation.run()
  }

  /// Makes the batch of all that changed, in the order of the snapshot.
  ///
  /// - Returns: whether there is any
  package static func freeze(_ db: Database) throws -> Bool {
    try BatchUpdate.makeBatchTable(db)
    try db.execute(
      sql: """
        INSERT INTO temp.batch(session_id, ticket_id)
        SELECT s.id, b.ticket_id FROM temp.work_item_before b LEFT JOIN session s ON s.ticket_id = b.ticket_id
        ORDER BY b.ticket_id
        """)
    return db.changesCount > 0
  }
}
