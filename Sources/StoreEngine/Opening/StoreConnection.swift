import GRDB
import GRDBSQLite

/// A connection to a SQLite file, made so that the program can end where it may make no thread (`ulimit -u`).
///
/// libdispatch wants one to release a queue that something was attached to, as GRDB does, and waits for it for ever.
/// So no queue is ever released: not one that was used, which is closed by whoever opened it, and not one whose file
/// turned out to be none of ours.
package struct StoreConnection {
  /// GRDB's queue with one connection.
  package let queue: DatabaseQueue
  let busy: BusyWait

  /// - Parameter path: nil for one in memory
  /// - Throws: SQLite's error when the file can't be read as a database.
  package init(_ path: String?, _ options: Store.Options = Store.Options()) throws {
    let busy = BusyWait(seconds: options.wait)
    let trouble = Trouble()
    var configuration = Configuration()
    configuration.readonly = options.readOnly && !options.readsAlone
    configuration.busyMode = .callback(busy.callback)
    configuration.foreignKeysEnabled = true
    // A rehearsal's transaction stays open from one access to the next.
    configuration.allowsUnsafeTransactions = options.rehearses
    configuration.label = "sessionctl"
    configuration.prepareDatabase { db in
      // GRDB has SQLite tell what each statement reads and writes, for observers, of which a command has none.
      sqlite3_set_authorizer(db.sqliteConnection, nil, nil)
      do {
        // Before the file is read for the first time.
        if options.readsAlone {
          try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON")
        }
        // The second one reads the schema, and so finds out whether the file can be read.
        try db.execute(
          sql: """
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -\(options.cacheKiB);
            """)
        // From here on SQLite holds a lock on the file, and no restore puts another in its place.
        var hasMoved: CInt = 0
        sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        if hasMoved != 0 { throw DatabaseError(resultCode: .SQLITE_READONLY_DBMOVED) }
        let code = LoggedRows.register(db.sqliteConnection)
        if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      } catch {
        trouble.error = error
        // GRDB would let go of its queue on the spot. An empty database in place of the file lets it go on.
        sqlite3_deserialize(db.sqliteConnection, "main", nil, 0, 0, UInt32(SQLITE_DESERIALIZE_RESIZEABLE))
      }
    }
    queue =
      try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
      ?? DatabaseQueue(configuration: configuration)
    _ = Unmanaged.passRetained(queue)
    self.busy = busy
    if let error = trouble.error {
      try? queue.close()
      throw error
    }
  }

  /// Written and read by the thread that opens.
  private final class Trouble: @unchecked Sendable {
    var error: (any Error)?
  }
}
