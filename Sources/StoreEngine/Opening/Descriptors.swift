import Glibc
import SystemErrors

/// How many files a process may have open: a store takes several, and what is below it (libdispatch) ends the process
/// where it gets none.
enum Descriptors {
  /// What a command opens at most, with some to spare.
  private static let needed = 16

  /// - Throws: `.inputOutput` when so many can't be had
  static func requireEnough() throws {
    let first = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    var all = [first]
    defer { for descriptor in all where descriptor >= 0 { close(descriptor) } }
    while all.count < needed, all[all.count - 1] >= 0 { all.append(fcntl(first, F_DUPFD_CLOEXEC, 0)) }
    guard all[all.count - 1] < 0, errno == EMFILE || errno == ENFILE else { return }
    throw StoreError(
      .inputOutput,
      "only \(all.count - 1) more files can be opened, but a store needs up to \(needed): \(SystemError.text()); raise the limit, for example with 'ulimit -n 256'"
    )
  }
}
