/// The values of `--format`.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// For people.
  case table
  /// One document.
  case json
  /// One object a line, while they come.
  case ndjson
  /// RFC 4180, with a guard against formulas.
  case csv
  /// One line a row, with tab, newline, carriage return and backslash escaped.
  case tsv
  /// One page that needs nothing else.
  case html
  /// Measures for a monitoring system (`MetricsDocument`), which are no rows.
  case openmetrics

  /// Whether people read it: they get names for ids, times as they say them, and totals.
  public var isForPeople: Bool { self == .table || self == .html }
}

/// What is said ahead of the items of a list.
enum DocumentHead {
  /// Known to the caller before the first item.
  case count(Int)
  /// Found out by waiting for the last item.
  case countLater
  case members([HeadMember])
}

/// A member of a document beside its items, such as `dry_run` or `matched`; seen in JSON only.
public typealias HeadMember = (name: String, cell: Cell, kind: ColumnKind)

/// One output format: receives a document's parts in order and appends its bytes to a sink.
protocol DocumentEncoder: AnyObject {
  func begin(_ head: DocumentHead) throws
  func row(_ cells: [Cell]) throws
  /// Ends a list; the footer, such as a row of totals, is for people only.
  func finish(footer: [Cell]?) throws
  /// Writes a document of one thing instead of a list.
  func single(_ cells: [Cell]) throws
}
