/// Rows in memory that a statement reads as it reads a table, in their order: what is bound of a row is noted, `run` ends it.
///
/// Used by one thread at a time.
@usableFromInline
package final class NotedTable: BindableStatement {
  private let rows: UnsafeMutablePointer<NotedRows>

  /// One without rows.
  package init() {
    rows = .allocate(capacity: 1)
    rows.initialize(to: NotedRows())
  }

  deinit {
    rows.pointee.deallocate()
    rows.deallocate()
  }

  /// What a statement names that reads it; its columns are called as a log's (`StatementColumn.logged`).
  package static let source = LoggedRows.source

  /// How many rows it has.
  package var count: Int { rows.pointee.count }

  /// A number.
  @usableFromInline
  package func bind(_ value: Int64, at index: Int32) { rows.pointee.note(value, index) }

  /// No value.
  @usableFromInline
  package func bindNull(at index: Int32) { rows.pointee.noteNull(index) }

  /// UTF-8, which is copied.
  @usableFromInline
  package func bind(utf8: UnsafeRawBufferPointer, at index: Int32) { rows.pointee.note(utf8, index) }

  /// Ends a row.
  @usableFromInline
  package func run() { rows.pointee.endRow() }

  /// Lets a statement read it, which it has to outlast; no row is added meanwhile.
  package func lend(to statement: SteppedStatement) { LoggedRows.bind(rows, to: statement.handle) }
}
