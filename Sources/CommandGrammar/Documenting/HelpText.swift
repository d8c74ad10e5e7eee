/// Help as plain text, for the terminal.
package enum HelpText {
  /// The text of either length, ending in a line break. A width under 40 columns is taken as 40.
  package static func text(
    _ length: HelpLength, _ topic: HelpTopic, of toolkit: Toolkit, width: Int = 80
  ) -> String {
    let width = max(width, 40)
    let lines =
      switch length {
      case .short: short(topic, of: toolkit, width: width)
      case .manual: manual(Manual(topic, of: toolkit), width: width)
      }
    return lines.map { $0 + "\n" }.joined()
  }

  static func manual(_ manual: Manual, width: Int) -> [String] {
    var lines: [String] = []
    let indent = "    "
    var wasSynopsis = false
    for block in manual.blocks {
      // A heading holds on to what follows; the ways to call a command stand together.
      if let last = lines.last, !last.isEmpty {
        if case .synopsis = block, wasSynopsis {} else if !follows(heading: last) { lines.append("") }
      }
      wasSynopsis = false
      switch block {
      case .heading(let title): lines.append(title)
      case .subheading(let title): lines.append("  " + title)
      case .paragraph(let spans):
        lines += TextLayout.wrap(
          TextLayout.plain(spans, quoting: manual.quotes(spans)), width: width, indent: indent)
      case .verbatim(let kept): lines += kept.map { indent + "    " + $0 }
      case .entry(let term, let body):
        lines.append(indent + TextLayout.plain(term, quoting: false))
        for paragraph in body {
          lines += TextLayout.wrap(TextLayout.plain(paragraph), width: width, indent: indent + indent)
        }
      case .rows(let rows):
        // They stand right below what the entry says.
        if lines.last == "" { lines.removeLast() }
        for row in rows {
          lines += TextLayout.wrap(
            groups: TextLayout.plain(row).split(separator: " ").map(String.init), width: width,
            first: indent + indent, rest: indent + indent + "  ")
        }
      case .synopsis(let command, let groups):
        lines += synopsis(command, groups, width: width, indent: indent)
        wasSynopsis = true
      }
    }
    return lines
  }

  private static func follows(heading line: String) -> Bool {
    !line.hasPrefix("    ")
  }

  static func synopsis(_ command: String, _ groups: [[Span]], width: Int, indent: String) -> [String] {
    TextLayout.wrap(
      groups: [command] + groups.map { TextLayout.plain($0, quoting: false) }, width: width, first: indent,
      rest: indent + "    ")
  }
}

extension Manual {
  /// The list of pages in SEE ALSO is literal throughout, and needs no quotes.
  fileprivate func quotes(_ spans: [Span]) -> Bool {
    !spans.contains { $0.role == .plain && $0.text == "(1)" }
  }
}
