/// The options that every command accepts, and those of every list.
public enum GlobalOptions {
  /// The formats of results.
  public enum Format: String, CaseIterable, Sendable { case table, json, ndjson, csv, tsv }
  /// When to use colour.
  public enum Color: String, CaseIterable, Sendable { case auto, always, never }

  /// A field to sort by, and in which direction.
  public struct SortKey: Equatable, Sendable {
    /// The field's name as typed; whether the list has it is seen later.
    public let field: String
    /// Whether it ended in `:desc`; without a direction the order is ascending.
    public let descending: Bool
  }

  /// `--store`: a path that may not exist yet; nil for the environment's or the usual place.
  public static let store = Option(
    "store", "PATH", .file, help: "The store to work on",
    details: ["Else `SESSIONCTL_STORE`, else `$XDG_DATA_HOME/sessionctl/sessionctl.db`."])
  /// `--as`: who acts, found in the store later; nil for `SESSIONCTL_ACTOR` or the store's first admin.
  public static let actor = Option(
    "as", "USER", .nonEmptyText, completion: .stored("agent"), help: "Who acts: an e-mail or an id",
    details: [
      "Else `SESSIONCTL_ACTOR`, else the store's first admin. This is not authentication:"
        + " whoever can write the store can do everything. Roles guard against mistakes and tell the log who acted."
    ])
  /// `--format`; nil if it was not given, which commands take for `table`.
  public static let format = Option<Format>("format", .word, help: "How to print results")
  /// `--json`: recorded as the value of `format`, so that the last of both wins.
  public static let json = Flag("json", standsFor: format, "json", help: "The same as `--format json`")
  /// `--fields`: names in the order given; whether the document has them is seen later.
  public static let fields = Option<[String]>(
    "fields", "A,B,C", .list(of: .nonEmptyText), completion: .list(.stored("field")),
    help: "Only these fields, in this order")
  /// `--no-headers`: for table, csv and tsv; the other formats have no headings.
  public static let noHeaders = Flag("no-headers", help: "Leave out the line of headings")
  /// `--color`, `auto` if it was not given.
  public static let color = Option<Color>("color", .word, default: "auto", help: "When to use colour")
  /// `-q`, `--quiet`: notes and progress are left out, results and errors are not.
  public static let quiet = Flag(
    "quiet", short: "q", help: "No notes and no progress, only results and errors",
    details: [
      "What a command has changed is printed only if a document is asked for with `--format` or `--fields`, or if something failed."
    ])
  /// `--now`: a time expression as typed, which is read once the zone is known.
  public static let now = Option("now", "TIME", .nonEmptyText, help: "The clock for this run")
  /// `--timezone`: a name of IANA or Rails as typed (§8), which is looked up later.
  public static let timezone = Option(
    "timezone", "ZONE", .nonEmptyText, completion: .stored("zone"),
    help: "The time zone for reading and printing times")
  /// `--wait`: seconds from 0 to 86,400, 5 if it was not given.
  public static let wait = Option(
    "wait", "SECONDS", .integer(upTo: longestWait), default: "5", help: "How long to wait for a busy store")
  /// A day. Waiting is counted in milliseconds of 32 bits, which end after 24 days.
  private static let longestWait = 86_400
  /// `-h`: answered by the parser, with one screen.
  public static let shortHelp = Flag(letter: "h", help: "Print a short help")
  /// `--help`: answered by the parser, with the manual page.
  public static let help = Flag("help", help: "Print the manual page")
  /// `--version`: answered by the parser.
  public static let version = Flag("version", help: "Print the version")

  /// `--limit`: a number of rows, and 0 prints none; nil for all.
  public static let limit = Option(
    "limit", "N", .nonNegativeInteger, help: "At most that many; without it, there is no limit")
  /// `--sort`: a field and a direction; nil for each list's own order.
  public static let sort = Option(
    "sort", "FIELD[:desc]", sortKey, completion: .stored("sort-key"),
    help: "Sort by a field, descending with `:desc`")

  /// In the order of help and manual.
  public static let all: [any OptionDeclaring] = [
    store, actor, format, json, fields, noHeaders, color, quiet, now, timezone, wait, shortHelp, help,
    version,
  ]
  /// What a command with `takesLists` has besides.
  public static let lists: [any OptionDeclaring] = section("List options", [limit, sort])

  private static let sortKey = ValueParser { (text: String) throws(ValueError) -> SortKey in
    // By bytes: a combining character after the colon would hide it from `Character`.
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let field = parts.first, !field.isEmpty else { throw ValueError("names no field to sort by") }
    guard parts.count > 1 else { return SortKey(field: field, descending: false) }
    guard let direction = ["asc", "desc"].firstIndex(of: parts[1]) else {
      throw ValueError("must end in ':desc' or ':asc', or in no colon at all")
    }
    return SortKey(field: field, descending: direction == 1)
  }
}
