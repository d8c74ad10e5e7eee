import GRDB
import GRDBSQLite
import Glibc

/// A statement that runs on a thread and a connection of its own while this thread goes on: a look of seconds on another
/// core.
///
/// It sees what was committed last when it begins, which need not be what this thread's transaction sees.
package final class SecondLook {
  private let thread: pthread_t
  private let task: Task
  private var isJoined = false

  /// What the thread works on; read again when it has ended.
  private final class Task: @unchecked Sendable {
    let handle: OpaquePointer
    let sql: String
    var lines: [String] = []
    var code = SQLITE_OK
    var message = ""

    init(_ handle: OpaquePointer, _ sql: String) {
      self.handle = handle
      self.sql = sql
    }

    deinit { sqlite3_close_v2(handle) }

    func run() {
      // They are for the thread that waits for them.
      var signals = sigset_t()
      sigfillset(&signals)
      pthread_sigmask(SIG_SETMASK, &signals, nil)
      var statement: OpaquePointer?
      code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
      defer { sqlite3_finalize(statement) }
      while code == SQLITE_OK || code == SQLITE_ROW {
        code = sqlite3_step(statement)
        if code == SQLITE_ROW, let text = sqlite3_column_text(statement, 0) {
          lines.append(String(cString: text))
        }
      }
      if code != SQLITE_DONE { message = String(cString: sqlite3_errmsg(handle)) }
    }
  }

  /// Begins it.
  ///
  /// - Parameters:
  ///   - path: of the store
  ///   - sql: a query of one column of texts
  ///   - cacheKiB: how much memory its pages may take
  /// - Returns: nil where there is only one core, or no second connection or thread to be had: then the caller looks by
  ///   itself. A store that is read alone, from a full disk, has no room for a second reader.
  package init?(_ path: String, _ sql: String, cacheKiB: Int) {
    guard sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1, let name = try? FrozenStore.path(path) else { return nil }
    var handle: OpaquePointer?
    guard
      sqlite3_open_v2(
        name, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        == SQLITE_OK, let handle
    else {
      sqlite3_close_v2(handle)
      return nil
    }
    task = Task(handle, sql)
    // The last one reads the file, and begins what is seen: from then on nobody's lock can stand in the way.
    guard
      sqlite3_exec(
        handle, "PRAGMA cache_size = -\(cacheKiB); BEGIN; SELECT count(*) FROM sqlite_schema", nil, nil, nil)
        == SQLITE_OK
    else { return nil }
    sqlite3_progress_handler(handle, 100_000, { _ in Interruption.isRequested ? 1 : 0 }, nil)
    var made = pthread_t()
    let passed = Unmanaged.passRetained(task)
    let code = pthread_create(
      &made, nil,
      { passed in
        Unmanaged<Task>.fromOpaque(passed!).takeRetainedValue().run()
        return nil
      }, passed.toOpaque())
    guard code == 0 else {
      passed.release()
      return nil
    }
    thread = made
  }

  /// Nobody waits for what nobody asks for any more.
  deinit {
    guard !isJoined else { return }
    sqlite3_interrupt(task.handle)
    pthread_join(thread, nil)
  }

  /// Waits for its end.
  ///
  /// - Throws: what SQLite threw there
  package func lines() throws -> [String] {
    if !isJoined {
      pthread_join(thread, nil)
      isJoined = true
    }
    guard task.code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: task.code), message: task.message)
    }
    return task.lines
  }
}
