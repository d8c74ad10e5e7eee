import GRDB
import SessionStore
import StoreEngine
import WireFormat

/// Takes back what only the store that was pruned can take back, and keeps reports from counting it twice.
final class ArchiveImport {
  private let db: Database
  /// Whether what follows left this very store: its ids are those that were given here.
  private(set) var isOurs = false

  init(_ db: Database) { self.db = db }

  /// The first line of an archive, which holds for those after it.
  func begin(_ archive: WireArchive) throws -> ImportOutcome {
    isOurs = try StoreReader(db).identity() == archive.store
    if isOurs {
      try db.execute(
        sql: """
          CREATE TEMP TABLE IF NOT EXISTS import_returned (id INTEGER PRIMARY KEY);
          DELETE FROM temp.import_returned;
          """)
    }
    return .unchanged
  }

  /// An entry of the history that was not here.
  func note(returned auditID: Int64) throws {
    guard isOurs else { return }
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO temp.import_returned VALUES (?)")
      .execute(arguments: [auditID])
  }

  /// A message that has left: it never leaves again.
  func take(_ message: WireOutboxMessage) throws -> ImportOutcome {
    guard isOurs else { return .skipped }
    return try StoreWriter(db).takeBack(message.entry) ? .created : .unchanged
  }

  /// An entry of this store's own log.
  func take(_ entry: WireLogEntry) throws -> ImportOutcome {
    guard isOurs else { return .skipped }
    return try StoreWriter(db).takeBack(entry) ? .created : .unchanged
  }

  /// Takes what is back out of what is counted of the past; sessions are, as they come.
  func finish() throws {
    if isOurs { try PastReplies(db).remove(of: "temp.import_returned") }
  }
}
