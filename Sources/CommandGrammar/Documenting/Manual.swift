/// A stretch of text in one role; how a role looks is up to the backend.
struct Span: Equatable, Sendable {
  enum Role: Sendable {
    case plain
    /// To be typed as it stands: names of commands and options.
    case literal
    /// To be replaced: `DURATION`.
    case variable
  }
  let role: Role
  let text: String

  static func plain(_ text: String) -> Span { Span(role: .plain, text: text) }
  static func literal(_ text: String) -> Span { Span(role: .literal, text: text) }
  static func variable(_ text: String) -> Span { Span(role: .variable, text: text) }

  /// Running text, where backticks mark what is to be typed. A backtick without its partner is plain.
  static func prose(_ text: String) -> [Span] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else { return [.plain(text)] }
    return parts.enumerated().compactMap { index, part in
      if part.isEmpty { return nil }
      return index % 2 == 1 ? .literal(part) : .plain(part)
    }
  }
}

/// A manual page before it is roff or plain text: both are made from this, so they say the same.
struct Manual: Sendable {
  enum Block: Sendable {
    case heading(String)
    case subheading(String)
    case paragraph([Span])
    /// Kept line by line: examples and tables.
    case verbatim([String])
    /// A thing and what it means, such as an option.
    case entry(term: [Span], body: [[Span]])
    /// Lines that belong to the entry before them, each on its own.
    case rows([[Span]])
    /// One way to call a command: the first words, then groups which are not torn apart.
    case synopsis(command: String, groups: [[Span]])
  }

  /// The page's name: `sessionctl-session`.
  let name: String
  let summary: String
  var blocks: [Block] = []

  mutating func add(_ block: Block) { blocks.append(block) }

  mutating func add(paragraphs: [String]) {
    for paragraph in paragraphs { add(Self.block(paragraph)) }
  }

  /// A paragraph that begins with a space is kept as it is.
  private static func block(_ paragraph: String) -> Block {
    guard paragraph.hasPrefix(" ") else { return .paragraph(Span.prose(paragraph)) }
    let lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false)
    // The first line tells how far all of them are set off; what is deeper in a line is its own.
    let depth = paragraph.prefix { $0 == " " }.count
    return .verbatim(
      lines.map { line in String(line.dropFirst(min(depth, line.prefix { $0 == " " }.count))) })
  }
}
