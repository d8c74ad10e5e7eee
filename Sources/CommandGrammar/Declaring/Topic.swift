/// Something that many commands have in common, such as formats: `help formats` prints it. The program's manual page has
/// it as a section, unless a page of its own does.
package struct Topic: Sendable {
  /// As after `help`: `exit-codes`.
  package let name: String
  /// The heading in the manual.
  package let title: String
  /// One line, a noun phrase, no full stop.
  package let summary: String
  /// The page that has it, without the program's name: then its parts have their own headings.
  package let page: String?
  private let makeParts: @Sendable () -> [ReferencePage.Part]
  /// Other words that call it.
  package let alsoCalled: [String]

  /// The parts come last because they are long, and are made when somebody asks for them; each of `alsoCalled` calls
  /// the topic too.
  package init(
    _ name: String, title: String, summary: String, alsoCalled: [String] = [], page: String? = nil,
    _ parts: @autoclosure @escaping @Sendable () -> [ReferencePage.Part]
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.alsoCalled = alsoCalled
    self.page = page
    makeParts = parts
  }

  /// What the topic says, in order; the manual and `help` have the same.
  package var parts: [ReferencePage.Part] { makeParts() }

  func isCalled(_ word: String) -> Bool {
    ([name] + alsoCalled).contains { WordSpelling.same($0, word) }
  }

  // The two that the grammar itself knows everything of.

  /// `help exit-codes`: every `ExitCode` and what it means.
  package static let exitCodes = Topic(
    "exit-codes", title: "EXIT STATUS", summary: "What the exit status says",
    alsoCalled: ["exit-status", "exit"],
    ExitCode.allCases.map { .entry("\($0.rawValue)", [$0.meaning + "."]) })

  /// `help formats`: every format, and what becomes of texts in it.
  package static let formats = Topic(
    "formats", title: "FORMATS", summary: "The formats of results, and what they do to texts",
    alsoCalled: ["format", "output"],
    [
      .text(
        "Results go to standard output in the format of `--format`; notes, progress, questions and errors go to standard error."
      )
    ]
      + GlobalOptions.Format.allCases.map { .entry($0.rawValue, [$0.meaning + "."]) }
      + [
        .text(
          "`--fields` chooses fields and their order, and a name that does not exist is answered with those there are. `--no-headers` leaves out the headings of tables, csv and tsv. Lists also take `--sort` and `--limit`. An empty list is not an error."
        ),
        .text(
          "Texts that come from customers can steer a terminal: control and invisible characters are shown as escapes wherever people read them. Colour never says anything that the words don't."
        ),
      ])
}

extension GlobalOptions.Format {
  /// What the format is for, as help and manual say it.
  package var meaning: String {
    switch self {
    case .table:
      "For people: columns fitted to the terminal, long texts ending in `…`, times relative; not on a terminal nothing is cut, and times are absolute"
    case .json:
      "One document with a schema that only grows within a version; times in UTC, absent values `null`"
    case .ndjson: "One JSON object a line, as they come; nothing for nothing"
    case .csv:
      "RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe in front"
    case .tsv:
      "A row a line, with tab, newline, carriage return and backslash as `\\t`, `\\n`, `\\r` and `\\\\`"
    case .html:
      "Of reports: one page with charts and the tables behind them, which needs no script, no network and no other file"
    }
  }
}
