import GRDB
import GRDBSQLite

/// A second connection to a store, which sees what was committed last when it was made, until it is closed.
package enum SecondConnection {
  /// - Parameters:
  ///   - path: of the store, as SQLite names it
  ///   - cacheKiB: how much memory its pages may take
  /// - Returns: nil where none is to be had. A store that is read alone, from a full disk, has no room for a second reader.
  static func open(_ path: String, cacheKiB: Int) -> DatabaseQueue? {
    var options = Store.Options(readOnly: true, cacheKiB: cacheKiB)
    // Its transaction is begun here, and used elsewhere.
    options.rehearses = true
    // Who keeps it out for longer than a moment is this very program, reading alone.
    options.wait = 0
    guard !path.isEmpty, let name = try? FrozenStore.path(path),
      let queue = try? StoreConnection(name, options).queue
    else { return nil }
    do { try begin(queue) } catch {
      try? queue.close()
      return nil
    }
    return queue
  }

  /// Reading the file begins what is seen: from then on nobody's lock can stand in the way.
  private static func begin(_ queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { db in
      try db.beginTransaction(.deferred)
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
      sqlite3_progress_handler(
        db.sqliteConnection, 100_000, { _ in Interruption.isRequested ? 1 : 0 }, nil)
    }
  }

  /// Reads the store of a transaction that has written nothing yet, beside it: what it writes then is not seen.
  ///
  /// - Returns: nil where there is no second core or connection, and nothing was read. Without a write-ahead log a reader
  ///   keeps the writer waiting, and a file that was moved is not found by its name.
  package static func reading<Result>(
    _ db: Database, cacheKiB: Int, _ body: (Database) throws -> Result
  ) throws -> Result? {
    var hasMoved: CInt = 0
    sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    guard OwnThread.hasTwoCores, hasMoved == 0, try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal",
      let queue = open(StoreReader(db).path, cacheKiB: cacheKiB)
    else { return nil }
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { other in
      defer { try? other.rollback() }
      return try body(other)
    }
  }
}
