import Glibc
import SystemErrors

/// The reader of a pipe has gone (`| head`): the program ends quietly.
public struct ClosedPipe: Error, Equatable {
  /// Says nothing of the pipe: whichever it is, nobody reads on.
  public init() {}
}

/// Writing failed, for example with a full disk.
public struct WriteFailure: Error, Equatable {
  /// The system's error number, 28 for a full disk.
  public let errno: Int32

  /// Takes the error number that the failed write left.
  public init(errno: Int32) { self.errno = errno }

  /// The system's sentence, such as `No space left on device`.
  public var reason: String { SystemError.text(errno) }
}

/// Writes to a file descriptor, to the last byte.
public final class FileDescriptorSink: ByteDestination {
  private let descriptor: Int32
  private let checkInterruption: () throws -> Void

  /// - Parameter checkInterruption: asked when a signal comes while a slow reader is waited for, and before each whole
  ///   piece of a long output; throws to give up
  public init(_ descriptor: Int32, checkInterruption: @escaping () throws -> Void = {}) {
    self.descriptor = descriptor
    self.checkInterruption = checkInterruption
  }

  /// Throws `ClosedPipe` if the reader has gone, else `WriteFailure`, or what `checkInterruption` throws.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    // The end of an output is written all the same: it tells what was done.
    if bytes.count >= ByteSink.pieceSize { try checkInterruption() }
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        // A signal also ends a write that has handed on a part.
        if !rest.isEmpty { try checkInterruption() }
        continue
      }
      switch errno {
      case EINTR: try checkInterruption()
      case EAGAIN: try waitUntilWritable()
      case EPIPE: throw ClosedPipe()
      case let code: throw WriteFailure(errno: code)
      }
    }
  }

  /// A shared terminal or pipe may have been made non-blocking by another program.
  private func waitUntilWritable() throws {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    if poll(&request, 1, -1) < 0, errno == EINTR { try checkInterruption() }
  }

  /// Makes a closed pipe an error instead of a signal that kills; called once, at the start of the program.
  ///
  /// Programs that are started afterwards inherit it, unless they are given the default back.
  public static func turnBrokenPipesIntoErrors() { signal(SIGPIPE, SIG_IGN) }
}
