import CivilTime

/// One value of a row, in the type that every output format is made from.
public enum Cell: Sendable {
  /// No value: `null` in JSON, `-` in tables, nothing in csv and tsv.
  case null
  /// A whole number, written as it is.
  case integer(Int64)
  /// A number with a fraction, of 64 bits; rounded in tables.
  case real(Double)
  /// `true` or `false`; `yes` or `no` in tables.
  case bool(Bool)
  /// Free text from anybody, customers included: escaped, guarded or made visible as each format needs.
  case text(String)
  /// A word of a fixed vocabulary, such as `active`; its characters never need a guard in a spreadsheet.
  case token(String)
  /// A moment: RFC 3339 in UTC for programs, relative for people at a terminal.
  case instant(Instant)
  /// A length of time in seconds: an integer for programs, `4h 5m` for people.
  case span(Int64)
  /// The values of an object, in the order of its column's members.
  case object([Cell])
  /// The elements in order; its column's kind says what they are.
  case list([Cell])
  /// JSON text that is already valid, such as a wire format from the store.
  case json([UInt8])
}

extension Cell {
  /// The text, or null.
  public static func text(_ string: String?) -> Cell { string.map(Cell.text) ?? .null }

  /// The number, or null.
  public static func integer(_ number: Int64?) -> Cell { number.map(Cell.integer) ?? .null }

  /// The moment, or null.
  public static func instant(_ instant: Instant?) -> Cell { instant.map(Cell.instant) ?? .null }

  /// The value at the end of a path of member indices; null where an object on the way is null.
  static func at(_ path: [Int], in cells: [Cell]) -> Cell {
    var cell = cells[path[0]]
    var depth = 1
    while depth < path.count {
      guard case .object(let members) = cell else { return .null }
      cell = members[path[depth]]
      depth += 1
    }
    return cell
  }
}
