import Glibc
import SessionStore
import StoreEngine
import Synchronization

/// Lets Ctrl-C and its kin end a run.
enum ProcessSignals {
  /// When the first signal came, in milliseconds; 0: none has.
  private static let first = Atomic<Int64>(0)
  /// One signal that reaches a process twice, as that of `timeout` does, comes twice within so many milliseconds.
  private static let echo: Int64 = 100
  private static let tick = 50_000
  private static let status: Int32 = 130

  /// Hears HUP, INT and TERM: the first asks for an end, another one ends at once.
  ///
  /// After the first one a timer repeats the request until the program ends: a signal that came just before a read
  /// or a statement, and so interrupted neither, is not lost. A file that may not grow (XFSZ) is a failing write.
  static func listen() {
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

  /// Lets a body wait for a program to which the terminal's keys belong meanwhile: Ctrl-C is not for us then.
  static func leavingKeys(_ body: () -> Void) {
    let before = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
    body()
    for (number, handler) in before { signal(number, handler) }
  }

  /// Without SA_RESTART, which `signal` would set: a read that waits for somebody's answer must end.
  private static func handle(_ number: Int32, _ body: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = body
    sigaction(number, &action, nil)
  }

  /// Runs in a signal handler: nothing but what POSIX allows there.
  private static let signalled: @convention(c) (Int32) -> Void = { _ in
    let reason = errno
    let now = milliseconds()
    let (isFirst, before) = first.compareExchange(expected: 0, desired: now, ordering: .relaxed)
    if !isFirst, now - before > echo { _exit(status) }
    Interruption.request()
    if isFirst {
      let span = timeval(tv_sec: 0, tv_usec: tick)
      var timer = itimerval(it_interval: span, it_value: span)
      setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }
    errno = reason
  }

  /// Milliseconds that never go back, and never 0.
  private static func milliseconds() -> Int64 {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000 + 1
  }
}
