import Glibc

/// A value within a text that has been scanned, as a look at its bytes.
///
/// It owns nothing: it is good as long as the record it was taken from, which is until the next one is read.
public struct JSONSlice {
  let start: UnsafePointer<UInt8>
  let count: Int

  init(start: UnsafePointer<UInt8>, count: Int) {
    self.start = start
    self.count = count
  }

  /// The value exactly as written.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// The value exactly as written, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What the value is, as its first byte tells.
  public var kind: JSONKind { JSONKind(firstByte: start.pointee) }

  /// Whether it is the literal `null`.
  public var isNull: Bool { start.pointee == UInt8(ascii: "n") }

  /// The truth value; nil for every other kind, `null` included.
  public var bool: Bool? {
    switch start.pointee {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// The value of an integer literal that fits 64 bits; nil for everything else, `1.0` and `1e3` included.
  public func integer() -> Int64? {
    var place = start
    let end = start + count
    let isNegative = place.pointee == UInt8(ascii: "-")
    if isNegative { place += 1 }
    guard isDigit(place.pointee) else { return nil }
    // Counting downwards reaches the lowest number, which has no positive counterpart.
    var value: Int64 = 0
    while place < end {
      guard isDigit(place.pointee) else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (difference, tooLow) = product.subtractingReportingOverflow(Int64(place.pointee - Byte.zero))
      if tooLarge || tooLow { return nil }
      value = difference
      place += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// The text of a string, nil for other kinds.
  public func string() -> String? {
    withText { String(decoding: $0, as: UTF8.self) }
  }

  /// Passes a string's UTF-8 text to `body`, without a copy unless it contains escapes; nil for other kinds.
  public func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result? {
    guard start.pointee == Byte.quote else { return nil }
    let content = UnsafeBufferPointer(start: start + 1, count: count - 2)
    if memchr(start + 1, Int32(Byte.backslash), count - 2) == nil { return try body(content) }
    return try unescaped(content).withUnsafeBufferPointer(body)
  }

  /// Whether it is a string with the given text.
  public func equals(_ text: StaticString) -> Bool {
    withText { content in text.withUTF8Buffer { sameBytes(content, $0) } } ?? false
  }

  /// The value itself, to keep; of duplicate keys in it all are kept and the first is found.
  public var value: JSONValue { JSONValue(self) }
}
