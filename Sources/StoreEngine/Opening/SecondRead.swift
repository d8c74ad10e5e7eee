import GRDB

/// A read of seconds on a thread and a connection of its own, while this thread goes on: on another core it takes no
/// time.
///
/// It sees what was committed last when it begins, which need not be what this thread's transaction sees.
package final class SecondRead<Found: Sendable> {
  private let thread: OwnThread
  private let task: Task<Found>

  /// Begins it.
  ///
  /// - Parameters:
  ///   - path: of the store
  ///   - cacheKiB: how much memory its pages may take
  ///   - body: reads one consistent state, on the other thread
  /// - Returns: nil where there is only one core, or no second connection or thread to be had: then the caller reads by
  ///   itself.
  package init?(_ path: String, cacheKiB: Int, _ body: @escaping @Sendable (StoreReader) throws -> Found) {
    guard OwnThread.hasTwoCores, let queue = SecondConnection.open(path, cacheKiB: cacheKiB) else {
      return nil
    }
    task = Task(queue, body)
    guard let thread = OwnThread(task) else {
      try? queue.close()
      return nil
    }
    self.thread = thread
  }

  /// Nobody waits for what nobody asks for any more.
  deinit {
    if !thread.isJoined { task.queue.interrupt() }
    thread.join()
  }

  /// Waits for its end.
  ///
  /// - Throws: what was thrown there
  package func found() throws -> Found {
    thread.join()
    return try task.found!.get()
  }
}

/// What the thread works on; read again when it has ended.
private final class Task<Found: Sendable>: OwnWork, @unchecked Sendable {
  let queue: DatabaseQueue
  private let body: @Sendable (StoreReader) throws -> Found
  var found: Result<Found, any Error>?

  init(_ queue: DatabaseQueue, _ body: @escaping @Sendable (StoreReader) throws -> Found) {
    self.queue = queue
    self.body = body
  }

  override func run() {
    found = Result {
      try queue.writeWithoutTransaction { db in
        defer { try? db.rollback() }
        return try body(StoreReader(db))
      }
    }
    try? queue.close()
  }
}
