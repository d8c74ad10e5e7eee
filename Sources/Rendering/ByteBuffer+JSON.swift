import JSONText

extension ByteBuffer {
  /// Appends a quoted JSON string.
  ///
  /// The escaping is `JSONWriter`'s; this only finds out quickly that most strings need none.
  @inline(__always)
  mutating func appendJSON(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      if ByteBuffer.needsNoEscape(utf8) {
        let place = room(for: utf8.count + 2)
        place[0] = UInt8(ascii: "\"")
        if let start = utf8.baseAddress { (place + 1).update(from: start, count: utf8.count) }
        place[utf8.count + 1] = UInt8(ascii: "\"")
        advance(by: utf8.count + 2)
      } else {
        scratch.removeAll(keepingCapacity: true)
        JSONWriter.append(utf8: utf8, to: &scratch)
        append(scratch)
      }
    }
  }

  /// Appends JSON text from elsewhere, on one line and without live control characters.
  ///
  /// In valid JSON a raw control character can only be white space between tokens, and a character beyond ASCII
  /// can only be inside of a string, so that both can be replaced without parsing.
  mutating func appendJSON(verbatim json: [UInt8]) {
    if json.isEmpty { return append("null") }
    if json.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return append(json) }
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if scalar.value < 0x20 {
        append(UInt8(ascii: " "))
      } else if scalar.value == 0x7F || JSONWriter.mustEscape(scalar.value) {
        append("\\u")
        for shift in stride(from: UInt32(12), through: 0, by: -4) {
          append(JSONWriter.hexDigit(scalar.value >> shift & 0xF))
        }
      } else {
        for byte in UTF8.encode(scalar).unsafelyUnwrapped { append(byte) }
      }
    }
  }

  /// Whether all bytes are printable ASCII other than `"` and `\`, looked at eight at a time.
  @inline(__always)
  private static func needsNoEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let start = UnsafeRawPointer(utf8.baseAddress)
    var index = 0
    while index + 8 <= utf8.count, let start {
      let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let delete = word ^ (ones &* 0x7F)
      // `x - n & ~x` has the top bit where a byte is below n; an XOR makes the byte looked for zero.
      let below = (word &- ones &* 0x20) & ~word
      let equal = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (delete &- ones) & ~delete
      if (word | below | equal) & tops != 0 { return false }
      index += 8
    }
    while index < utf8.count {
      let byte = utf8[index]
      if byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
      index += 1
    }
    return true
  }
}
