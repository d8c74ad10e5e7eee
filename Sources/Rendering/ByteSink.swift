/// Where bytes finally go.
public protocol ByteDestination: AnyObject {
  /// Takes all of the bytes, or throws.
  func write(_ bytes: UnsafeRawBufferPointer) throws
}

/// Collects output and hands it on in large pieces.
public final class ByteSink {
  static let pieceSize = 1 << 16

  private let destination: any ByteDestination
  /// What waits; encoders append here without checks and call `flushIfFull()` once a row.
  var buffer = ByteBuffer(capacity: pieceSize + 4096)

  /// Hands what is written on to `destination`, in pieces of 64 KiB or more and the rest when it is flushed.
  public init(_ destination: any ByteDestination) { self.destination = destination }

  /// Writes text as it is: for the program's own words, such as help; never for stored text.
  public func write(_ text: String) throws {
    buffer.append(text)
    try flushIfFull()
  }

  /// Writes bytes as they are.
  public func write(_ bytes: [UInt8]) throws {
    buffer.append(bytes)
    try flushIfFull()
  }

  /// Hands on everything that waits. What could not be written is dropped, so that a second try does not repeat it.
  public func flush() throws {
    guard buffer.count > 0 else { return }
    defer { buffer.removeAll() }
    try destination.write(buffer.bytes)
  }

  func flushIfFull() throws {
    if buffer.count >= ByteSink.pieceSize { try flush() }
  }
}

/// Keeps everything in memory: whole commands run against it in tests.
public final class MemorySink: ByteDestination {
  /// All that was handed on; what a `ByteSink` still holds is not in it.
  public private(set) var bytes: [UInt8] = []
  private let room: Int
  private let failure: any Error

  /// - Parameters:
  ///   - room: how many bytes fit before writing fails, as on a full disk
  ///   - failure: what is thrown then
  public init(room: Int = .max, failure: any Error = WriteFailure(errno: 28)) {
    self.room = room
    self.failure = failure
  }

  /// Takes all of the bytes, or none and throws `failure` if they don't fit into the room that is left.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard self.bytes.count + bytes.count <= room else { throw failure }
    self.bytes.append(contentsOf: bytes)
  }

  /// All that was handed on, as text; bytes that are no UTF-8 are replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}
