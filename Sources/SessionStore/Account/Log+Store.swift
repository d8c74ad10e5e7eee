import CivilTime
import GRDB
import SessionModel
import StoreEngine

extension StoreReader {
  /// Entries, newest last.
  package func forEachLogEntry(_ body: (LogEntry) throws -> Void) throws {
    let rows = try StoredRow.fetchCursor(db, of: "log_entry", sql: "SELECT * FROM log_entry ORDER BY id")
    while let row = try rows.next() {
      try body(
        LogEntry(
          id: row("id"), at: row("at"), actorID: row("actor_id"), osUser: row("os_user"),
          command: row("command"), summary: row("summary"), before: row("before"), after: row("after")))
    }
  }
}

extension StoreWriter {
  /// Adds the one entry that a changing command leaves, and gives its id.
  @discardableResult
  package func log(_ entry: LogEntry) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO log_entry(at, actor_id, os_user, command, summary, before, after)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        entry.at.seconds, entry.actorID, entry.osUser, entry.command, entry.summary, entry.before,
        entry.after,
      ])
    return db.lastInsertedRowID
  }

  /// Completes the entry of a command that writes in several transactions, such as an import of many files.
  package func amendLog(_ id: Int64, summary: String) throws {
    try db.execute(sql: "UPDATE log_entry SET summary = ? WHERE id = ?", arguments: [summary, id])
  }
}
