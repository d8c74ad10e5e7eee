/// Collects UTF-8 up to a limit, and cuts at a character boundary.
struct OutputBuffer {
  private(set) var bytes: [UInt8]
  let limit: Int
  /// More came than fits.
  private(set) var isFull = false

  /// What is kept beyond the limit, so that one can see whether a character crosses it.
  private static let lookahead = 64

  init(limit: Int, reusing bytes: consuming [UInt8] = []) {
    self.limit = max(0, limit)
    self.bytes = bytes
    self.bytes.removeAll(keepingCapacity: true)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    if bytes.count + text.count <= limit {
      bytes.append(contentsOf: text)
    } else {
      overflow(text)
    }
  }

  mutating func append(_ slice: ArraySlice<UInt8>) {
    slice.withUnsafeBufferPointer { append($0) }
  }

  private mutating func overflow(_ text: UnsafeBufferPointer<UInt8>) {
    isFull = true
    let room = limit - bytes.count + OutputBuffer.lookahead
    if room > 0 { bytes.append(contentsOf: text.prefix(room)) }
  }

  /// The text, without the character that crosses the limit and all that follows it.
  consuming func finished() -> String {
    String(decoding: finishedBytes(), as: UTF8.self)
  }

  consuming func finishedBytes() -> [UInt8] {
    guard bytes.count > limit else { return bytes }
    let text = String(decoding: bytes, as: UTF8.self)
    // A limit within a scalar is rounded down to it, and `index(after:)` then to its character.
    let crossing = text.utf8.index(text.startIndex, offsetBy: limit)
    let next = crossing < text.endIndex ? text.index(after: crossing) : text.endIndex
    let end = next > text.startIndex ? text.index(before: next) : text.startIndex
    bytes.removeSubrange(text.utf8.distance(from: text.startIndex, to: end)...)
    return bytes
  }
}
