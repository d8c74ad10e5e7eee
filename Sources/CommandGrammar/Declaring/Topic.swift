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
    "exit-codes", title: "EXIT STATUS", summary: "What the exit status means",
    alsoCalled: ["exit-status", "exit"],
    ExitCode.allCases.map { .entry("\($0.rawValue)", [$0.meaning + "."]) })

  /// `help formats`: every format, and what becomes of texts in it.
  package static let formats = Topic(
    "formats", title: "FORMATS", summary: "Output formats, and how they write text",
    alsoCalled: ["format", "output"],
    [
      .text(
        "Results go to standard output in the format of `--format`; notes, progress, questions and errors go to standard error."
      )
    ]
      + GlobalOptions.Format.allCases.map { .entry($0.rawValue, [$0.meaning + "."]) }
      + [
        .text(
          "`--fields` chooses the fields and their order; an unknown field is an error that lists the known ones. `--no-headers` leaves out the headings of tables, csv and tsv. Lists also take `--sort` and `--limit`. An empty list is not an error."
        ),
        .text(
          "Text from customers can contain codes that control a terminal, so tables and messages show control and invisible characters as escapes. Colour only repeats what the words say."
        ),
      ])
}

extension GlobalOptions.Format {
  /// What the format is for, as help and manual say it.
  package var meaning: String {
    switch self {
    case .table:
      "For people: columns fit the terminal, long texts end in `…`, and times are relative. Outside a terminal nothing is cut, and times are absolute"
    case .json:
      "One document with a versioned schema: within a version, fields are only added. Times are in UTC, absent values are `null`"
    case .ndjson: "One JSON object per line, written as results arrive; without results, nothing"
    case .csv:
      "RFC 4180; a text that a spreadsheet would read as a formula gets an apostrophe in front"
    case .tsv:
      "One row per line; tab, newline, carriage return and backslash are written as `\\t`, `\\n`, `\\r` and `\\\\`"
    case .openmetrics:
      "For `doctor`: measures for a monitoring system, see `sessionctl-cron(7)`"
    case .html:
      "For reports: one page with charts and the tables behind them, which needs no script, no network and no other file"
    }
  }
}
