import Glibc

/// The part of an input that is in memory: from the value being read to what has been read ahead.
///
/// It grows for a value that does not fit, up to a limit, and never shrinks. Places in it are counted from its
/// first byte and change when it is filled.
struct InputWindow: ~Copyable {
  private let read: (UnsafeMutableRawBufferPointer) throws -> Int
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The most bytes it holds: one more than the largest record.
  private let maximum: Int
  private var filled = 0
  /// Where the next value starts; what lies before is given up with the next filling.
  var position = 0
  /// Whether the input has ended.
  private(set) var isAtEnd = false
  /// The input's bytes before the window.
  private var discarded = 0
  private var line = 1
  private var countedTo = 0

  init(size: Int, maximum: Int, read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    self.read = read
    self.maximum = max(maximum, 4)
    capacity = min(max(size, 1), self.maximum)
    memory = .allocate(capacity: capacity + ByteScanner.padding)
    memory.update(repeating: 0, count: ByteScanner.padding)
  }

  deinit { memory.deallocate() }

  var current: Bytes { Bytes(memory + position) }
  var end: Bytes { Bytes(memory + filled) }
  var available: Int { filled - position }
  var isFull: Bool { available == maximum }

  func position(of place: Bytes) -> Int { place - Bytes(memory) }

  /// The place of a byte in the whole input.
  func offset(of place: Bytes) -> Int { discarded + position(of: place) }

  /// Reads on, at least until twice as much is available as before.
  ///
  /// A value that does not fit is scanned again from its start; the doubling keeps that linear, however little each
  /// read brings, and small values are at hand as soon as they have arrived.
  mutating func fill(atLeast least: Int = 1) throws {
    discardRead()
    let target = min(max(filled * 2, least), maximum)
    if target > capacity { grow(to: target) }
    while filled < target && !isAtEnd {
      let room = UnsafeMutableRawBufferPointer(start: memory + filled, count: capacity - filled)
      let count = try read(room)
      precondition(count >= 0 && count <= room.count, "a read reports more than there is room for")
      isAtEnd = count == 0
      filled += count
      // With every read, for one that throws must leave the window in order.
      (memory + filled).update(repeating: 0, count: ByteScanner.padding)
    }
  }

  private mutating func discardRead() {
    guard position > 0 else { return }
    _ = lineNumber(at: position)
    memmove(memory, memory + position, filled - position)
    discarded += position
    filled -= position
    countedTo -= position
    position = 0
    (memory + filled).update(repeating: 0, count: ByteScanner.padding)
  }

  private mutating func grow(to size: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size + ByteScanner.padding)
    larger.update(from: memory, count: filled + ByteScanner.padding)
    memory.deallocate()
    memory = larger
    capacity = size
  }

  /// The line a byte is on. To be asked for in the order of the input; for an earlier byte than the last the answer
  /// is the last one.
  mutating func lineNumber(at place: Int) -> Int {
    while countedTo < place {
      guard let found = memchr(memory + countedTo, Int32(Byte.lineFeed), place - countedTo) else { break }
      line += 1
      countedTo = found - UnsafeMutableRawPointer(memory) + 1
    }
    countedTo = max(countedTo, place)
    return line
  }
}

extension InputWindow {
  /// Moves on to the next byte that is not space and returns it; nil at the end of the input.
  mutating func skipSpace() throws -> UInt8? {
    while true {
      var place = current
      while isJSONSpace(place.pointee) { place += 1 }
      position = position(of: place)
      if available > 0 { return place.pointee }
      if isAtEnd { return nil }
      try fill()
    }
  }

  /// Moves on to the next line that starts with a brace or a bracket; false if there is none.
  ///
  /// - Parameter passed: gets what lies before it, in pieces
  mutating func skipToValueLine(_ passed: (UnsafeBufferPointer<UInt8>) throws -> Void) throws -> Bool {
    while true {
      let start = current
      if let found = memchr(current, Int32(Byte.lineFeed), available) {
        position = position(of: found.assumingMemoryBound(to: UInt8.self)) + 1
        try passed(UnsafeBufferPointer(start: start, count: current - start))
      } else {
        position += available
        try passed(UnsafeBufferPointer(start: start, count: current - start))
        if isAtEnd { return false }
        try fill()
        continue
      }
      if available == 0 {
        if isAtEnd { return false }
        try fill()
      }
      if opensValue(current.pointee) { return true }
    }
  }

  /// Whether a line that starts with a brace or a bracket begins behind the current byte and not behind `last`.
  func hasValueLine(upTo last: Bytes) -> Bool {
    var place = current
    while place < last, let found = memchr(place, Int32(Byte.lineFeed), last - place) {
      place = Bytes(found.assumingMemoryBound(to: UInt8.self)) + 1
      if opensValue(place.pointee) { return true }
    }
    return false
  }

  private func opensValue(_ byte: UInt8) -> Bool { byte == Byte.openBrace || byte == Byte.openBracket }

  /// Passes over a byte order mark; returns a sentence if the text is in an encoding that is not UTF-8.
  mutating func skipByteOrderMark() throws -> String? {
    while available < 4 && !isAtEnd { try fill(atLeast: 4) }
    let first = current
    switch (first[0], first[1], first[2]) {
    case (0xEF, 0xBB, 0xBF):
      position += 3
      return nil
    case (0xFE, 0xFF, _), (0xFF, 0xFE, _):
      return "the text is UTF-16, not UTF-8"
    default:
      // JSON starts with ASCII, of which UTF-16 makes pairs with a zero byte.
      let isUTF16 = available >= 2 && (first[0] == 0) != (first[1] == 0)
      return isUTF16 ? "the text is UTF-16, not UTF-8" : nil
    }
  }
}
