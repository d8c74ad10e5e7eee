import GRDB
import GRDBSQLite
import Glibc

/// A read of seconds on a thread and a connection of its own, while this thread goes on: on another core it takes no
/// time.
///
/// It sees what was committed last when it begins, which need not be what this thread's transaction sees.
package final class SecondRead<Found: Sendable> {
  private let thread: pthread_t
  private let task: Task<Found>
  private var isJoined = false

  /// Begins it.
  ///
  /// - Parameters:
  ///   - path: of the store
  ///   - cacheKiB: how much memory its pages may take
  ///   - body: reads one consistent state, on the other thread
  /// - Returns: nil where there is only one core, or no second connection or thread to be had: then the caller reads by
  ///   itself. A store that is read alone, from a full disk, has no room for a second reader.
  package init?(_ path: String, cacheKiB: Int, _ body: @escaping @Sendable (StoreReader) throws -> Found) {
    var options = Store.Options(readOnly: true, cacheKiB: cacheKiB)
    // Its transaction is begun here, and used there.
    options.rehearses = true
    // Who keeps it out for longer than a moment is this very program, reading alone.
    options.wait = 0
    guard sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1, !path.isEmpty, let name = try? FrozenStore.path(path),
      let queue = try? StoreConnection(name, options).queue
    else { return nil }
    task = Task(queue, body)
    do { try Self.begin(queue) } catch {
      try? queue.close()
      return nil
    }
    var made = pthread_t()
    let passed = Unmanaged<Work>.passRetained(task)
    let code = pthread_create(
      &made, nil,
      { passed in
        Unmanaged<Work>.fromOpaque(passed!).takeRetainedValue().run()
        return nil
      }, passed.toOpaque())
    guard code == 0 else {
      passed.release()
      try? queue.close()
      return nil
    }
    thread = made
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

  /// Nobody waits for what nobody asks for any more.
  deinit {
    if isJoined { return }
    task.queue.interrupt()
    pthread_join(thread, nil)
  }

  /// Waits for its end.
  ///
  /// - Throws: what was thrown there
  package func found() throws -> Found {
    if !isJoined {
      pthread_join(thread, nil)
      isJoined = true
    }
    return try task.found!.get()
  }
}

/// What a thread does: C knows no generic types.
private class Work: @unchecked Sendable {
  func run() {}
}

/// What the thread works on; read again when it has ended.
private final class Task<Found: Sendable>: Work, @unchecked Sendable {
  let queue: DatabaseQueue
  private let body: @Sendable (StoreReader) throws -> Found
  var found: Result<Found, any Error>?

  init(_ queue: DatabaseQueue, _ body: @escaping @Sendable (StoreReader) throws -> Found) {
    self.queue = queue
    self.body = body
  }

  override func run() {
    // They are for the thread that waits for them.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_SETMASK, &signals, nil)
    found = Result {
      try queue.writeWithoutTransaction { db in
        defer { try? db.rollback() }
        return try body(StoreReader(db))
      }
    }
    try? queue.close()
  }
}
