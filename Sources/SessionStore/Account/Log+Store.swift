import CivilTime
import GRDB
import JSONText
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

  /// The latest entry after another that did something to a thing, or to another that says something of it; nil where
  /// none did.
  package func logEntry(about thing: ManagedThing, after id: Int64) throws -> LogEntry? {
    let rows = try StoredRow.fetchCursor(
      db, of: "log_entry",
      sql: "SELECT * FROM log_entry WHERE id > ? AND changes IS NOT NULL ORDER BY id DESC", arguments: [id])
    while let row = try rows.next() {
      let entry = try entry(row)
      if try entry.changes.contains(where: { try $0.touches(thing) }) { return entry }
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

extension ManagedChange {
  /// Whether it changed a thing: the thing itself, or what the thing's document says of its companions. Who is in which
  /// group stands in the documents of both, and the places of queues are changed one by one and all together.
  fileprivate func touches(_ other: ManagedThing) throws -> Bool {
    func moves(_ key: String) throws -> Bool {
      let (were, are) = try (Set(Self.ids(key, in: before)), Set(Self.ids(key, in: after)))
      return Int64(other.id).map(were.symmetricDifference(are).contains) ?? false
    }
    let order = ManagedThing.order(of: "queue").noun
    switch (thing.noun, other.noun) {
    // Somebody who joins the staff, or leaves it, stays the same person.
    case ("agent", "user"), ("user", "agent"): return thing.id == other.id
    case ("agent", "group"), ("user", "group"): return try moves("group_ids")
    case ("group", "agent"), ("group", "user"): return try moves("user_ids")
    case (order, "queue"):
      func place(_ document: [UInt8]?) throws -> Int64? {
        try document.flatMap { try Self.places($0).first { $0.id == other.id }?.place }
      }
      return try place(before) != place(after)
    case ("queue", order):
      // One that is new, or gone, leaves the others in their order.
      guard let before, let after else { return false }
      func place(_ document: [UInt8]) throws -> JSONValue? {
        try JSONValue.parse(document, allowingDuplicateKeys: true)["order"]
      }
      return try place(before) != place(after)
    default: return thing.noun == other.noun && thing.id == other.id
    }
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
