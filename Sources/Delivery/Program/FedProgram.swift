import Glibc

/// A program on our own terminal that is handed a text piece by piece, such as a pager. It stays in our process group,
/// because only that may read the terminal's keys.
package final class FedProgram {
  /// Where its standard input is written.
  package private(set) var descriptor: Int32
  private let child: pid_t
  private var isFinished = false

  /// Begins the program.
  ///
  /// - Parameter more: entries of its environment beside ours, `NAME=value`; what is withheld from programs is from it, too
  package init(_ program: Program, more: [String] = []) throws(ProgramRun.NotBegun) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .init(ending: .noRoom(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var child = pid_t()
    let failure = ProgramRun.spawn(
      program, input: ends[0], output: 1, errors: 2, isApart: false, more: more, &child)
    close(ends[0])
    guard failure == 0 else {
      close(ends[1])
      throw .init(ending: .notStarted(failure))
    }
    self.child = child
    descriptor = ends[1]
  }

  deinit { finish() }

  /// Tells it that there is no more, and waits until it has ended, however it does.
  package func finish() {
    guard !isFinished else { return }
    isFinished = true
    close(descriptor)
    descriptor = -1
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
  }
}
