/// Hot loop: rows that were noted for one statement, as bytes: of each value a mark, the place of the parameter, and the
/// number, or the length and the text; then the mark of the row's end.
///
/// Whoever has it last gives its memory back.
struct NotedRows {
  enum Mark: UInt8 { case end, null, integer, text }

  private static let headSize = 2
  private static let numberSize = 8

  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var used = 0
  private(set) var count = 0

  /// None, and no memory yet.
  init() { self.init(capacity: 0) }

  /// Rows that were kept elsewhere.
  init(copying bytes: UnsafeRawBufferPointer) {
    self.init(capacity: bytes.count)
    if let base = bytes.baseAddress { memory.copyMemory(from: base, byteCount: bytes.count) }
    used = bytes.count
  }

  private init(capacity: Int) {
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 8)
  }

  func deallocate() { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: used) }

  mutating func empty() { (used, count) = (0, 0) }

  /// Whether there are so many that they should be written.
  var isEnough: Bool { count >= 4096 || used >= 512 * 1024 }

  /// Whether there are so many that they would take too much memory.
  var isMuch: Bool { used >= 2 * 1024 * 1024 }

  // MARK: Noting

  @inline(__always)
  mutating func note(_ value: Int64, _ index: Int32) {
    let start = begin(.integer, index, Self.numberSize)
    start.storeBytes(of: value, as: Int64.self)
  }

  @inline(__always)
  mutating func noteNull(_ index: Int32) { _ = begin(.null, index, 0) }

  mutating func note(_ utf8: UnsafeRawBufferPointer, _ index: Int32) {
    let start = begin(.text, index, Self.numberSize + utf8.count)
    start.storeBytes(of: Int64(utf8.count), as: Int64.self)
    if let base = utf8.baseAddress { (start + Self.numberSize).copyMemory(from: base, byteCount: utf8.count) }
  }

  @inline(__always)
  mutating func endRow() {
    _ = begin(.end, 0, 0)
    count += 1
  }

  @inline(__always)
  private mutating func begin(_ mark: Mark, _ index: Int32, _ payload: Int) -> UnsafeMutableRawPointer {
    if used + Self.headSize + payload > capacity { grow(payload) }
    let start = memory + used
    start.storeBytes(of: mark.rawValue, as: UInt8.self)
    // No statement has more parameters than `logged` has columns.
    start.storeBytes(of: UInt8(truncatingIfNeeded: index), toByteOffset: 1, as: UInt8.self)
    used += Self.headSize + payload
    return start + Self.headSize
  }

  private mutating func grow(_ payload: Int) {
    capacity = max(16 * 1024, 2 * capacity, used + Self.headSize + payload)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    larger.copyMemory(from: memory, byteCount: used)
    memory.deallocate()
    memory = larger
  }

  // MARK: Reading

  /// Gives the values of the row that begins at a place.
  ///
  /// - Returns: where the next row begins
  @inline(__always)
  static func forEachValue(
    of rows: UnsafeRawBufferPointer, from place: Int,
    _ body: (_ mark: Mark, _ index: Int, _ payload: Int64, _ text: UnsafeRawPointer?) -> Void
  ) -> Int {
    var place = place
    while place < rows.count, let mark = Mark(rawValue: rows[place]) {
      let index = Int(rows[place + 1])
      place += headSize
      switch mark {
      case .end: return place
      case .null: body(mark, index, 0, nil)
      case .integer:
        body(mark, index, rows.loadUnaligned(fromByteOffset: place, as: Int64.self), nil)
        place += numberSize
      case .text:
        let count = rows.loadUnaligned(fromByteOffset: place, as: Int64.self)
        place += numberSize
        body(mark, index, count, rows.baseAddress.map { $0 + place })
        place += Int(count)
      }
    }
    return rows.count
  }
}
