/// HTML of messages and rich-text macros as the text that a messaging channel or a history shows: blocks on lines of their
/// own, and links with their addresses.
public enum Markup {
  /// The text of it, without tags and with its entities read.
  ///
  /// - Parameters:
  ///   - html: as the API has it
  ///   - hasPlaceholders: whether it is a macro's, in which Liquid stays as it stands, with its `<` and `>`
  public static func plainText(_ html: String, hasPlaceholders: Bool = false) -> String {
    var reading = MarkupReading(html, hasPlaceholders: hasPlaceholders)
    return reading.plainText()
  }
}

private struct MarkupReading {
  private static let blocks: Set<String> = [
    "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
  ]
  /// Those whose content is no text for readers.
  private static let hidden: Set<String> = ["script", "style", "head", "title"]
  private static let signs: [String: Unicode.Scalar] = [
    "nbsp": " ", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "amp": "&", "hellip": "…", "ndash": "–",
    "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bdquo": "„", "laquo": "«",
    "raquo": "»", "bull": "•", "middot": "·", "euro": "€", "pound": "£", "copy": "©", "reg": "®",
    "trade": "™", "deg": "°", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü",
    "szlig": "ß", "agrave": "à", "eacute": "é", "egrave": "è", "ecirc": "ê", "ccedil": "ç", "ntilde": "ñ",
  ]

  private let html: [Unicode.Scalar]
  private let hasPlaceholders: Bool
  private var next = 0
  /// Whether a tag may still come, and whether quotes in it are closed.
  private var (hasTags, hasQuotes) = (true, true)
  private var text: [Unicode.Scalar] = []
  /// The link that is open: where it leads, and where its text begins.
  private var link: (address: String, start: Int)?

  init(_ html: String, hasPlaceholders: Bool) {
    self.html = Array(html.unicodeScalars)
    self.hasPlaceholders = hasPlaceholders
  }

  mutating func plainText() -> String {
    while next < html.count {
      if let end = endOfLiquid(at: next) {
        copyLiquid(to: end)
      } else if at("<!--") {
        next = end(of: "-->", from: next) ?? html.count
      } else if let close = endOfTag() {
        readTag(to: close)
      } else {
        copySign()
      }
    }
    closeLink()
    while text.last == "\n" || text.last == "\r" { text.removeLast() }
    return Self.string(text)
  }

  /// Where a placeholder or a tag of Liquid ends; nil where none stands at the index.
  private func endOfLiquid(at index: Int) -> Int? {
    guard hasPlaceholders, html[index] == "{", index + 1 < html.count else { return nil }
    switch html[index + 1] {
    case "{": return end(of: "}}", from: index) ?? html.count
    case "%": return end(of: "%}", from: index) ?? html.count
    default: return nil
    }
  }

  /// Copies Liquid, in whose tags `<` and `>` compare. Within a placeholder they don't: there somebody has made a part bold.
  private mutating func copyLiquid(to limit: Int) {
    let lastClose = html[next + 1] == "{" ? html[next..<limit].lastIndex(of: ">") : nil
    while next < limit {
      if let lastClose, next < lastClose, beginsTag(at: next), let close = html[next...].firstIndex(of: ">") {
        next = close + 1
      } else {
        copySign()
      }
    }
  }

  /// One character, which may be written as an entity.
  private mutating func copySign() {
    if html[next] == "&", let semicolon = html[next...].prefix(12).firstIndex(of: ";"),
      let sign = Self.sign(Self.string(html[(next + 1)..<semicolon]))
    {
      text.append(sign)
      next = semicolon + 1
    } else {
      text.append(html[next])
      next += 1
    }
  }

