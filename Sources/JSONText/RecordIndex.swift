/// Scans single objects that are in memory already, with memory that is used again for each.
public final class RecordIndex {
  private var table = MemberTable()
  private var text = PaddedText()

  /// Begins with room for 4 KiB, which grows with the largest object scanned.
  public init() {}

  /// Scans one object; the record is good until the next call.
  public func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSONRecord {
    text.replace(with: bytes)
    var scanner = ByteScanner(start: text.start, end: text.end)
    let first = scanner.afterSpace(text.start)
    guard first.pointee == Byte.openBrace else {
      _ = try scanner.wholeText()
      throw JSONError(
        offset: first - scanner.start,
        reason: "expected an object, found \(JSONKind(firstByte: first.pointee).phrase)")
    }
    let end = scanner.record(first, into: &table)
    try scanner.finish(after: end)
    let count = (end ?? first) - first
    return JSONRecord(
      kindKey: nil, line: 1, index: nil, offset: first - scanner.start,
      bytes: UnsafeBufferPointer(start: first, count: count), own: table.view, outer: nil,
      envelope: nil, owner: self)
  }

  /// Scans one object; the record is good until the next call.
  public func scan(_ bytes: [UInt8]) throws(JSONError) -> JSONRecord {
    let result: Result<JSONRecord, JSONError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(JSONError) { return .success(try scan(buffer)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

extension ByteScanner {
  /// Scans a text that is one value, with nothing but space around it, and returns the extent of the value.
  mutating func wholeText() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    let first = afterSpace(start)
    if first == end { throw JSONError(offset: end - start, reason: "an empty text") }
    let after = value(first, depth: 0)
    try finish(after: after)
    return UnsafeBufferPointer(start: first, count: (after ?? first) - first)
  }

  /// Throws what the scan has found, or what it finds behind the value.
  mutating func finish(after value: Bytes?) throws(JSONError) {
    if let error { throw error }
    guard let value else { return }
    let rest = afterSpace(value)
    if rest != end {
      throw JSONError(
        offset: rest - start, reason: rest.pointee == 0 ? "a NUL character" : "text after the value")
    }
  }
}

/// A copy of a text with the zero bytes behind it that the scanner relies on.
struct PaddedText: ~Copyable {
  private(set) var start: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var capacity = 4096

  init() {
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  var end: UnsafeMutablePointer<UInt8> { start + count }

  mutating func replace(with bytes: UnsafeBufferPointer<UInt8>) {
    count = bytes.count
    if count + ByteScanner.padding > capacity {
      start.deallocate()
      capacity = max(count + ByteScanner.padding, capacity * 2)
      start = .allocate(capacity: capacity)
    }
    if let source = bytes.baseAddress { start.update(from: source, count: count) }
    end.update(repeating: 0, count: ByteScanner.padding)
  }
}
