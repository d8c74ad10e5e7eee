/// HTML and URLs.
extension TextFilters {
  /// Escapes for HTML; on wish without touching what is an entity already.
  static func escape(_ text: String, keepsEntities: Bool, _ budget: inout Budget) -> TemplateValue {
    let bytes = Array(text.utf8)
    return replaceBytes(bytes, &budget) { index in
      switch bytes[index] {
      case UInt8(ascii: "<"): "&lt;"
      case UInt8(ascii: ">"): "&gt;"
      case UInt8(ascii: "\""): "&quot;"
      case UInt8(ascii: "'"): "&#39;"
      case UInt8(ascii: "&"): keepsEntities && isEntity(bytes[(index + 1)...]) ? nil : "&amp;"
      default: nil
      }
    }
  }

  /// Whether what follows an ampersand is the rest of `&name;` or `&#123;`.
  private static func isEntity(_ rest: ArraySlice<UInt8>) -> Bool {
    let isNumber = rest.first == UInt8(ascii: "#")
    let name = rest.dropFirst(isNumber ? 1 : 0).prefix {
      isNumber ? $0 &- 48 <= 9 : (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
    }
    return !name.isEmpty && rest[name.endIndex...].first == UInt8(ascii: ";")
  }

  static func urlEncode(_ text: String, _ budget: inout Budget) -> TemplateValue {
    let bytes = Array(text.utf8)
    let digits = Array("0123456789ABCDEF")
    return replaceBytes(bytes, &budget) { index in
      let byte = bytes[index]
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: return nil
      case 0x20: return "+"
      default: return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  /// Bytes that are no UTF-8 become U+FFFD.
  static func urlDecode(_ text: String, _ budget: inout Budget) -> TemplateValue {
    var decoded: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        decoded.append(0x20)
      } else if byte == UInt8(ascii: "%"), let high = hexDigit(rest.first),
        let low = hexDigit(rest.dropFirst().first)
      {
        decoded.append(high << 4 | low)
        rest.removeFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return budget.text(String(decoding: decoded, as: UTF8.self))
  }

  private static func hexDigit(_ byte: UInt8?) -> UInt8? {
    switch byte {
    case .some(let byte) where (0x30...0x39).contains(byte): byte - 0x30
    case .some(let byte) where (0x61...0x66).contains(byte | 0x20): (byte | 0x20) - 0x61 + 10
    default: nil
    }
  }

  /// Takes out tags, comments, scripts and styles. An opening without an end is text.
  static func stripHTML(_ text: String, _ budget: inout Budget) -> TemplateValue {
    let bytes = Array(text.utf8)[...]
    let kinds: [(opening: String, closing: BytePattern)] = [
      ("<script", BytePattern("</script>".utf8)), ("<!--", BytePattern("-->".utf8)),
      ("<style", BytePattern("</style>".utf8)), ("<", BytePattern(">".utf8)),
    ]
    // A closing that isn't found from here isn't found from further on either.
    var isMissing = [Bool](repeating: false, count: kinds.count)
    var buffer = OutputBuffer(limit: budget.bytes)
    var copied = 0
    var index = 0
    while index < bytes.count, !buffer.isFull {
      guard bytes[index] == UInt8(ascii: "<") else {
        index += 1
        continue
      }
      var end: Int?
      for (kind, (opening, closing)) in kinds.enumerated()
      where end == nil && !isMissing[kind] && bytes[index...].starts(with: opening.utf8) {
        end = closing.next(in: bytes, from: index + opening.utf8.count)?.upperBound
        isMissing[kind] = end == nil
      }
      if let end {
        buffer.append(bytes[copied..<index])
        copied = end
      }
      index = end ?? index + 1
    }
    if !buffer.isFull { buffer.append(bytes[copied...]) }
    return budget.text(buffer)
  }

  /// Copies the bytes, with another text for those that `replacement` has one for.
  private static func replaceBytes(
    _ bytes: [UInt8], _ budget: inout Budget, _ replacement: (Int) -> String?
  ) -> TemplateValue {
    var buffer = OutputBuffer(limit: budget.bytes)
    var copied = 0
    for index in bytes.indices {
      guard let text = replacement(index) else { continue }
      buffer.append(bytes[copied..<index])
      buffer.append(text)
      copied = index + 1
      if buffer.isFull { break }
    }
    if !buffer.isFull { buffer.append(bytes[copied...]) }
    return budget.text(buffer)
  }
}
