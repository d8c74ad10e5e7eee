import CivilTime

/// What a column of rows holds, and how such a value becomes a cell: the one place where both are said.
public struct CellType<Value>: Sendable {
  let kind: ColumnKind
  let cell: @Sendable (Value) -> Cell

  /// A type of our own, for values that documents show in one way.
  public init(_ kind: ColumnKind, _ cell: @escaping @Sendable (Value) -> Cell) {
    self.kind = kind
    self.cell = cell
  }
}

// Values that may be missing; what is always there is taken all the same.

extension CellType where Value == Int64? {
  /// The number of a thing.
  public static var identifier: CellType { CellType(.identifier) { .integer($0) } }
  /// A length of time in seconds.
  public static var span: CellType { CellType(.span) { $0.map(Cell.span) ?? .null } }
}

extension CellType where Value == Int? {
  /// A count.
  public static var integer: CellType { CellType(.integer) { $0.map { .integer(Int64($0)) } ?? .null } }
}

extension CellType where Value == Double? {
  /// A number that may have a fraction.
  public static var real: CellType { CellType(.real) { $0.map(Cell.real) ?? .null } }
}

extension CellType where Value == Bool? {
  /// Yes or no.
  public static var bool: CellType { CellType(.bool) { $0.map(Cell.bool) ?? .null } }
}

extension CellType where Value == String? {
  /// Free text from anybody.
  public static var text: CellType { CellType(.text) { .text($0) } }
  /// A word of a fixed vocabulary.
  public static var token: CellType { CellType(.token) { $0.map(Cell.token) ?? .null } }
  /// A text that names a thing.
  public static var textIdentifier: CellType { CellType(.identifier) { .text($0) } }
}

extension CellType where Value == Instant? {
  /// A moment.
  public static var instant: CellType { CellType(.instant) { .instant($0) } }
}

extension CellType where Value == [UInt8]? {
  /// JSON text that is already valid.
  public static var json: CellType { CellType(.json) { $0.map(Cell.json) ?? .null } }
}

extension CellType where Value == [String] {
  /// A list of free texts.
  public static var texts: CellType { CellType(.list(.text)) { .list($0.map { .text($0) }) } }
  /// A list of words of a fixed vocabulary.
  public static var tokens: CellType { CellType(.list(.token)) { .list($0.map { .token($0) }) } }
}

extension CellType where Value == [Int64] {
  /// The numbers of things.
  public static var identifiers: CellType { CellType(.list(.identifier)) { .list($0.map { .integer($0) }) } }
}

extension CellType where Value == Cell {
  /// A column whose cells are made elsewhere, or are others for people than for programs.
  public static func made(_ kind: ColumnKind) -> CellType { CellType(kind) { $0 } }
}

extension CellType {
  /// An object with a member for each of these columns.
  public static func object<Member>(_ members: [RowColumn<Member>]) -> CellType where Value == Member? {
    CellType(.object(members.map(\.column))) { $0.map { .object(members.cells(of: $0)) } ?? .null }
  }

  /// A list of such objects.
  public static func objects<Member>(_ members: [RowColumn<Member>]) -> CellType where Value == [Member] {
    CellType(.list(.object(members.map(\.column)))) { .list($0.map { .object(members.cells(of: $0)) }) }
  }
}
