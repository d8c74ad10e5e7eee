/// Wraps words to a width. Help is our own text, so one character is one column.
enum TextLayout {
  /// Lines of at most `width` columns, each behind `indent`; a word that is too long stands alone, never cut.
  static func wrap(_ text: String, width: Int, indent: String = "") -> [String] {
    wrap(
      groups: text.split(whereSeparator: \.isWhitespace).map(String.init), width: width, first: indent,
      rest: indent)
  }

  /// The same for groups that must not be torn apart, with another indent from the second line on.
  static func wrap(groups: [String], width: Int, first: String, rest: String) -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for group in groups {
      if !isEmpty, line.count + 1 + group.count > width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += isEmpty ? group : " " + group
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines
  }

  /// A term with its text in a column to the right, or below if the term is too long.
  static func entry(_ term: String, _ text: String, column: Int, width: Int) -> [String] {
    let blank = String(repeating: " ", count: column)
    var lines = wrap(text, width: width, indent: blank)
    guard term.count + 2 <= column, !lines.isEmpty else { return [term] + lines }
    lines[0] = term + lines[0].dropFirst(term.count)
    return lines
  }

  /// What is typed is put in quotes where it would not stand out by itself.
  static func plain(_ spans: [Span], quoting: Bool = true) -> String {
    spans.map { span in
      let standsOut =
        span.text.hasPrefix("-") || span.text.hasPrefix("$")
        || span.text.allSatisfy { $0.isUppercase || $0 == "_" }
      return span.role == .literal && quoting && !standsOut ? "'\(span.text)'" : span.text
    }.joined()
  }
}
