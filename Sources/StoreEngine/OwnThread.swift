import CLinux
import Glibc

/// A thread for one piece of work, whose end is waited for.
final class OwnThread {
  private let thread: pthread_t
  private(set) var isJoined = false

  /// Begins the work.
  ///
  /// - Returns: nil where there is only one core, or no thread to be had
  init?(_ work: OwnWork) {
    guard Self.hasTwoCores else { return nil }
    var made = pthread_t()
    let passed = Unmanaged<OwnWork>.passRetained(work)
    let code = pthread_create(
      &made, nil,
      { passed in
        // They are for the thread that waits for this one.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_SETMASK, &signals, nil)
        Unmanaged<OwnWork>.fromOpaque(passed!).takeRetainedValue().run()
        return nil
      }, passed.toOpaque())
    guard code == 0 else {
      passed.release()
      return nil
    }
    thread = made
  }

  /// Whether this process may use two cores at once.
  static let hasTwoCores: Bool = {
    // A bit for each core that the process may use.
    var cores = [UInt64](repeating: 0, count: 128)
    let size = cores.count * MemoryLayout<UInt64>.size
    guard cores.withUnsafeMutableBytes({ sched_getaffinity(0, size, $0.baseAddress) }) == 0 else {
      return false
    }
    return cores.reduce(0) { $0 + $1.nonzeroBitCount } > 1
  }()

  /// Waits for its end.
  func join() {
    if isJoined { return }
    pthread_join(thread, nil)
    isJoined = true
  }
}

/// What a thread does: C knows no generic types.
class OwnWork: @unchecked Sendable {
  func run() {}
}
