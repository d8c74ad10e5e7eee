import CivilTime
import GRDB
import GRDBSQLite

/// Columns by their names. Of a statement that has only one, nothing needs to be named.
extension SteppedStatement {
  /// - Parameter parameters: all that the SQL names, in the order in which they first stand there
  package init<Parameter: StatementColumn>(
    _ db: Database, _ sql: String, _ parameters: Parameter.Type
  ) throws {
    try self.init(db, sql)
    for parameter in Parameter.allCases where place(of: ":\(parameter.name)") != parameter.place {
      throw DatabaseError(
        resultCode: .SQLITE_MISUSE, message: "\(parameter.name) is not parameter \(parameter.place) of \(sql)"
      )
    }
  }

  // MARK: Columns

  /// A number; of null, 0.
  @inlinable @inline(__always)
  package func integer(_ column: some StatementColumn) -> Int64 { integer(column.column) }

  /// A number; nil for null.
  @inlinable @inline(__always)
  package func optionalInteger(_ column: some StatementColumn) -> Int64? { optionalInteger(column.column) }

  /// A word of a closed set by its number; nil for a number that stands for none, and null is read as 0.
  @inlinable @inline(__always)
  package func word<Word: RawRepresentable<Int>>(_ column: some StatementColumn) -> Word? {
    Word(rawValue: Int(integer(column.column)))
  }

  /// Whether it is another number than 0.
  @inlinable @inline(__always)
  package func flag(_ column: some StatementColumn) -> Bool { integer(column.column) != 0 }

  /// Whether nothing stands there.
  @inlinable @inline(__always)
  package func isNull(_ column: some StatementColumn) -> Bool { isNull(column.column) }

  /// A moment within the years that can be written; of null, the first second of 1970.
  @inlinable @inline(__always)
  package func moment(_ column: some StatementColumn) -> Instant { moment(column.column) }

  /// The same; nil for null.
  @inlinable @inline(__always)
  package func optionalMoment(_ column: some StatementColumn) -> Instant? { optionalMoment(column.column) }

  /// A text's bytes, good until the next step; of null, none.
  @inlinable @inline(__always)
  package func utf8(_ column: some StatementColumn) -> UnsafeBufferPointer<UInt8> { utf8(column.column) }

  /// A text; of null, an empty one.
  @inlinable @inline(__always)
  package func text(_ column: some StatementColumn) -> String { text(column.column) }

  /// A text; nil for null.
  @inlinable @inline(__always)
  package func optionalText(_ column: some StatementColumn) -> String? { optionalText(column.column) }

  /// The one column of a statement.
  @inlinable @inline(__always)
  package func integer() -> Int64 { integer(0) }

  /// The one column of a statement; nil for null.
  @inlinable @inline(__always)
  package func optionalText() -> String? { optionalText(0) }

  /// Whether nothing stands in the one column of a statement.
  @inlinable @inline(__always)
  package func isNull() -> Bool { isNull(0) }

  /// The bytes of the one column of a statement, good until the next step.
  @inlinable @inline(__always)
  package func utf8() -> UnsafeBufferPointer<UInt8> { utf8(0) }
}

extension StoredRow.Column {
  /// A column that an enumeration names.
  @inlinable
  package static func of(_ column: some StatementColumn) -> Self { .place(column.rawValue) }
}
