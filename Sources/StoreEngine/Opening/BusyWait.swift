import GRDB
import Glibc
import Synchronization

/// How long a connection waits for another writer, and what ends the waiting.
final class BusyWait: Sendable {
  /// For what has happened outside of the store and must be noted, whatever `--wait` says.
  private static let noting = 300

  private let seconds: Int
  private let isNoting = Atomic<Bool>(false)
  private let isTidying = Atomic<Bool>(false)
  private let began = Atomic<Int64>(0)

  init(seconds: Int) { self.seconds = seconds }

  /// SQLite asks it as long as it finds the store busy, each time counting anew from 0.
  ///
  /// - Returns: whether to try again
  func callback(_ tries: Int) -> Bool {
    if tries == 0 { began.store(Self.milliseconds(), ordering: .relaxed) }
    let isNoting = isNoting.load(ordering: .relaxed)
    if Interruption.isRequested && !isNoting { return false }
    let passed = Self.milliseconds() - began.load(ordering: .relaxed)
    let patience =
      isTidying.load(ordering: .relaxed) ? 1 : isNoting ? max(seconds, Self.noting) : seconds
    if passed / 1000 >= patience { return false }
    // A signal ends the sleep.
    usleep(tries < 4 ? 2_000 : 25_000)
    return true
  }

  /// Runs something that is worth a second's waiting and can be left undone.
  func tidying(_ body: () -> Void) {
    isTidying.store(true, ordering: .relaxed)
    defer { isTidying.store(false, ordering: .relaxed) }
    body()
  }

  /// Runs something that waits for minutes, and for which an interruption is no reason to give up.
  func noting<Result>(_ isNoting: Bool, _ body: () throws -> Result) rethrows -> Result {
    self.isNoting.store(isNoting, ordering: .relaxed)
    defer { self.isNoting.store(false, ordering: .relaxed) }
    return try body()
  }

  /// Milliseconds that never go back.
  private static func milliseconds() -> Int64 {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000 + 1
  }
}
