/// A column, and the value that a row has in it: one declaration for JSON, CSV and the terminal's table.
public struct RowColumn<Item>: Sendable {
  /// What the formats need to know of it.
  public let column: Column
  fileprivate let cell: @Sendable (Item) -> Cell

  /// `RowColumn("name", .text) { $0.name }`; for the rest see `Column`.
  public init<Value>(
    _ name: String, _ type: CellType<Value>, header: String? = nil, inTable: Bool = true, inData: Bool = true,
    flexible: Bool = false, wraps: Bool = false, styles: [String: Style] = [:],
    _ value: @escaping @Sendable (Item) -> Value
  ) {
    let makeCell = type.cell
    column = Column(
      name, type.kind, header: header, inTable: inTable, inData: inData, flexible: flexible, wraps: wraps,
      styles: styles)
    cell = { makeCell(value($0)) }
  }

  private init(_ column: Column, _ cell: @escaping @Sendable (Item) -> Cell) {
    self.column = column
    self.cell = cell
  }

  /// The same column for rows that have such a row as a part.
  public func within<Outer>(_ part: @escaping @Sendable (Outer) -> Item) -> RowColumn<Outer> {
    let cell = cell
    return RowColumn<Outer>(column) { cell(part($0)) }
  }
}

extension Array {
  /// The cells of a row, in the order of the columns.
  public func cells<Item>(of row: Item) -> [Cell] where Element == RowColumn<Item> { map { $0.cell(row) } }

  /// The same columns for rows that have such a row as a part.
  public func within<Item, Outer>(_ part: @escaping @Sendable (Outer) -> Item) -> [RowColumn<Outer>]
  where Element == RowColumn<Item> { map { $0.within(part) } }

  /// Some of the columns, by their names, in the order given.
  public func only<Item>(_ names: [String]) -> [RowColumn<Item>] where Element == RowColumn<Item> {
    names.map { name in
      guard let column = first(where: { $0.column.name == name }) else {
        preconditionFailure("there is no column '\(name)'")
      }
      return column
    }
  }
}

/// A document with what its rows are made of. Loops over hundreds of thousands of rows make their cells by hand, which
/// costs no call for each.
public struct RowSchema<Item>: Sendable {
  /// The name and the columns.
  public let schema: DocumentSchema
  /// In the order of every format.
  public let columns: [RowColumn<Item>]

  /// A list.
  public init(_ name: String, _ columns: [RowColumn<Item>]) {
    self.init(DocumentSchema(name, columns.map(\.column)), columns)
  }

  /// One thing.
  public init(single name: String, _ columns: [RowColumn<Item>]) {
    self.init(DocumentSchema(single: name, columns.map(\.column)), columns)
  }

  /// What one run did; `head.cells(of:)` makes the members ahead of the items.
  public init<Head>(run name: String, head: [RowColumn<Head>], _ columns: [RowColumn<Item>]) {
    self.init(DocumentSchema(run: name, head: head.map(\.column), columns.map(\.column)), columns)
  }

  private init(_ schema: DocumentSchema, _ columns: [RowColumn<Item>]) {
    self.schema = schema
    self.columns = columns
  }

  /// A cell for every column.
  public func cells(of row: Item) -> [Cell] { columns.cells(of: row) }
}