  private static func sign(_ entity: String) -> Unicode.Scalar? {
    guard entity.first == "#" else { return signs[entity] }
    let digits = entity.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    guard let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits) else { return nil }
    // What controls a terminal is no text.
    guard number >= 0x20 && !(0x7F..<0xA0).contains(number) || [0x9, 0xA].contains(number) else { return nil }
    return number == 0xA0 ? " " : Unicode.Scalar(number)
  }

  /// - Parameter close: where its `>` is
  private mutating func readTag(to close: Int) {
    let tag = html[(next + 1)..<close]
    next = close + 1
    let isEnd = tag.first == "/"
    let name = Self.string(tag.dropFirst(isEnd ? 1 : 0).prefix { Self.isNamePart($0) }).lowercased()
    if Self.hidden.contains(name), !isEnd {
      skipContent(of: name)
    } else if name == "br" {
      text.append("\n")
    } else if name == "a" {
      closeLink()
      if !isEnd, let address = Self.address(tag) { link = (address, text.count) }
    } else if Self.blocks.contains(name) {
      // Between a block and what is around it a line ends.
      if let last = text.last, last != "\n" { text.append("\n") }
    }
  }

  /// Where the tag at `next` has its `>`; nil where none stands there. One in quotes is part of a value, unless the quotes are
  /// never closed, and one in Liquid compares.
  private mutating func endOfTag() -> Int? {
    guard hasTags, beginsTag(at: next) else { return nil }
    var quote: Unicode.Scalar?
    var index = next + 1
    while index < html.count {
      let scalar = html[index]
      if let end = endOfLiquid(at: index) {
        index = end
        continue
      }
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == ">" {
        return index
      } else if hasQuotes, scalar == "\"" || scalar == "'", html[index - 1] == "=" {
        quote = scalar
      }
      index += 1
    }
    // To the end once, and not for each `<` of a long text: what wasn't found isn't looked for again.
    if quote == nil { hasTags = false } else { hasQuotes = false }
    return endOfTag()
  }

  private mutating func skipContent(of name: String) {
    while next < html.count {
      if html[next] == "<", next + 1 < html.count, html[next + 1] == "/",
        Self.string(html[(next + 2)...].prefix(name.utf8.count)).lowercased() == name
      {
        return
      }
      next += 1
    }
  }

  private mutating func closeLink() {
    guard let open = link else { return }
    link = nil
    let label = Self.string(text[open.start...])
    if label.isEmpty {
      text += open.address.unicodeScalars
    } else if ![label, "mailto:" + label, "tel:" + label].contains(open.address) {
      text += " (\(open.address))".unicodeScalars
    }
  }

  /// Where a link leads; nil where it leads nowhere that a reader could go to.
  private static func address(_ tag: ArraySlice<Unicode.Scalar>) -> String? {
    let sought = Array(" href=".unicodeScalars)
    let start = tag.indices.first { index in
      tag[index...].prefix(sought.count).elementsEqual(sought) {
        ($0.properties.isWhitespace ? " " : $0.lowered) == $1
      }
    }
    guard let start else { return nil }
    var value = Substring(string(tag[(start + sought.count)...]))
    if let quote = value.first, quote == "\"" || quote == "'" {
      value = value.dropFirst().prefix { $0 != quote }
    } else {
      value = value.prefix { !$0.isWhitespace }
    }
    let address = Self.decoded(String(value))
    let isUseless = address.isEmpty || address.first == "#" || address.lowercased().hasPrefix("javascript:")
    return isUseless ? nil : address
  }

  private static func decoded(_ value: String) -> String {
    var reading = MarkupReading(value, hasPlaceholders: false)
    while reading.next < reading.html.count { reading.copySign() }
    return string(reading.text)
  }

  private func at(_ word: String) -> Bool { html[next...].starts(with: word.unicodeScalars) }

  private func beginsTag(at index: Int) -> Bool {
    guard html[index] == "<", index + 1 < html.count else { return false }
    let scalar = html[index + 1]
    return scalar == "/" || scalar == "!" || (scalar.isASCII && scalar.properties.isAlphabetic)
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
  }

  /// The index after the next `word`, or nil where there is none.
  private func end(of word: String, from start: Int) -> Int? {
    let sought = Array(word.unicodeScalars)
    var index = start
    while index + sought.count <= html.count {
      if html[index..<(index + sought.count)].elementsEqual(sought) { return index + sought.count }
      index += 1
    }
    return nil
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

extension Unicode.Scalar {
  /// Of ASCII letters alone, which is what names in HTML are made of.
  fileprivate var lowered: Unicode.Scalar {
    ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 0x20) : self
  }
}
