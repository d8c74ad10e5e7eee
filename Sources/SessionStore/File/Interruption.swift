import GRDBSQLite
import Synchronization

/// Lets Ctrl-C undo a run: what is not committed is rolled back.
///
/// `request()` may be called from a signal handler: it stores a flag and calls `sqlite3_interrupt`, as the
/// sqlite3 shell does in its own handler.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let connection = Atomic<UInt>(0)

  public static func request() {
    requested.store(true, ordering: .relaxed)
    let address = connection.load(ordering: .acquiring)
    if address != 0 { sqlite3_interrupt(OpaquePointer(bitPattern: address)) }
  }

  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Ends a loop that SQLite does not see.
  public static func check() throws {
    if isRequested { throw StoreError(.interrupted, "interrupted; nothing was changed") }
  }

  static func watch(_ handle: OpaquePointer?) {
    connection.store(handle.map { UInt(bitPattern: $0) } ?? 0, ordering: .releasing)
  }
}
