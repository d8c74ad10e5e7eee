/// Appends JSON text to UTF-8 bytes, in the one escaping that every document of the program uses.
public enum JSONWriter {
  /// Appends a quoted string.
  ///
  /// Besides what JSON demands, the characters that can steer a terminal or hide text are written as `\uXXXX`:
  /// C0, DEL, C1, the bidirectional controls, U+2028 and U+2029.
  public static func append(_ string: String, to bytes: inout [UInt8]) {
    var string = string
    string.withUTF8 { append(utf8: $0, to: &bytes) }
  }

  /// The same for bytes that are known to be valid UTF-8.
  public static func append(utf8 text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var clean = 0
    var index = 0
    let count = text.count
    while index < count {
      let byte = text[index]
      if byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C {
        index += 1
        continue
      }
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      let scalar = byte < 0x80 ? UInt32(byte) : decode(text, at: index, length: length)
      if byte < 0x80 || JSONWriter.mustEscape(scalar) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean..<index]))
        appendEscape(scalar, to: &bytes)
        clean = index + length
      }
      index += length
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean..<count]))
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends JSON that the program itself has written, as it is.
  @inlinable
  public static func append(literal text: StaticString, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a quoted string, or `null`.
  public static func append(_ string: String?, orNull bytes: inout [UInt8]) {
    if let string { append(string, to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
  }

  /// Appends an integer in decimal, or `null`.
  public static func append(_ integer: Int64?, orNull bytes: inout [UInt8]) {
    if let integer { append(integer, to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
  }

  /// Appends an integer in decimal.
  public static func append(_ integer: Int64, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestInteger) { digits in
      guard let place = digits.baseAddress else { return }
      bytes.append(contentsOf: UnsafeBufferPointer(start: place, count: write(integer, to: place)))
    }
  }

  /// Every 64-bit integer with its sign has room in so many bytes.
  @inlinable public static var longestInteger: Int { 20 }

  /// Writes an integer in decimal where there is room for `longestInteger`.
  ///
  /// - Returns: how many bytes it takes
  @inlinable
  public static func write(_ integer: Int64, to place: UnsafeMutablePointer<UInt8>) -> Int {
    var magnitude = integer.magnitude
    var length = integer < 0 ? 2 : 1
    if integer < 0 { place[0] = UInt8(ascii: "-") }
    var bound: UInt64 = 10
    while magnitude >= bound {
      length += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    var position = length
    repeat {
      position -= 1
      place[position] = UInt8(truncatingIfNeeded: 48 + magnitude % 10)
      magnitude /= 10
    } while magnitude > 0
    return length
  }

  /// The lower-case hexadecimal digit of a number below 16.
  public static func hexDigit(_ value: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 10 ? 48 + value : 87 + value)
  }

  /// Whether a scalar beyond ASCII is written as an escape: C1, bidirectional controls, line separators.
  public static func mustEscape(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func decode(_ text: UnsafeBufferPointer<UInt8>, at index: Int, length: Int) -> UInt32 {
    var scalar = UInt32(text[index]) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F) }
    return scalar
  }

  private static func appendEscape(_ scalar: UInt32, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch scalar {
    case 0x22, 0x5C: bytes.append(UInt8(truncatingIfNeeded: scalar))
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(UInt8(ascii: "u"))
      for shift in stride(from: UInt32(12), through: 0, by: -4) {
        bytes.append(hexDigit(scalar >> shift & 0xF))
      }
    }
  }
}
