import CZlib

/// What a gzip file holds, made as it is read.
///
/// By zlib, which every Debian has, and not by the program `gzip`: it takes what comes through a pipe or from
/// standard input in small pieces, and says when the data is damaged or cut off.
final class GunzippedInput {
  private static let pieceSize = 1 << 16

  // zlib remembers where it stands.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: pieceSize)
  private let source: (UnsafeMutableRawBufferPointer) throws -> Int
  private var hasEnded = false
  /// A file may be several compressed ones in a row.
  private var isBetweenMembers = false

  init(_ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    self.source = source
    stream.initialize(to: z_stream())
    // 15 bits is the largest window; 16 more ask for gzip's form.
    let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw ImportInput.Problem(sentence: "its gzip data can't be read (\(code))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    piece.deallocate()
  }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let start = room.baseAddress, !room.isEmpty else { return 0 }
    stream.pointee.next_out = start.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(clamping: room.count)
    let whole = stream.pointee.avail_out
    while true {
      try fillPiece()
      if isBetweenMembers { skipPadding() }
      if hasEnded && stream.pointee.avail_in == 0 {
        guard isBetweenMembers else { throw ImportInput.Problem(sentence: "its gzip data is cut off") }
        return 0
      }
      if stream.pointee.avail_in == 0 { continue }
      let code = inflate(stream, Z_NO_FLUSH)
      switch code {
      case Z_OK, Z_BUF_ERROR: isBetweenMembers = false
      case Z_STREAM_END:
        isBetweenMembers = true
        inflateReset(stream)
      default: throw ImportInput.Problem(sentence: "its gzip data is damaged")
      }
      let count = whole - stream.pointee.avail_out
      if count > 0 { return Int(count) }
    }
  }

  private func fillPiece() throws {
    guard stream.pointee.avail_in == 0, !hasEnded else { return }
    let count = try source(UnsafeMutableRawBufferPointer(start: piece, count: Self.pieceSize))
    hasEnded = count == 0
    stream.pointee.next_in = piece
    stream.pointee.avail_in = UInt32(count)
  }

  /// Tapes and block devices fill up with zeros.
  private func skipPadding() {
    while stream.pointee.avail_in > 0, let next = stream.pointee.next_in, next.pointee == 0 {
      stream.pointee.next_in = next + 1
      stream.pointee.avail_in -= 1
    }
  }
}
