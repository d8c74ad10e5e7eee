import CivilTime
import GRDB
import GRDBSQLite
import JSONText
import WireFormat

/// A row of the store, whose values are read with an error and never with a trap.
///
/// A damaged file can hold anything in any column, and GRDB's own subscripts end the program over it with the row in the
/// message. So rows are fetched as these and not as `Row`. A column is read by its name,
/// `try row("subject")`, in a long walk by its enumeration's, `try row(.of(Column.subject))`, and the two of a pair by their
/// places. A value of another type than asked for, a null where none is expected, a number
/// that stands for no word, a document that is none: each throws `UnreadableValue`.
@usableFromInline
package struct StoredRow {
  /// A column of the row.
  @usableFromInline
  package enum Column: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// As the statement calls it.
    case name(String)
    /// Counted from 0, in the order of the statement.
    case place(Int)

    @inlinable package init(stringLiteral name: String) { self = .name(name) }
    @inlinable package init(integerLiteral place: Int) { self = .place(place) }
  }

  @usableFromInline let row: Row
  private let table: String
  /// Of rows that are fetched one after the other.
  @usableFromInline let statement: SteppedColumns?
  /// Of rows that are fetched at once. GRDB looks for a name in any letter case, which costs more than all else in reading.
  private let names: [String]

  fileprivate init(_ row: Row, _ table: String, _ statement: SteppedColumns) {
    (self.row, self.table, self.statement, names) = (row, table, statement, [])
  }

  private init(_ row: Row, _ table: String, _ names: [String]) {
    (self.row, self.table, statement, self.names) = (row, table, nil, names)
  }

  // MARK: Fetching

  /// - Parameter table: what rows are called where one can't be read
  package static func fetchAll(
    _ db: Database, of table: String, sql: String,
    arguments: StatementArguments = StatementArguments()
  ) throws -> [StoredRow] {
    try fetchAll(db.makeStatement(sql: sql), of: table, arguments: arguments)
  }

  /// The same with a statement that was prepared before.
  package static func fetchAll(
    _ statement: Statement, of table: String, arguments: StatementArguments
  ) throws -> [StoredRow] {
    try Row.fetchAll(statement, arguments: arguments).map { StoredRow($0, table, statement.columnNames) }
  }

  /// The first row; nil where there is none.
  package static func fetchOne(
    _ db: Database, of table: String, sql: String,
    arguments: StatementArguments = StatementArguments()
  ) throws -> StoredRow? {
    try fetchOne(db.makeStatement(sql: sql), of: table, arguments: arguments)
  }

  /// The first row of a statement that was prepared before.
  package static func fetchOne(
    _ statement: Statement, of table: String, arguments: StatementArguments
  ) throws -> StoredRow? {
    try Row.fetchOne(statement, arguments: arguments).map { StoredRow($0, table, statement.columnNames) }
  }

  /// Of a statement that always gives a row.
  package static func fetchSure(
    _ db: Database, of table: String, sql: String,
    arguments: StatementArguments = StatementArguments()
  ) throws -> StoredRow {
    guard let row = try fetchOne(db, of: table, sql: sql, arguments: arguments) else {
      throw missing
    }
    return row
  }

  fileprivate static var missing: DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a value is missing")
  }

  /// One after the other; each can be read until the next is fetched.
  package static func fetchCursor(
    _ db: Database, of table: String, sql: String,
    arguments: StatementArguments = StatementArguments()
  ) throws -> StoredRows {
    StoredRows(try Row.fetchCursor(db, sql: sql, arguments: arguments), table)
  }

  // MARK: Reading

  /// The same without a detour where rows come one after the other, of which there are many.
  @inlinable
  package func callAsFunction<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ column: Column
  ) throws -> Value {
    guard let statement else { return try decoded(column) }
    guard let index = statement.index(column), statement.holds(Value.self, at: index) else {
      throw unreadable(column)
    }
    do { return try row.decode(Value.self, atIndex: index) } catch is RowDecodingError {
      throw unreadable(column)
    }
  }

  /// A value of any type that SQLite can hold, or null where the type allows it.
  @inlinable
  package func callAsFunction<Value: DatabaseValueConvertible>(_ column: Column) throws -> Value {
    try decoded(column)
  }

  @inlinable
  func decoded<Value: DatabaseValueConvertible>(_ column: Column) throws -> Value {
    // The value itself is looked at, and not what SQLite would make of it: of a text asked for as a number it makes 0.
    guard let place = place(column) else { throw unreadable(column) }
    do { return try row.decode(Value.self, atIndex: place) } catch is RowDecodingError {
      throw unreadable(column)
    }
  }

  /// nil where the statement has no such column.
  @usableFromInline
  func place(_ column: Column) -> Int? {
    if let statement { return statement.index(column) }
    switch column {
    case .place(let place): return place
    case .name(let name): return names.firstIndex(of: name)
    }
  }

  /// A word of a closed set.
  @inlinable
  package func callAsFunction<Word: RawRepresentable>(_ column: Column) throws -> Word
  where Word.RawValue: DatabaseValueConvertible & StatementColumnConvertible {
    guard let word = Word(rawValue: try self(column)) else { throw unreadable(column) }
    return word
  }

  /// A word of a closed set; nil for null.
  @inlinable
  package func callAsFunction<Word: RawRepresentable>(_ column: Column) throws -> Word?
  where Word.RawValue: DatabaseValueConvertible & StatementColumnConvertible {
    guard let value = try self(column) as Word.RawValue? else { return nil }
    guard let word = Word(rawValue: value) else { throw unreadable(column) }
    return word
  }

  /// A moment within the years that can be written.
  @inlinable
  package func callAsFunction(_ column: Column) throws -> Instant {
    guard let moment: Instant = try self(column) else { throw unreadable(column) }
    return moment
  }

  /// None lies outside of the years that can be written.
  @inlinable
  package func callAsFunction(_ column: Column) throws -> Instant? {
    guard let moment = try (self(column) as Int64?).map(Instant.init) else { return nil }
    guard moment >= .earliest, moment <= .latest else { throw unreadable(column) }
    return moment
  }

  /// What was made of a column's value; nil is what can't be made of it.
  @inlinable
  package func sure<Value>(_ value: Value?, in column: Column) throws -> Value {
    guard let value else { throw unreadable(column) }
    return value
  }

  /// Whether nothing stands there.
  package func isNull(_ column: Column) throws -> Bool {
    guard let statement else { return try stored(column).isNull }
    guard let place = statement.index(column) else { throw unreadable(column) }
    return statement.isNull(place)
  }

  /// Lends the bytes of a text, where they stand if rows come one after the other; a null is an error.
  package func withUTF8<Result>(
    _ column: Column, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) throws -> Result {
    guard let statement else {
      let bytes: [UInt8] = try utf8(column)
      return try bytes.withUnsafeBufferPointer(body)
    }
    guard let place = statement.index(column), let text = statement.utf8(place) else {
      throw unreadable(column)
    }
    return try body(text)
  }

  /// The bytes of a text as they stand there; nil for null.
  package func utf8(_ column: Column) throws -> [UInt8]? {
    if try isNull(column) { return nil }
    if statement != nil { return try withUTF8(column) { Array($0) } }
    guard let place = place(column), case .string = try stored(column).storage else {
      throw unreadable(column)
    }
    return try row.withUnsafeData(atIndex: place) { $0.map { Array($0) } }
  }

  /// The bytes of a text as they stand there; a null is an error.
  package func utf8(_ column: Column) throws -> [UInt8] {
    guard let bytes: [UInt8] = try utf8(column) else { throw unreadable(column) }
    return bytes
  }

  private func stored(_ column: Column) throws -> DatabaseValue { try decoded(column) }

  /// Reads a text as what it holds. What `JSONError` and `WireProblem` would say of it, they would show.
  package func reading<Result>(_ column: Column, _ body: ([UInt8]) throws -> Result) throws -> Result {
    let text: [UInt8] = try utf8(column)
    do { return try body(text) } catch let error where error is JSONError || error is WireProblem {
      throw unreadable(column)
    }
  }

  /// All texts, whatever their columns.
  package var texts: [String] { row.databaseValues.compactMap { String.fromDatabaseValue($0) } }

  /// That a column holds what can't be read.
  @usableFromInline
  package func unreadable(_ column: Column) -> UnreadableValue {
    func number(_ name: String) -> Int64? {
      row.hasColumn(name) ? try? row.decode(Int64.self, forColumn: name) : nil
    }
    let name =
      switch column {
      case .name(let name): name
      case .place(let place): row.columnNames.dropFirst(place).first ?? "a column"
      }
    return UnreadableValue(
      table: table, id: ["id", "ticket_id", "session_id", "key"].lazy.compactMap(number).first,
      column: name)
  }
}

