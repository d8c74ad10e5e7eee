/// Manual pages in roff with the man macros, for `man/`: one for the program, one for each noun.
///
/// The same declarations always give the same bytes, so a test can compare the files in the repository.
package struct ManPage: Sendable {
  /// `sessionctl-session.1`.
  package let fileName: String
  /// The page's source in roff, ending in a line break.
  package let text: String
  /// Whether it only leads to another page.
  package var isLink = false

  /// All pages, that of the program first; at last those that only lead to another, as `sessionctl-session-end.1` does.
  ///
  /// - Parameter date: `2025-01-31`, printed in the footer; empty leaves it out.
  package static func all(of toolkit: Toolkit, date: String = "") -> [ManPage] {
    [page(.program, of: toolkit, date: date)]
      + toolkit.nouns.map { page(.noun($0), of: toolkit, date: date) }
      + toolkit.pages.map { page(Manual($0, of: toolkit), $0.section, of: toolkit, date: date) }
      + links(of: toolkit)
  }

  /// What people type after `man`: a command's words, and a noun whose page is called otherwise.
  private static func links(of toolkit: Toolkit) -> [ManPage] {
    let pages = toolkit.pages
    func link(_ name: String, to target: String, _ section: Int = 1) -> ManPage {
      ManPage(
        fileName: "\(toolkit.program)-\(name).1", text: ".so man\(section)/\(target).\(section)\n",
        isLink: true)
    }
    return toolkit.visiblePlainCommands.map { link($0.verb, to: toolkit.program) }
      + toolkit.nouns.flatMap { noun -> [ManPage] in
        let other = pages.first { $0.name == noun.name && noun.pageName != noun.name }
        return (other.map { [link(noun.name, to: toolkit.pageName(of: $0), $0.section)] } ?? [])
          + noun.visibleVerbs.map { link($0.path.joined(separator: "-"), to: toolkit.pageName(noun.name)) }
      }
  }

  /// The page of one topic.
  package static func page(_ topic: HelpTopic, of toolkit: Toolkit, date: String = "") -> ManPage {
    page(Manual(topic, of: toolkit), 1, of: toolkit, date: date)
  }

  private static func page(_ manual: Manual, _ section: Int, of toolkit: Toolkit, date: String) -> ManPage {
    let title = [
      // The date is no prose: linters want its dashes bare.
      Roff.argument(manual.name.uppercased()), "\(section)",
      "\"\(date.filter { $0.isNumber || $0 == "-" })\"",
      Roff.argument("\(toolkit.program) \(toolkit.version)"),
    ]
    var lines = [
      ".\\\" Generated from the declarations of the commands; changes here are lost.",
      ".TH " + title.joined(separator: " "),
      // Left-aligned and without hyphenation: options and words to type stay whole.
      ".ad l", ".nh",
    ]
    var previous: Manual.Block?
    for block in manual.blocks {
      lines += source(block, after: previous)
      previous = block
    }
    return ManPage(fileName: "\(manual.name).\(section)", text: lines.joined(separator: "\n") + "\n")
  }

  private static func source(_ block: Manual.Block, after previous: Manual.Block?) -> [String] {
    switch block {
    case .heading(let title): return [".SH " + Roff.argument(title)]
    case .subheading(let title): return [".SS " + Roff.argument(title)]
    case .paragraph(let spans): return (begins(previous) ? [] : [".PP"]) + Roff.lines(spans)
    case .verbatim(let kept):
      let text = kept.map { Roff.guarded(Roff.escaped($0)) }
      return (begins(previous) ? [] : [".PP"]) + [".RS 4", ".nf"] + text + [".fi", ".RE"]
    case .entry(let term, let body):
      var lines = [".TP", Roff.guarded(term.map(Roff.span).joined())]
      for (index, paragraph) in body.enumerated() {
        if index > 0 { lines.append(".IP") }
        lines += Roff.lines(paragraph)
      }
      return lines
    case .rows(let rows):
      return [".IP"] + rows.map(Roff.lines).joined(separator: [".br"])
    case .synopsis(let command, let groups):
      return synopsis(command, groups, after: previous)
    }
  }

  private static func synopsis(_ command: String, _ groups: [[Span]], after previous: Manual.Block?)
    -> [String]
  {
    var lines: [String] = []
    if case .synopsis = previous { lines.append(".br") }
    lines.append("\\fB\(Roff.escaped(command))\\fP")
    // A space that can't break keeps an option and its value together.
    lines += groups.map { group in
      // The mark at the end keeps roff from taking the dots for the end of a sentence.
      Roff.guarded(group.map(Roff.span).joined().split(separator: " ").joined(separator: "\\ ")) + "\\&"
    }
    return lines
  }

  /// After a heading, a `.PP` would be one too many, and linters say so.
  private static func begins(_ previous: Manual.Block?) -> Bool {
    switch previous {
    case .heading, .subheading, nil: true
    default: false
    }
  }
}
