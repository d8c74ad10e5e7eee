import Glibc

/// Pages of a database file that nobody writes, read one at a time into memory that is used again.
///
/// Not mapped: pages of a mapped file count as the program's memory, and a file that is cut short ends the program.
final class PageReading {
  let size: Int
  let count: Int
  private let descriptor: Int32
  /// A page for each level of a tree, from the root down to the leaf that is looked at.
  private var levels: [UnsafeMutablePointer<UInt8>] = []

  /// nil where the file can't be opened or is no database with pages.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var header = [UInt8](repeating: 0, count: 100)
    var facts = stat()
    guard pread(descriptor, &header, 100, 0) == 100, fstat(descriptor, &facts) == 0,
      header.starts(with: "SQLite format 3\0".utf8)
    else {
      close(descriptor)
      return nil
    }
    let written = Int(header[16]) << 8 | Int(header[17])
    size = written == 1 ? 65_536 : written
    guard size >= 512, size & (size - 1) == 0, Int(facts.st_size) % size == 0, facts.st_size >= off_t(size)
    else {
      close(descriptor)
      return nil
    }
    count = Int(facts.st_size) / size
  }

  deinit {
    close(descriptor)
    for level in levels { level.deallocate() }
  }

  /// A page of the file, counted from 1; good until the next one is read into the same level.
  ///
  /// - Throws: `.inputOutput` where it can't be read
  func page(_ number: Int, level: Int) throws -> UnsafePointer<UInt8> {
    while levels.count <= level { levels.append(.allocate(capacity: size)) }
    let memory = levels[level]
    while true {
      let count = pread(descriptor, memory, size, off_t(number - 1) * off_t(size))
      if count == size { return UnsafePointer(memory) }
      if count < 0, errno == EINTR { continue }
      throw StoreError(
        .inputOutput,
        "reading what was copied failed: \(count < 0 ? String(cString: strerror(errno)) : "the file is cut short")"
      )
    }
  }
}

extension UnsafePointer<UInt8> {
  @inline(__always) func short(_ place: Int) -> Int { Int(self[place]) << 8 | Int(self[place + 1]) }

  @inline(__always) func long(_ place: Int) -> Int {
    Int(self[place]) << 24 | Int(self[place + 1]) << 16 | Int(self[place + 2]) << 8 | Int(self[place + 3])
  }

  /// A number of one to nine bytes, and where it ends; nil where it goes on behind `end`.
  @inline(__always) func varint(_ place: Int, end: Int) -> (value: Int64, next: Int)? {
    if place < end, self[place] < 0x80 { return (Int64(self[place]), place + 1) }
    return longVarint(place, end: end)
  }

  @inline(never) private func longVarint(_ place: Int, end: Int) -> (value: Int64, next: Int)? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard place + index < end else { return nil }
      let byte = self[place + index]
      if index == 8 { return (Int64(bitPattern: value << 8 | UInt64(byte)), place + 9) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return (Int64(bitPattern: value), place + index + 1) }
    }
    return nil
  }
}
