/// Reads what stands between `{{` and `}}`, or `{%` and `%}`, from left to right.
struct MarkupReader {
  let source: [UInt8]
  var position: Int

  enum Closing: String { case output = "}}", tag = "%}" }

  /// The byte at a distance from the position; NUL behind the end.
  @inline(__always)
  func byte(_ distance: Int = 0) -> UInt8 {
    position + distance < source.count ? source[position + distance] : 0
  }

  var isAtEnd: Bool { position >= source.count }

  /// White space, and the no-break space that editors put between words.
  mutating func skipSpaces() {
    while true {
      switch byte() {
      case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D: position += 1
      case 0xC2 where byte(1) == 0xA0: position += 2
      default: return
      }
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte() == UInt8(ascii: character), !isAtEnd else { return false }
    position += 1
    return true
  }

  /// Whether the markup ends here, with or without a hyphen.
  func closes(_ closing: Closing) -> Bool {
    let first = closing.rawValue.utf8.first!
    let start = byte() == UInt8(ascii: "-") ? 1 : 0
    return byte(start) == first && byte(start + 1) == UInt8(ascii: "}")
  }

  /// Passes the end of the markup; gives whether it has a hyphen, which takes away the white space that follows.
  mutating func close(_ closing: Closing, openedAt opening: Int) throws(TemplateFault) -> Bool {
    skipSpaces()
    if isAtEnd {
      throw .unclosed(closing == .tag ? "{%" : "{{", closing: closing.rawValue, at: opening)
    }
    guard closes(closing) else { throw .expected("'\(closing.rawValue)'", found: unread, at: position) }
    let trims = take("-")
    position += 2
    return trims
  }

  /// A name: letters, digits, `_`, hyphens within, and a `?` at the end. Nil if there is none here.
  mutating func word() -> String? {
    let start = position
    while true {
      let length = letterLength()
      if length > 0 {
        position += length
      } else if byte() == UInt8(ascii: "-"), position > start, !closes(.output), !closes(.tag) {
        position += 1
      } else {
        break
      }
    }
    guard position > start else { return nil }
    if byte() == UInt8(ascii: "?") { position += 1 }
    return String(decoding: source[start..<position], as: UTF8.self)
  }

  /// The length of the letter, digit or `_` at the position, or 0. Curly quotation marks are no letters, so that
  /// a text between them is refused and doesn't become a name that nobody answers.
  private func letterLength() -> Int {
    let first = byte()
    if first < 0x80 {
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
      return isLetter || first &- 48 <= 9 || first == UInt8(ascii: "_") ? 1 : 0
    }
    let scalar = String(decoding: source[position..<min(position + 4, source.count)], as: UTF8.self)
      .unicodeScalars.first!
    let isLetter = scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    return isLetter ? UTF8.width(scalar) : 0
  }

  /// The word that comes next, without passing it.
  func nextWord() -> String? {
    var copy = self
    return copy.word()
  }

  /// Passes a word if it is the next.
  mutating func take(word wanted: String) -> Bool {
    var copy = self
    guard copy.word() == wanted else { return false }
    position = copy.position
    return true
  }

  /// What stands here, for problems: up to the next white space or end of markup.
  var unread: String {
    if closes(.output) { return Closing.output.rawValue }
    if closes(.tag) { return Closing.tag.rawValue }
    let rest = source[min(position, source.count)...]
    var length = 0
    for (index, byte) in rest.enumerated() {
      let ends = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "%") || byte <= 0x20
      if index > 0 && ends || index == 60 { break }
      length += 1
    }
    return String(decoding: rest.prefix(length), as: UTF8.self)
  }
}
