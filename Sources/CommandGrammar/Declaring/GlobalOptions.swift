/// The options that every command accepts whatever the program is about, and those of every list.
package enum GlobalOptions {
  /// The formats of results.
  package enum Format: String, CaseIterable, Sendable {
    /// As `--format` takes them; `meaning` says what each is for.
    case table, json, ndjson, csv, tsv, html, openmetrics
  }
  /// When to use colour.
  package enum Color: String, CaseIterable, Sendable { case auto, always, never }

  /// A field to sort by, and in which direction.
  package struct SortKey: Equatable, Sendable {
    /// The field's name as typed; whether the list has it is seen later.
    package let field: String
    /// Whether it ended in `:desc`; without a direction the order is ascending.
    package let descending: Bool
  }

  /// `--format`; nil if it was not given: the ending of `--output` decides then, else it is `table`. `html` reaches only
  /// commands with `makesPages`, `openmetrics` only those with `makesMetrics`.
  package static let format = Option<Format>(
    "format", .word, help: "How to print results; `html` is for reports, `openmetrics` for `doctor`")
  /// `--json`: recorded as the value of `format`.
  package static let json = Flag("json", standsFor: format, "json", help: "Same as `--format json`")
  /// `--fields`: names in the order given; whether the document has them is seen later.
  package static let fields = Option<[String]>(
    "fields", "A,B,C", .list(of: .nonEmptyText), completion: .list(.stored("field")),
    help: "Print only these fields, in this order")
  /// `--no-headers`: for table, csv and tsv; the other formats have no headings.
  package static let noHeaders = Flag("no-headers", help: "Leave out the heading line")
  /// `--output`: the path of a file, or `-` for standard output; nil for that, too.
  package static let output = Option(
    "output", "FILE", .file, help: "Write results into this file, which appears whole or not at all",
    details: [
      "An existing file is replaced and keeps its permissions; a new file is for you alone (0600). Without `--format`, the ending of the name chooses the format: `.json`, `.ndjson`, `.csv`, `.tsv`, for a report `.html`, or for `doctor` `.prom`. If the command fails, the file stays as it was."
    ])
  /// `--no-pager`: what is longer than the terminal is printed all the same.
  package static let noPager = Flag(
    "no-pager", help: "Print without a pager",
    details: [
      "On a terminal, help, lists and the results of `show` go through the program in `SESSIONCTL_PAGER`, or else in `PAGER`, or else `less` if it is installed. An empty variable means no pager."
    ])
  /// `--color`, `auto` if it was not given.
  package static let color = Option<Color>("color", .word, default: "auto", help: "When to use colour")
  /// `-q`, `--quiet`: notes and progress are left out, results and errors are not.
  package static let quiet = Flag(
    "quiet", short: "q", help: "Print only results and errors, no notes and no progress",
    details: [
      "What a command changed is then printed only with `--format` or `--fields`, or if something failed."
    ])
  /// `-h`: answered by the parser, with one screen.
  package static let shortHelp = Flag(letter: "h", help: "Print a short help")
  /// `--help`: answered by the parser, with the manual page.
  package static let help = Flag("help", help: "Print the manual page")
  /// `--version`: answered by the parser.
  package static let version = Flag("version", help: "Print the version")

  /// `--limit`: a number of rows, and 0 prints none; nil for all.
  package static let limit = Option(
    "limit", "N", .nonNegativeInteger, help: "Print at most this many; without it, there is no limit")
  /// `--sort`: a field and a direction; nil for each list's own order.
  package static let sort = Option(
    "sort", "FIELD[:desc]", sortKey, completion: .stored("sort-key"),
    help: "Sort by this field; add `:desc` for descending order")

  /// How results are printed, in the order of help and manual.
  package static let printing: [any OptionDeclaring] = [
    format, json, fields, noHeaders, output, noPager, color, quiet,
  ]
  /// What the parser answers itself.
  package static let asking: [any OptionDeclaring] = [shortHelp, help, version]
  /// What a command with `takesLists` has besides.
  package static let lists: [any OptionDeclaring] = section("List options", [limit, sort, watch])

  /// `--watch`: seconds from 1 to a day; nil to print once.
  package static let watch = Option(
    "watch", "SECONDS",
    ValueParser<Int>.positiveInteger.map { (number) throws(ValueError) -> Int in
      if number > longestWatch { throw ValueError("is too long: at most \(longestWatch), which is a day") }
      return number
    },
    help: "Print the result again after this many seconds, in the same place on the terminal, until Ctrl-C")
  private static let longestWatch = 86_400

  private static let sortKey = ValueParser { (text: String) throws(ValueError) -> SortKey in
    // By bytes: a combining character after the colon would hide it from `Character`.
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let field = parts.first, !field.isEmpty else { throw ValueError("names no field to sort by") }
    guard parts.count > 1 else { return SortKey(field: field, descending: false) }
    guard let direction = ["asc", "desc"].firstIndex(of: parts[1]) else {
      throw ValueError("must end in ':desc' or ':asc', or have no colon")
    }
    return SortKey(field: field, descending: direction == 1)
  }
}
