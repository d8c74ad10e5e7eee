import GRDBSQLite
import Synchronization

/// Lets a run be ended from outside: what is not committed is rolled back. Who asks for it, such as a signal, is no
/// matter of the store.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let connection = Atomic<UInt>(0)
  /// Whether this process has committed a change already: then "nothing was changed" would be untrue.
  private static let committed = Atomic<Bool>(false)

  /// Asks for an end, as often as wanted: a statement that begins just afterwards hears only the next time.
  ///
  /// May be called in a signal handler: it does nothing but what POSIX allows there, and `sqlite3_interrupt`, which the
  /// sqlite3 shell calls in its own handler.
  public static func request() {
    requested.store(true, ordering: .relaxed)
    let address = connection.load(ordering: .acquiring)
    if address != 0 { sqlite3_interrupt(OpaquePointer(bitPattern: address)) }
  }

  /// Whether an end was asked for.
  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Ends a loop that SQLite does not see.
  public static func check() throws {
    if isRequested { throw failure }
  }

  static var failure: StoreError {
    committed.load(ordering: .relaxed)
      ? StoreError(.interrupted, "interrupted; what was committed before stays", .seeLog)
      : StoreError(.interrupted, "interrupted; nothing was changed")
  }

  static func noteCommit() { committed.store(true, ordering: .relaxed) }

  /// Makes the statements of a connection end on a request; nil: those of none.
  static func watch(_ handle: OpaquePointer?) {
    connection.store(handle.map { UInt(bitPattern: $0) } ?? 0, ordering: .releasing)
  }
}
