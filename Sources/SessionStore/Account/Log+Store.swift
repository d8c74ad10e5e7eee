import CivilTime
import GRDB
import SessionModel
import StoreEngine

extension StoreReader {
  /// Entries in the order in which they were made, or the newest first.
  ///
  /// - Parameter limit: no more than this many
  package func forEachLogEntry(
    newestFirst: Bool = false, limit: Int? = nil, _ body: (LogEntry) throws -> Void
  ) throws {
    let rows = try StoredRow.fetchCursor(
      db, of: "log_entry",
      sql: "SELECT * FROM log_entry ORDER BY id \(newestFirst ? "DESC" : "ASC") LIMIT ?",
      arguments: [limit ?? -1])
    while let row = try rows.next() { try body(entry(row)) }
  }

  /// One entry; nil where there is none with this id.
  package func logEntry(id: Int64) throws -> LogEntry? {
    try StoredRow.fetchOne(
      db, of: "log_entry", sql: "SELECT * FROM log_entry WHERE id = ?", arguments: [id]
    ).map(entry)
  }

  /// Whether all entries after another are there, and none of them was pruned.
  package func hasWholeLog(after id: Int64) throws -> Bool {
    try Bool.fetchSure(
      db, sql: "SELECT coalesce(max(id), ?1) - ?1 = count(*) FROM log_entry WHERE id > ?1", arguments: [id])
  }

  /// The entries that other commands made, with what they say they did: one that writes several times completes its entry
  /// with each, and others come between.
  package func forEachLogSummary(
    exceptOf commands: Set<String>, _ body: (_ id: Int64, _ summary: [UInt8]) throws -> Void
  )
    throws
  {
    let rows = try StoredRow.fetchCursor(
      db, of: "log_entry", sql: "SELECT id, command, summary FROM log_entry ORDER BY id")
    while let row = try rows.next() {
      if try !commands.contains(row("command")) { try body(row("id"), row.utf8("summary")) }
    }
  }

  /// The latest entry after another that did something to a thing; nil where none did.
  package func logEntry(about thing: ManagedThing, after id: Int64) throws -> LogEntry? {
    let rows = try StoredRow.fetchCursor(
      db, of: "log_entry",
      sql: "SELECT * FROM log_entry WHERE id > ? AND changes IS NOT NULL ORDER BY id DESC", arguments: [id])
    while let row = try rows.next() {
      let entry = try entry(row)
      if entry.changes.contains(where: { $0.thing.noun == thing.noun && $0.thing.id == thing.id }) {
        return entry
      }
    }
    return nil
  }

  private func entry(_ row: StoredRow) throws -> LogEntry {
    var entry = try LogEntry(
      id: row("id"), at: row("at"), actorID: row("actor_id"), osUser: row("os_user"),
      command: row("command"), summary: row("summary"), before: row("before"), after: row("after"))
    if try row.utf8("changes") != nil {
      entry.changes = try row.reading("changes", LoggedChanges.changes)
    }
    return entry
  }
}

extension StoreWriter {
  /// Adds the one entry that a changing command leaves, and gives its id.
  @discardableResult
  package func log(_ entry: LogEntry) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO log_entry(at, actor_id, os_user, command, summary, before, after, changes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        entry.at.seconds, entry.actorID, entry.osUser, entry.command, entry.summary, entry.before,
        entry.after, LoggedChanges.text(entry.changes),
      ])
    return db.lastInsertedRowID
  }

  /// Completes the entry of a command that writes in several transactions, such as an import of many files.
  package func amendLog(_ id: Int64, summary: String) throws {
    try db.execute(sql: "UPDATE log_entry SET summary = ? WHERE id = ?", arguments: [summary, id])
  }
}
