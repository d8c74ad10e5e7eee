import CivilTime
import GRDBSQLite
import SessionModel

/// A statement that takes parameters one by one, for the hot loops: whoever binds need not know when it runs.
///
/// Parameters are named (`StatementColumn`); where a place is worked out, it is counted as SQLite does, from 1.
@usableFromInline
package protocol BindableStatement {
  /// A number.
  func bind(_ value: Int64, at index: Int32)
  /// No value.
  func bindNull(at index: Int32)
  /// UTF-8, which is copied.
  func bind(utf8: UnsafeRawBufferPointer, at index: Int32)
  /// Runs it; it gives no rows.
  func run() throws
}

extension BindableStatement {
  /// A number, or null.
  @inlinable @inline(__always)
  package func bind(_ value: Int64?, at index: Int32) {
    if let value { bind(value, at: index) } else { bindNull(at: index) }
  }

  /// A text, which is copied.
  @inlinable
  package func bind(_ text: String, at index: Int32) {
    var text = text
    text.withUTF8 { bind(utf8: UnsafeRawBufferPointer($0), at: index) }
  }

  /// A text, which is copied, or null.
  @inlinable
  package func bind(_ text: String?, at index: Int32) {
    if let text { bind(text, at: index) } else { bindNull(at: index) }
  }

  /// Whatever a column can hold.
  @inlinable
  package func bind(_ value: StoredValue, at index: Int32) {
    switch value {
    case .null: bindNull(at: index)
    case .integer(let number): bind(number, at: index)
    case .text(let text): bind(text, at: index)
    }
  }

  // MARK: By name

  /// A number.
  @inlinable @inline(__always)
  package func bind(_ value: Int64, _ parameter: some StatementColumn) { bind(value, at: parameter.place) }

  /// A number, or null.
  @inlinable @inline(__always)
  package func bind(_ value: Int64?, _ parameter: some StatementColumn) { bind(value, at: parameter.place) }

  /// A word of a closed set, by its number.
  @inlinable @inline(__always)
  package func bind<Word: RawRepresentable<Int>>(_ word: Word?, _ parameter: some StatementColumn) {
    bind(word.map { Int64($0.rawValue) }, at: parameter.place)
  }

  /// A moment in seconds, or null.
  @inlinable @inline(__always)
  package func bind(_ moment: Instant?, _ parameter: some StatementColumn) {
    bind(moment?.seconds, at: parameter.place)
  }

  /// 1 or 0.
  @inlinable @inline(__always)
  package func bind(_ flag: Bool, _ parameter: some StatementColumn) {
    bind(flag ? 1 : 0 as Int64, at: parameter.place)
  }

  /// A text, which is copied.
  @inlinable @inline(__always)
  package func bind(_ text: String, _ parameter: some StatementColumn) { bind(text, at: parameter.place) }

  /// A text, which is copied, or null.
  @inlinable @inline(__always)
  package func bind(_ text: String?, _ parameter: some StatementColumn) { bind(text, at: parameter.place) }

  /// No value.
  @inlinable @inline(__always)
  package func bindNull(_ parameter: some StatementColumn) { bindNull(at: parameter.place) }

  /// The one parameter of a statement.
  @inlinable @inline(__always)
  package func bind(_ value: Int64) { bind(value, at: 1) }

  /// The one parameter of a statement.
  @inlinable @inline(__always)
  package func bind(_ text: String) { bind(text, at: 1) }
}
