import GRDB
import GRDBSQLite

extension Store {
  /// Rewrites the whole file and empties its log, so that no byte stays of what was deleted or replaced before.
  ///
  /// Deleting leaves what was there in pages that are free, and in parts of pages that are free. Nobody else can write
  /// meanwhile; whoever reads goes on with what they see, and keeps its pages in the log for as long.
  ///
  /// - Returns: false where somebody was reading for longer than `Options.wait`, so that old pages stay in the log
  /// - Throws: `.busy` where somebody else was writing for that long, `.inputOutput` where the disk has no room for two
  ///   more copies; then the file is as it was.
  package func rewrite() throws -> Bool {
    try StoreFile.explainingFailures(path) {
      try queue.inDatabaseAllowingInterrupt { db in
        try db.execute(sql: "VACUUM")
        // Another program may have switched the journal, and kept its file.
        if try String.fetchOne(db, sql: "PRAGMA journal_mode") != "wal" {
          return try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal"
            && (try emptyLog(db))
        }
        return try emptyLog(db)
      }
    }
  }

  /// Copies all of the log into the file and cuts it off.
  ///
  /// - Returns: false where somebody reads from it
  private func emptyLog(_ db: Database) throws -> Bool {
    let code = sqlite3_wal_checkpoint_v2(
      db.sqliteConnection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    guard code != SQLITE_OK else { return true }
    guard code & 0xFF == SQLITE_BUSY else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return false
  }
}

extension StoreWriter {
  /// Has SQLite write zeros over whatever is deleted from now on, where it doesn't already.
  package func overwriteWhatIsDeleted() throws {
    _ = try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON")
  }
}
