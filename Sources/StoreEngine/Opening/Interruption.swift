import GRDBSQLite
import Glibc
import Synchronization

/// Lets Ctrl-C and its kin undo a run: what is not committed is rolled back.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let connection = Atomic<UInt>(0)
  /// When the first signal came, in milliseconds; 0: none has.
  private static let first = Atomic<Int64>(0)
  /// Whether this process has committed a change already: then "nothing was changed" would be untrue.
  private static let committed = Atomic<Bool>(false)

  /// One signal that reaches a process twice, as that of `timeout` does, comes twice within so many milliseconds.
  private static let echo: Int64 = 100
  private static let tick = 50_000
  private static let status: Int32 = 130

  // MARK: Signals

  /// Hears HUP, INT and TERM: the first asks for an end, another one ends at once.
  ///
  /// After the first one a timer repeats the request until the program ends: a signal that came just before a read
  /// or a statement, and so interrupted neither, is not lost. A file that may not grow (XFSZ) is a failing write.
  public static func listen() {
    handle(SIGINT, signalled)
    handle(SIGTERM, signalled)
    var inherited = sigaction()
    sigaction(SIGHUP, nil, &inherited)
    // `nohup` asks for just that.
    if unsafeBitCast(inherited.__sigaction_handler.sa_handler, to: Int.self) != 1 {
      handle(SIGHUP, signalled)
    }
    handle(SIGALRM) { _ in Interruption.request() }
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Without SA_RESTART, which `signal` would set: a read that waits for somebody's answer must end.
  private static func handle(_ number: Int32, _ body: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = body
    sigaction(number, &action, nil)
  }

  /// Runs in a signal handler: nothing but what POSIX allows there, and `sqlite3_interrupt`, which the sqlite3 shell
  /// calls in its own handler.
  private static let signalled: @convention(c) (Int32) -> Void = { _ in
    let reason = errno
    let now = milliseconds()
    let (isFirst, before) = first.compareExchange(expected: 0, desired: now, ordering: .relaxed)
    if !isFirst, now - before > echo { _exit(status) }
    request()
    if isFirst {
      let span = timeval(tv_sec: 0, tv_usec: tick)
      var timer = itimerval(it_interval: span, it_value: span)
      setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }
    errno = reason
  }

  /// Milliseconds that never go back.
  static func milliseconds() -> Int64 {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000 + 1
  }

  private static func request() {
    requested.store(true, ordering: .relaxed)
    let address = connection.load(ordering: .acquiring)
    if address != 0 { sqlite3_interrupt(OpaquePointer(bitPattern: address)) }
  }

  // MARK: Asking

  /// Whether a signal has asked for an end.
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

  /// Makes the statements of a connection end on a request; nil: those of none.
  static func watch(_ handle: OpaquePointer?) {
    connection.store(handle.map { UInt(bitPattern: $0) } ?? 0, ordering: .releasing)
  }
}
