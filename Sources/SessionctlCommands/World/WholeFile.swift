import Glibc
import Rendering
import SessionStore
import StoreEngine
import SystemErrors

/// A file that gets its name when it is complete, so that it is found whole or not at all. What was there before is
/// replaced then, and its permissions stay.
///
/// Until then it has no name where the file system can do without one, so that nothing is left of it when the program is
/// killed; elsewhere it has another name beside its own.
final class WholeFile: ByteDestination {
  private let path: String
  private let draft: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false
  /// Whether `draft` is there.
  private var hasDraft = false
  private let replaces: Bool
  private static let bufferSize = 1 << 16

  /// - Parameter replaces: whether it takes the place of a file that is there; else that is refused, and stays
  /// - Throws: a failure with status 73 when the file can't be made, with 64 for `-`: what is meant is standard output, on
  ///   which something else stands.
  init(_ path: String, replaces: Bool = true) throws {
    self.replaces = replaces
    try Self.refuseDash(path)
    func refusal(_ reason: String) -> Failure {
      Failure(.cannotCreate, "cannot_create", "cannot create \(path): \(reason)")
    }
    var facts = stat()
    let isThere = stat(path, &facts) == 0
    if isThere {
      guard replaces else {
        throw refusal("there is already something, and it stays as it is; choose another name")
      }
      guard facts.st_mode & S_IFMT == S_IFREG else { throw refusal("something other than a file is there") }
      // A slip that would cost the store itself, or a copy of it.
      guard !Self.isDatabase(path) else { throw refusal("there is a database, which may be a store") }
    } else if lstat(path, &facts) == 0 {
      throw refusal("there is a link that leads nowhere")
    }
    // Of a link, what it leads to is replaced.
    let path = isThere ? Self.resolved(path) ?? path : path
    self.path = path
    draft = "\(path).new-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    descriptor = Self.nameless(in: StoreFile.folder(of: path))
    if descriptor < 0 {
      descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw refusal(SystemError.text()) }
      hasDraft = true
    }
    if isThere { _ = fchmod(descriptor, facts.st_mode & 0o777) }
  }

  /// Refuses the name by which programs mean standard output.
  static func refuseDash(_ path: String) throws {
    if path == "-" {
      throw Failure.usage("'-' can't stand for a file here; name one, or write './-' if it is called that")
    }
  }

  /// - Returns: a negative number where there can be no file without a name, or none that can be named later
  private static func nameless(in folder: String) -> Int32 {
    guard access("/proc/self/fd", X_OK) == 0 else { return -1 }
    // O_TMPFILE, which Swift doesn't see.
    return open(folder, 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o600)
  }

  /// Gives what has no name one, never taking another's.
  private func link(as name: String) -> Bool {
    linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
  }

  /// Its name from the root, once it has it.
  var fullPath: String { Self.resolved(path) ?? path }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(validatingCString: real)
  }

  /// By the first bytes of every SQLite file.
  private static func isDatabase(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 16)
    return read(descriptor, &head, head.count) == head.count && head.starts(with: "SQLite format 3\0".utf8)
  }

  deinit { discard() }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Puts the file under its name.
  func finish() throws {
    try flush()
    guard fsync(descriptor) == 0 else { throw unwritten() }
    if replaces {
      if !hasDraft {
        guard link(as: draft) else { throw unwritten() }
        hasDraft = true
      }
      guard rename(draft, path) == 0 else { throw unwritten() }
    } else {
      try name()
    }
    isFinished = true
    close(descriptor)
    descriptor = -1
  }

  /// Gives the file its name, never taking another's, and sees to it that the name is not lost with the power.
  private func name() throws {
    if !hasDraft {
      guard link(as: path) else { throw unwritten() }
    } else if Glibc.link(draft, path) == 0 {
      unlink(draft)
    } else if errno != EEXIST {
      // Some file systems know no second name for a file.
      guard access(path, F_OK) != 0, rename(draft, path) == 0 else { throw unwritten() }
    } else {
      throw unwritten()
    }
    let folder = open(StoreFile.folder(of: path), O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// Leaves nothing behind, unless it is finished.
  func discard() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    if !isFinished, hasDraft { unlink(draft) }
  }

  private func flush() throws {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR {
        try Interruption.check()
        continue
      }
      guard count > 0 else { throw unwritten() }
      rest = rest.dropFirst(count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func unwritten() -> Failure {
    Failure(.ioFailure, "io_failure", "writing \(path) failed: \(SystemError.text())")
  }
}
