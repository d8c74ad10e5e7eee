import CivilTime
import GRDB
import GRDBSQLite
import SessionModel

/// A prepared statement that is stepped by hand, for the hot loops: load, stage, dump, import.
///
/// Everything else goes through GRDB. Columns and parameters are named (`StatementColumn`); where a place is worked out, it
/// is counted as SQLite does: columns from 0, parameters from 1. GRDB owns the underlying statement and finalizes it.
@usableFromInline
package struct SteppedStatement: BindableStatement {
  private let owner: Statement
  @usableFromInline let handle: OpaquePointer

  /// Prepares the SQL; it is good as long as the connection is.
  package init(_ db: Database, _ sql: String) throws { self.init(try db.makeStatement(sql: sql)) }

  /// One that was prepared, with its arguments.
  package init(_ statement: Statement) {
    owner = statement
    handle = statement.sqliteStatement
  }

  // MARK: Parameters

  /// Where a parameter stands, by its name in the SQL; 0 for one that isn't there.
  func place(of parameter: String) -> Int32 { sqlite3_bind_parameter_index(handle, parameter) }

  /// A number.
  @inlinable
  @inline(__always)
  package func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

  /// No value.
  @inlinable
  @inline(__always)
  package func bindNull(at index: Int32) { sqlite3_bind_null(handle, index) }

  /// Binds UTF-8 that SQLite copies.
  @inlinable
  package func bind(utf8: UnsafeRawBufferPointer, at index: Int32) {
    bind(utf8, at: index, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  /// Binds UTF-8 that stays where it is until the statement has run.
  @inlinable
  package func bind(lasting utf8: UnsafeRawBufferPointer, at index: Int32) { bind(utf8, at: index, nil) }

  @usableFromInline
  func bind(_ utf8: UnsafeRawBufferPointer, at index: Int32, _ owner: sqlite3_destructor_type?) {
    // An empty buffer may have no address, which SQLite would take for null.
    if let base = utf8.baseAddress {
      sqlite3_bind_text64(
        handle, index, base.assumingMemoryBound(to: CChar.self), UInt64(utf8.count), owner,
        UInt8(SQLITE_UTF8))
    } else {
      sqlite3_bind_text(handle, index, "", 0, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
  }

  /// Binds bytes, which SQLite copies.
  func bind(blob: UnsafeRawBufferPointer, at index: Int32) {
    sqlite3_bind_blob64(
      handle, index, blob.baseAddress, UInt64(blob.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    )
  }

  // MARK: Running

  /// Steps once: true while there is a row.
  @inlinable
  @inline(__always)
  package func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw failure(code)
  }

  /// Runs a statement that gives no rows and makes it ready for the next.
  @inlinable
  @inline(__always)
  package func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    if code != SQLITE_DONE { throw failure(code) }
  }

  /// How many rows the statement that ran last has changed.
  @inlinable
  @inline(__always)
  package var changes: Int32 { sqlite3_changes(sqlite3_db_handle(handle)) }

  /// Forgets what is bound.
  func clear() { sqlite3_clear_bindings(handle) }

  /// Makes it ready to run again, after it was stepped; what is bound stays.
  @inlinable
  package func reset() { sqlite3_reset(handle) }

  @usableFromInline
  func failure(_ code: Int32) -> DatabaseError {
    let connection = sqlite3_db_handle(handle)
    let extended = sqlite3_extended_errcode(connection)
    let message = String(cString: sqlite3_errmsg(connection))
    sqlite3_reset(handle)
    return DatabaseError(resultCode: ResultCode(rawValue: extended == 0 ? code : extended), message: message)
  }

  // MARK: Columns

  /// A number; of null, 0.
  @inlinable
  @inline(__always)
  package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// Whether nothing stands there.
  @inlinable
  @inline(__always)
  package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// Whether a whole number stands there, and nothing that would be read as one.
  @inlinable
  @inline(__always)
  package func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_INTEGER }

  /// A time, never one before or behind the years that can be written: the sums that are made with it stay within 64 bits.
  @inlinable
  @inline(__always)
  package func moment(_ column: Int32) -> Instant {
    min(max(Instant(integer(column)), .earliest), .latest)
  }

  /// The same; nil for null.
  @inlinable
  @inline(__always)
  package func optionalMoment(_ column: Int32) -> Instant? { isNull(column) ? nil : moment(column) }

  /// A number; nil for null.
  @inlinable
  @inline(__always)
  package func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  /// The text's bytes, valid until the next step.
  @inlinable
  @inline(__always)
  package func utf8(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(handle, column)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// Bytes, valid until the next step.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// A text; of null, an empty one.
  @inlinable
  package func text(_ column: Int32) -> String { String(decoding: utf8(column), as: UTF8.self) }

  /// A text; nil for null.
  @inlinable
  package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}
