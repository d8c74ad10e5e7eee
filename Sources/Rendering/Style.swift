/// How text looks where there is colour. It only underlines what the words say already.
public enum Style: Sendable, Equatable {
  /// Plain is text as it comes; the others are one attribute or one of the terminal's own colours.
  case plain, bold, dim, green, yellow, red

  /// The "select graphic rendition" sequence of ECMA-48, or nil.
  private var sequence: StaticString? {
    switch self {
    case .plain: nil
    case .bold: "\u{1B}[1m"
    case .dim: "\u{1B}[2m"
    case .green: "\u{1B}[32m"
    case .yellow: "\u{1B}[33m"
    case .red: "\u{1B}[31m"
    }
  }

  /// Appends the text, which is safe already, in this style where there is colour.
  func append(_ text: String, to buffer: inout ByteBuffer, _ terminal: TerminalFacts) {
    guard terminal.colour, !text.isEmpty, let sequence else { return buffer.append(text) }
    buffer.append(sequence)
    buffer.append(text)
    buffer.append("\u{1B}[0m")
  }
}