/// Rows that are fetched one after the other.
package struct StoredRows {
  private let rows: RowCursor
  private let table: String
  private let columns: SteppedColumns

  fileprivate init(_ rows: RowCursor, _ table: String) {
    self.rows = rows
    self.table = table
    columns = SteppedColumns(rows._statement)
  }

  /// The next row, which makes the one before unreadable; nil after the last.
  package func next() throws -> StoredRow? {
    columns.beginRow()
    return try rows.next().map { StoredRow($0, table, columns) }
  }
}

/// Rows of one statement that are asked for one by one, each by its key.
package final class StoredLookup {
  private let statement: Statement
  private let table: String
  private let columns: SteppedColumns
  /// Whose row was found last.
  private var rows: RowCursor?

  /// - Parameters:
  ///   - table: what rows are called where one can't be read
  ///   - sql: with one parameter
  package init(_ db: Database, of table: String, sql: String) throws {
    statement = try db.makeStatement(sql: sql)
    self.table = table
    columns = SteppedColumns(statement)
  }

  /// The row with this key, which makes the one before unreadable; nil where there is none.
  package func row(_ key: Int64) throws -> StoredRow? {
    columns.beginRow()
    let found = try Row.fetchCursor(statement, arguments: [key])
    rows = found
    return try found.next().map { StoredRow($0, table, columns) }
  }
}

