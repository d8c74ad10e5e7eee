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
  @inline(__always) func short(_ place: Int) -> Int { Int(self[place]) << 8 | Int(self[place &+ 1]) }

  @inline(__always) func long(_ place: Int) -> Int {
    Int(self[place]) << 24 | Int(self[place &+ 1]) << 16 | Int(self[place &+ 2]) << 8 | Int(self[place &+ 3])
  }
}

/// Reads the numbers of one to nine bytes that stand one after the other in a page.
struct PageCursor {
  let page: UnsafePointer<UInt8>
  var place: Int
  let end: Int

  /// nil where it goes on behind the end.
  @inline(__always) mutating func varint() -> Int64? {
    guard place < end else { return nil }
    let byte = page[place]
    if byte < 0x80 {
      place &+= 1
      return Int64(byte)
    }
    return longVarint()
  }

  @inline(never) private mutating func longVarint() -> Int64? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard place < end else { return nil }
      let byte = page[place]
      place &+= 1
      if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return Int64(bitPattern: value) }
    }
    return nil
  }
}

/// What the types at a record's head mean, looked up by those of one byte.
final class RecordTypes {
  /// Bytes of a value, by its type.
  let lengths: UnsafeMutablePointer<UInt8>
  /// What a value is, by its type.
  let kinds: UnsafeMutablePointer<PageCheck.Column.RawValue>

  init() {
    lengths = .allocate(capacity: 128)
    kinds = .allocate(capacity: 128)
    for type in 0..<128 {
      lengths[type] = UInt8(Self.length(of: Int64(type)))
      kinds[type] = Self.kind(of: Int64(type)).rawValue
    }
  }

  deinit {
    lengths.deallocate()
    kinds.deallocate()
  }

  static func length(of type: Int64) -> Int64 {
    if type >= 12 { return (type - 12) >> 1 }
    switch type {
    case 1...4: return type
    case 5: return 6
    case 6, 7: return 8
    default: return 0
    }
  }

  static func kind(of type: Int64) -> PageCheck.Column {
    switch type {
    case 0: .null
    case 1...6, 8, 9: .integer
    case 7: .real
    case 10, 11: []
    default: type & 1 == 1 ? .text : .blob
    }
  }
}
