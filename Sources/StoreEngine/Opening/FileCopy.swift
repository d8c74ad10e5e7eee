import CLinux
import Glibc

/// Copies a file's bytes by the kernel, which shares them where the file system can; by reading and writing where the
/// kernel doesn't.
enum FileCopy {
  /// Which side of a copy failed, and why.
  struct Failure: Error {
    /// `reading` or `writing`
    let doing: String
    /// `errno`
    let reason: Int32
  }

  /// Copies all that is in a file, from its first byte, to where another one's descriptor stands.
  ///
  /// - Parameter progress: gets bytes after each piece; may throw to end the copying
  /// - Throws: `Failure`, and what `progress` does
  static func copy(
    _ source: Int32, to target: Int32, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws {
    var facts = stat()
    guard fstat(source, &facts) == 0 else { throw Failure(doing: "reading", reason: errno) }
    let total = Int(facts.st_size)
    var place: off_t = 0
    while true {
      let count = copy_file_range(source, &place, target, nil, 64 << 20, 0)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR {
          try progress(Int(place), total)
          continue
        }
        // It does not say which side failed, and some file systems know it only among themselves.
        try copyPieces(source, from: &place, to: target) { try progress($0, total) }
        break
      }
      try progress(Int(place), total)
    }
  }

  private static func copyPieces(
    _ source: Int32, from place: inout off_t, to target: Int32, _ progress: (_ done: Int) throws -> Void
  ) throws {
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = pread(source, &piece, piece.count, place)
      if count == 0 { return }
      if count < 0, errno != EINTR { throw Failure(doing: "reading", reason: errno) }
      var written = 0
      while written < count {
        let more = piece.withUnsafeBytes { write(target, $0.baseAddress! + written, count - written) }
        if more < 0, errno != EINTR { throw Failure(doing: "writing", reason: errno) }
        written += max(0, more)
      }
      place += off_t(max(0, count))
      try progress(Int(place))
    }
  }
}
