/// The bytes that a valid string's text stands for, its escapes resolved.
func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count)
  guard let start = text.baseAddress else { return bytes }
  let end = start + text.count
  var place = start
  while place < end {
    guard place.pointee == Byte.backslash else {
      bytes.append(place.pointee)
      place += 1
      continue
    }
    switch place[1] {
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      place = appendUnicodeEscape(at: place, before: end, to: &bytes)
      continue
    default: bytes.append(place[1])
    }
    place += 2
  }
  return bytes
}

/// Appends the character of a `\uXXXX` or of a pair of them, and returns the place behind.
private func appendUnicodeEscape(at backslash: Bytes, before end: Bytes, to bytes: inout [UInt8]) -> Bytes {
  var after = min(backslash + 6, end)
  // A key may be decoded before its record is refused, so that a lone surrogate can be met here.
  guard end - backslash >= 6, var scalar = hexUnit(backslash + 2) else {
    bytes.append(contentsOf: UnsafeBufferPointer(start: backslash, count: after - backslash))
    return after
  }
  if (0xD800...0xDBFF).contains(scalar), end - after >= 6, after[1] == UInt8(ascii: "u"),
    let low = hexUnit(after + 2), (0xDC00...0xDFFF).contains(low)
  {
    scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00)
    after += 6
  }
  bytes.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
  return after
}
