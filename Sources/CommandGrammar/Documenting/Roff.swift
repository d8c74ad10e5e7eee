/// Writes text so that roff prints exactly that text, whichever formatter reads it.
enum Roff {
  /// Escapes one stretch of text; what a line begins with is the business of `lines`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      // A bare dash may be printed as a hyphen, which can't be copied into a shell.
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "\"": result += "\\(dq"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case " "..."\u{7E}": result.unicodeScalars.append(scalar)
      case "\t", "\n", "\r": result += " "
      // groff's fonts for paper have this one and not U+23CE, as which tables show a line's end.
      case "\u{23CE}": result += "\\(CR"
      case "\u{A0}"...: result += "\\[u\(hex(scalar))]"
      // Control characters have no place in a manual.
      default: break
      }
    }
    return result
  }

  /// Four digits at least, as groff wants them.
  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A stretch in its font.
  static func span(_ span: Span) -> String {
    switch span.role {
    case .plain: escaped(span.text)
    case .literal: "\\fB\(escaped(span.text))\\fP"
    case .variable: "\\fI\(escaped(span.text))\\fP"
    }
  }

  /// Text lines, broken at spaces so that no source line is long; a leading dot is made harmless.
  static func lines(_ spans: [Span]) -> [String] {
    let text = spans.map(span).joined()
    return TextLayout.wrap(text, width: 76).map(guarded)
  }

  /// A dot at the beginning would make the line a request. (Quotes are escaped already.)
  static func guarded(_ line: String) -> String {
    line.hasPrefix(".") ? "\\&" + line : line
  }

  /// The argument of a macro, in quotes.
  static func argument(_ text: String) -> String { "\"\(escaped(text))\"" }
}
