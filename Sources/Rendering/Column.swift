/// What a column holds.
public indirect enum ColumnKind: Sendable {
  /// A whole number: `Cell.integer`.
  case integer
  /// A number or text that names a thing: never cut.
  case identifier
  /// A number with a fraction: `Cell.real`.
  case real
  /// Yes or no: `Cell.bool`.
  case bool
  /// Free text from anybody: `Cell.text`.
  case text
  /// A word of a fixed vocabulary: `Cell.token`.
  case token
  /// A moment: `Cell.instant`.
  case instant
  /// A length of time in seconds: `Cell.span`.
  case span
  /// An object with these members: `Cell.object`.
  case object([Column])
  /// Any number of values of one kind: `Cell.list`.
  case list(ColumnKind)
  /// A document of somebody's, with members that no column names: `Cell.json`.
  case json

  /// Whether one of its values can come before another.
  var hasOrder: Bool {
    switch self {
    case .object, .list, .json: false
    default: true
    }
  }
}

/// One column of a table, which is one member of its JSON objects.
public struct Column: Sendable {
  /// The key in JSON and the name in `--fields`.
  public let name: String
  /// What its cells hold, where they are not null.
  public let kind: ColumnKind
  /// Whether the table format shows the column without being asked.
  public let inTable: Bool
  /// Whether the other formats have it: a column for people may sum up what programs get one by one.
  public let inData: Bool
  /// Whether the text is long and may be cut with `…` first when a terminal is narrow.
  public let flexible: Bool
  /// Whether a long text is what people came to read: it takes further lines then instead of being cut.
  public let wraps: Bool
  /// How words of the vocabulary look in colour; the word itself always says the same.
  public let styles: [String: Style]

  /// The heading that was asked for; a member of an object shows it alone, without its object's name.
  let customHeader: String?

  /// The heading is the name in capitals unless `header` gives another; what `wraps` is flexible too.
  public init(
    _ name: String, _ kind: ColumnKind, header: String? = nil, inTable: Bool = true, inData: Bool = true,
    flexible: Bool = false, wraps: Bool = false, styles: [String: Style] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.inTable = inTable
    self.inData = inData
    self.flexible = flexible || wraps
    self.wraps = wraps
    self.styles = styles
    customHeader = header
  }

  /// Whether a value may end in `…`. A flexible column of identifiers shows people the names of what they stand for.
  var mayBeCut: Bool { kind.mayBeCut || (flexible && kind.isIdentifier) }

  /// Whether it is made narrower before headings are cut: what is long by nature need not say so.
  var givesWay: Bool {
    switch kind {
    case .list, .object, .json: true
    default: flexible
    }
  }

  /// The heading in the table format.
  public var header: String { customHeader ?? Column.heading(of: name) }

  /// `last_error` as people read it, alone or as a member: `LAST ERROR`, `ENDED BY.NAME`.
  static func heading(of name: String) -> String {
    String(name.map { $0 == "_" ? " " : $0 }).uppercased()
  }
}

extension ColumnKind {
  /// Whether values stand at the right edge of their column.
  var isNumeric: Bool {
    switch self {
    case .integer, .real, .span: true
    default: false
    }
  }

  var isIdentifier: Bool {
    if case .identifier = self { true } else { false }
  }

  /// Whether a value may end in `…`: half a number or half a time would be a lie, half a text is not.
  var mayBeCut: Bool {
    switch self {
    case .text, .token, .list, .json, .object: true
    case .integer, .identifier, .real, .bool, .instant, .span: false
    }
  }
}