/// Where the columns of a statement are, and what stands in them now.
@usableFromInline
final class SteppedColumns {
  @usableFromInline let handle: OpaquePointer
  private let places: [String: Int]
  /// Rows of a statement are read alike: the names in the order in which the last row's were asked for, and where they are.
  @exclusivity(unchecked) private var asked: [(name: String, place: Int?)] = []
  @exclusivity(unchecked) private var next = 0

  init(_ statement: Statement) {
    handle = statement.sqliteStatement
    places = Dictionary(
      statement.columnNames.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  @inlinable
  @inline(__always)
  func index(_ column: StoredRow.Column) -> Int? {
    switch column {
    case .place(let place): place
    case .name(let name): index(of: name)
    }
  }

  @usableFromInline
  func index(of name: String) -> Int? {
    defer { next += 1 }
    if next < asked.count, asked[next].name == name { return asked[next].place }
    let place = places[name]
    if next < asked.count { asked[next] = (name, place) } else { asked.append((name, place)) }
    return place
  }

  func isNull(_ index: Int) -> Bool { sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL }

  /// The bytes of a text, good until the next step; nil for what is none.
  func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard sqlite3_column_type(handle, Int32(index)) == SQLITE_TEXT else { return nil }
    let start = sqlite3_column_text(handle, Int32(index))
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(index))))
  }

  /// To be called before another row is read.
  func beginRow() { next = 0 }

  /// Whether a value is of the type that is asked for, or null: SQLite would make a number of a text, and a text of all.
  @inlinable
  @inline(__always)
  func holds<Value>(_ type: Value.Type, at index: Int) -> Bool {
    let found = sqlite3_column_type(handle, Int32(index))
    if found == SQLITE_NULL { return true }
    if type == String.self || type == String?.self { return found == SQLITE_TEXT }
    if type == Double.self || type == Double?.self {
      return found == SQLITE_FLOAT || found == SQLITE_INTEGER
    }
    return found == SQLITE_INTEGER
  }
}

/// Something that is stored and is not what this program writes there: where it is, and nothing of what it is.
@usableFromInline
package struct UnreadableValue: Error, CustomStringConvertible {
  /// What rows of its kind are called.
  package let table: String
  /// nil where the row has no number.
  package let id: Int64?
  /// The column's name in the statement that read it.
  package let column: String

  /// For values that are read by other means than `StoredRow`.
  package init(table: String, id: Int64?, column: String) {
    self.table = table
    self.id = id
    self.column = column
  }

  @usableFromInline
  package var description: String { "\(column) of \(table)\(id.map { " \($0)" } ?? "") can't be read" }

  /// Reads what a row holds, and says where it is if that fails.
  package static func naming<Result>(
    _ table: String, _ id: Int64?, _ column: String, _ body: () throws -> Result
  ) throws -> Result {
    do { return try body() } catch let error where error is JSONError || error is WireProblem {
      throw UnreadableValue(table: table, id: id, column: column)
    }
  }
}

extension DatabaseValueConvertible where Self: StatementColumnConvertible {
  /// The one value of a statement that always gives one, such as a count.
  package static func fetchSure(
    _ db: Database, sql: String, arguments: StatementArguments = StatementArguments()
  ) throws -> Self {
    guard let value = try fetchOne(db, sql: sql, arguments: arguments) else {
      throw StoredRow.missing
    }
    return value
  }

  /// The same with a statement that was prepared before.
  package static func fetchSure(_ statement: Statement, arguments: StatementArguments) throws -> Self {
    guard let value = try fetchOne(statement, arguments: arguments) else { throw StoredRow.missing }
    return value
  }
}
