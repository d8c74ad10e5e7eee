extension MarkupReader {
  /// `"text"` or `'text'`; Liquid has no escapes in them. Nil if there is no quotation mark here.
  mutating func string() throws(TemplateFault) -> String? {
    let quote = byte()
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), !isAtEnd else { return nil }
    let start = position + 1
    guard let end = source[start...].firstIndex(of: quote) else {
      throw TemplateFault("a text has no closing quotation mark", at: position)
    }
    position = end + 1
    return String(decoding: source[start..<end], as: UTF8.self)
  }

  /// `12`, `-3`, `1.5`; nil if there is no number here. What follows it is the caller's matter, so that `(1..5)` is
  /// a range of two whole numbers.
  mutating func number() -> TemplateValue? {
    let start = position
    var cursor = position
    if source[cursor...].first == UInt8(ascii: "-") { cursor += 1 }
    let digits = source[cursor...].prefix { $0 &- 48 <= 9 }
    guard !digits.isEmpty else { return nil }
    cursor = digits.endIndex
    var isWhole = true
    if source[cursor...].first == UInt8(ascii: ".") {
      let fraction = source[(cursor + 1)...].prefix { $0 &- 48 <= 9 }
      if !fraction.isEmpty {
        cursor = fraction.endIndex
        isWhole = false
      }
    }
    let spelled = String(decoding: source[start..<cursor], as: UTF8.self)
    position = cursor
    if isWhole, let whole = Int(spelled) { return .number(whole) }
    return .decimal(Double(spelled) ?? 0)
  }

  mutating func comparator() throws(TemplateFault) -> Comparator? {
    skipSpaces()
    if take(word: "contains") { return .contains }
    let start = position
    let symbols = source[position...].prefix(2).prefix { $0 >= 0x3C && $0 <= 0x3E || $0 == UInt8(ascii: "!") }
    guard !symbols.isEmpty else { return nil }
    let spelling = String(decoding: symbols, as: UTF8.self)
    guard let comparator = Comparator(spelling) else {
      throw TemplateFault("'\(spelling)' is not a comparison; use == != < > <= >= or contains", at: start)
    }
    position += symbols.count
    return comparator
  }
}
