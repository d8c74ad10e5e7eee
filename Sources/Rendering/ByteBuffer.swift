/// Bytes that grow at the end: the one place where the encoders put their output.
///
/// Not an array, since an array's check for uniqueness and capacity at each byte is what a million rows would
/// mostly pay for.
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  /// Room for the rare strings that need escapes; kept to save allocations.
  var scratch: [UInt8] = []

  init(capacity: Int = 1 << 16) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// What was appended; valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// A copy of the content as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func removeAll() { count = 0 }

  mutating func remove(last number: Int) { count -= number }

  /// Makes room for a number of further bytes and returns the place of the first.
  @inline(__always)
  mutating func room(for extra: Int) -> UnsafeMutablePointer<UInt8> {
    if count + extra > capacity { grow(by: extra) }
    return base + count
  }

  /// Counts bytes that were written to the place that `room(for:)` gave.
  @inline(__always)
  mutating func advance(by number: Int) { count += number }

  @inline(never)
  private mutating func grow(by extra: Int) {
    let larger = max(capacity * 2, count + extra)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = larger
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    room(for: 1).pointee = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
    guard let start = source.baseAddress else { return }
    room(for: source.count).update(from: start, count: source.count)
    count += source.count
  }

  @inline(__always)
  mutating func append(_ source: [UInt8]) { source.withUnsafeBufferPointer { append($0) } }

  @inline(__always)
  mutating func append(_ source: StaticString) {
    append(UnsafeBufferPointer(start: source.utf8Start, count: source.utf8CodeUnitCount))
  }

  /// Appends the text as it is.
  @inline(__always)
  mutating func append(_ source: String) {
    var source = source
    source.withUTF8 { append($0) }
  }

  /// Appends the same byte a number of times; nothing for a negative number.
  mutating func append(_ byte: UInt8, times: Int) {
    guard times > 0 else { return }
    room(for: times).update(repeating: byte, count: times)
    count += times
  }

  /// Appends everything that another buffer holds.
  mutating func append(_ other: borrowing ByteBuffer) {
    append(UnsafeBufferPointer(start: other.base, count: other.count))
  }
}
