import Glibc
import SessionStore
import StoreEngine
import SystemErrors

/// A file that is written under another name beside its own and gets its own when it is complete, so that it is
/// found whole or not at all. What was there before is replaced then.
final class WholeFile {
  private let path: String
  private let draft: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false
  private static let bufferSize = 1 << 16

  /// - Throws: a failure with status 73 when the file can't be made.
  init(_ path: String) throws {
    var facts = stat()
    if stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
      throw Failure(
        .cannotCreate, "cannot_create", "cannot create \(path): something else than a file is there")
    }
    self.path = path
    draft = "\(path).new-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, "cannot_create", "cannot create \(path): \(SystemError.text())")
    }
  }

  deinit { discard() }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Puts the file under its name.
  func finish() throws {
    try flush()
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else { throw unwritten() }
    isFinished = true
    close(descriptor)
    descriptor = -1
  }

  /// Leaves nothing behind, unless it is finished.
  func discard() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    if !isFinished { unlink(draft) }
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
