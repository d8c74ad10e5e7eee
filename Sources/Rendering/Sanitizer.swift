/// Makes text harmless for a terminal and honest for the reader.
///
/// What steers a terminal (C0, DEL, C1), turns the direction of text or can't be seen becomes a visible escape.
/// The writers call it for everything they print; call sites need not think of it.
public enum Sanitizer {
  /// What happens to tabs and line feeds.
  public enum Layout: Sendable {
    /// A tab becomes a space and a line end `⏎`: one cell stays one line.
    case flattened
    /// They stay, for text that is quoted or laid out by the caller.
    case kept
  }

  /// The text with everything dangerous or invisible replaced: `\x1b`, `\u202e`, `\u{e0041}`.
  public static func visible(_ text: String, layout: Layout = .flattened) -> String {
    if plainWidth(text) != nil { return text }
    var result = ""
    // Unchanged stretches are copied as a whole, when something that must be replaced ends them.
    let scalars = text.unicodeScalars
    var kept = scalars.startIndex
    var index = kept
    var before: Unicode.Scalar = " "
    while index < scalars.endIndex {
      let start = index
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      let after = index < scalars.endIndex ? scalars[index] : " "
      if let shown = replacement(scalar, before: before, after: after, layout) {
        result += text[kept..<start]
        result += shown
        kept = index
      }
      before = scalar
    }
    return kept == scalars.startIndex ? text : result + text[kept...]
  }

  /// How many columns the text takes, if it is nothing but printable ASCII and letters and signs of Latin, up to
  /// U+02FF: safe as it is, with a column for each of them. Else nil.
  static func plainWidth(_ text: String) -> Int? {
    if text.everyByte({ $0 &- 0x20 < 0x5F }) { return text.utf8.count }
    var text = text
    return text.withUTF8 { bytes in
      var width = 0
      var lead: UInt8 = 0
      for byte in bytes {
        switch byte {
        case 0x20...0x7E, 0xC2...0xCB: width += 1
        // The second byte: behind 0xC2, controls and the soft hyphen are among them.
        case 0x80...0xBF: if lead == 0xC2 && (byte < 0xA0 || byte == 0xAD) { return nil }
        default: return nil
        }
        lead = byte
      }
      return width
    }
  }

  /// What is shown in a character's place; nil where it stays.
  private static func replacement(
    _ scalar: Unicode.Scalar, before: Unicode.Scalar, after: Unicode.Scalar, _ layout: Layout
  ) -> String? {
    switch scalar {
    case "\r" where after == "\n" && layout == .flattened: return ""
    case "\n": return layout == .kept ? nil : "⏎"
    case "\t": return layout == .kept ? nil : " "
    default: return isHidden(scalar, before: before, after: after) ? escape(scalar) : nil
    }
  }

  private static func isHidden(
    _ scalar: Unicode.Scalar, before: Unicode.Scalar, after: Unicode.Scalar
  ) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: return false
    // Signs that stand around numbers in Arabic, Syriac and Kaithi: in the category of formats, but visible.
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: return false
    // Joiners are part of emoji, and of spelling in Persian and Indian scripts, but hide between Latin letters.
    case 0x200C, 0x200D: return !(isJoinable(before) && isJoinable(after))
    // A variation selector belongs to the one character before it; a row of them smuggles data.
    case 0xFE00...0xFE0F: return isSelector(before) || before == " " || isLatinLetter(before)
    case 0xE0100...0xE01EF: return before.value < 0x2E80 || isSelector(before)
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func isJoinable(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x590 && !(0x2000...0x206F).contains(scalar.value) && scalar.value < 0xE0000
  }

  private static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }

  private static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 && scalar.properties.isAlphabetic
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    switch scalar.value {
    case ..<0x100: return hex.count == 1 ? "\\x0" + hex : "\\x" + hex
    case ..<0x10000: return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: return "\\u{" + hex + "}"
    }
  }
}

extension String {
  /// Whether each byte of its UTF-8 passes a test.
  @inline(__always)
  func everyByte(_ passes: (UInt8) -> Bool) -> Bool {
    var text = self
    return text.withUTF8 { bytes in
      // Without leaving early, so that many bytes are looked at in one instruction.
      var others: UInt8 = 0
      for byte in bytes { others |= passes(byte) ? 0 : 1 }
      return others == 0
    }
  }
}
