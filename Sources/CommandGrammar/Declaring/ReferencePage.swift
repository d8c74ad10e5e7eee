/// A page of the manual that is about no command, such as a format: `sessionctl-rules(5)`.
package struct ReferencePage: Sendable {
  /// A piece of a page, before it is roff or plain text.
  package enum Part: Sendable {
    /// The title of a section.
    case heading(String)
    /// The title of a part of a section.
    case subheading(String)
    /// Backticks mark what is to be typed; a paragraph that begins with a space is kept as it is.
    case text(String)
    /// A word and what it means.
    case entry(String, [String])
    /// Lines that belong to the entry before them, each on its own.
    case rows([String])
    /// A word, what kind of thing it stands for, and what it means.
    case field(String, type: String, String)
  }

  /// Without the program's name: `rules`.
  package let name: String
  /// Of the manual: 5 for formats.
  package let section: Int
  /// One line, no full stop.
  package let summary: String
  private let makeParts: @Sendable () -> [Part]
  /// The nouns to see also.
  package let nouns: [String]

  /// - Parameter parts: made when the page itself is asked for; others only name it
  package init(
    _ name: String, section: Int, summary: String, parts: @autoclosure @escaping @Sendable () -> [Part],
    nouns: [String]
  ) {
    self.name = name
    self.section = section
    self.summary = summary
    makeParts = parts
    self.nouns = nouns
  }

  /// All of the page in its order, made anew at each call.
  package var parts: [Part] { makeParts() }
}
