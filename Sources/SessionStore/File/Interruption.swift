import GRDBSQLite
import Synchronization

/// Lets Ctrl-C undo a run: what is not committed is rolled back.
///
/// `request()` may be called from a signal handler: it stores a flag and calls `sqlite3_interrupt`, as the
/// sqlite3 shell does in its own handler.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let connection = Atomic<UInt>(0)
  /// Whether this process has committed a change already: then "nothing was changed" would be untrue.
  private static let committed = Atomic<Bool>(false)

  public static func request() {
    requested.store(true, ordering: .relaxed)
    let address = connection.load(ordering: .acquiring)
    if address != 0 { sqlite3_interrupt(OpaquePointer(bitPattern: address)) }
  }

  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Ends a loop that SQLite does not see.
  public static func check() throws {
    if isRequested { throw failure }
  }

  static var failure: StoreError {
    StoreError(
      .interrupted,
      committed.load(ordering: .relaxed)
        ? "interrupted; what was committed before stays (see 'sessionctl log list')"
        : "interrupted; nothing was changed")
  }

  static func noteCommit() { committed.store(true, ordering: .relaxed) }

  static func watch(_ handle: OpaquePointer?) {
    connection.store(handle.map { UInt(bitPattern: $0) } ?? 0, ordering: .releasing)
  }
}
