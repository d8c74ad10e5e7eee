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
    if isPlain(text) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var before: Unicode.Scalar = " "
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      let after = index < scalars.endIndex ? scalars[index] : " "
      switch scalar {
      case "\r" where after == "\n" && layout == .flattened: break
      case "\n": result += layout == .kept ? "\n" : "⏎"
      case "\t": result += layout == .kept ? "\t" : " "
      default:
        if isHidden(scalar, before: before, after: after) {
          appendEscape(scalar, to: &result)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      before = scalar
    }
    return result
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
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

  private static func appendEscape(_ scalar: Unicode.Scalar, to result: inout String) {
    let hex = String(scalar.value, radix: 16)
    switch scalar.value {
    case ..<0x100: result += hex.count == 1 ? "\\x0" + hex : "\\x" + hex
    case ..<0x10000: result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: result += "\\u{" + hex + "}"
    }
  }
}
