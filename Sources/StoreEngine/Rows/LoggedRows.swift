import GRDBSQLite

/// A table `logged` of a connection, as SQLite's table-valued functions are: its rows are those that a log has noted for one
/// statement, its columns `c1`, `c2` … what was bound. A statement over a thousand of them opens the indexes once.
enum LoggedRows {
  /// More than any statement binds.
  static let columns = 48
  /// How a statement names them; the rows are its first parameter.
  static let source = "logged(?1) g"

  /// Gives a connection the table.
  static func register(_ connection: OpaquePointer?) -> CInt {
    sqlite3_create_module_v2(connection, "logged", module, nil, nil)
  }

  /// Binds the rows that a statement is about; they have to outlast its run.
  static func bind(_ rows: UnsafeMutablePointer<NotedRows>, to statement: OpaquePointer) {
    sqlite3_bind_pointer(statement, 1, rows, kind, nil)
  }

  /// SQLite compares the names of pointers by their letters.
  nonisolated(unsafe) private static let kind: UnsafePointer<CChar> = {
    let name: StaticString = "noted rows"
    return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }()

  /// A cursor, which SQLite knows by its first member.
  private struct Cursor {
    var base = sqlite3_vtab_cursor()
    var rows: UnsafeRawBufferPointer
    /// Where the next row begins.
    var next = 0
    var number: Int64 = 0
    var values: UnsafeMutablePointer<Value>
  }

  private struct Value {
    var mark: NotedRows.Mark
    /// The row that it belongs to.
    var number: Int64
    var payload: Int64
    var text: UnsafeRawPointer?
  }

  nonisolated(unsafe) private static let module: UnsafePointer<sqlite3_module> = {
    let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    module.initialize(to: sqlite3_module())
    module.pointee.xConnect = { connection, _, _, _, table, _ in
      let names = (1...LoggedRows.columns).map { "c\($0)" }.joined(separator: ", ")
      let code = sqlite3_declare_vtab(connection, "CREATE TABLE logged(\(names), noted HIDDEN)")
      guard code == SQLITE_OK else { return code }
      let made = UnsafeMutablePointer<sqlite3_vtab>.allocate(capacity: 1)
      made.initialize(to: sqlite3_vtab())
      table?.pointee = made
      return SQLITE_OK
    }
    module.pointee.xDisconnect = { table in
      table?.deallocate()
      return SQLITE_OK
    }
    module.pointee.xBestIndex = { _, info in LoggedRows.plan(info) }
    module.pointee.xOpen = { _, cursor in
      let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
      let values = UnsafeMutablePointer<Value>.allocate(capacity: LoggedRows.columns)
      values.initialize(
        repeating: Value(mark: .null, number: 0, payload: 0, text: nil), count: LoggedRows.columns)
      made.initialize(to: Cursor(rows: UnsafeRawBufferPointer(start: nil, count: 0), values: values))
      cursor?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.pointee.xClose = { cursor in
      let cursor = LoggedRows.cursor(cursor)
      cursor?.pointee.values.deallocate()
      cursor?.deallocate()
      return SQLITE_OK
    }
    module.pointee.xFilter = { cursor, _, _, count, values in
      guard let cursor = LoggedRows.cursor(cursor), count == 1,
        let noted = sqlite3_value_pointer(values?.pointee, LoggedRows.kind)
      else { return SQLITE_MISUSE }
      cursor.pointee.rows = noted.assumingMemoryBound(to: NotedRows.self).pointee.bytes
      cursor.pointee.next = 0
      cursor.pointee.number = 0
      LoggedRows.advance(cursor)
      return SQLITE_OK
    }
    module.pointee.xNext = { cursor in
      if let cursor = LoggedRows.cursor(cursor) { LoggedRows.advance(cursor) }
      return SQLITE_OK
    }
    module.pointee.xEof = { cursor in (LoggedRows.cursor(cursor)?.pointee.number ?? -1) < 0 ? 1 : 0 }
    module.pointee.xColumn = { cursor, context, column in
      guard let cursor = LoggedRows.cursor(cursor), column < LoggedRows.columns else { return SQLITE_OK }
      let value = cursor.pointee.values[Int(column)]
      // What was not bound is null.
      guard value.number == cursor.pointee.number else { return SQLITE_OK }
      switch value.mark {
      case .integer: sqlite3_result_int64(context, value.payload)
      case .text:
        sqlite3_result_text64(
          context, value.text?.assumingMemoryBound(to: CChar.self), UInt64(value.payload), nil,
          UInt8(SQLITE_UTF8))
      case .null, .end: break
      }
      return SQLITE_OK
    }
    module.pointee.xRowid = { cursor, id in
      id?.pointee = LoggedRows.cursor(cursor)?.pointee.number ?? 0
      return SQLITE_OK
    }
    return UnsafePointer(module)
  }()

  private static func cursor(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> UnsafeMutablePointer<
    Cursor
  >? {
    cursor.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Cursor.self) }
  }

  /// The rows have to be said; then they are read from the first to the last.
  private static func plan(_ info: UnsafeMutablePointer<sqlite3_index_info>?) -> CInt {
    guard let info else { return SQLITE_CONSTRAINT }
    for place in 0..<Int(info.pointee.nConstraint) {
      let constraint = info.pointee.aConstraint[place]
      guard constraint.iColumn == columns, constraint.usable != 0,
        constraint.op == UInt8(SQLITE_INDEX_CONSTRAINT_EQ)
      else { continue }
      info.pointee.aConstraintUsage[place].argvIndex = 1
      info.pointee.aConstraintUsage[place].omit = 1
      // So much that nobody reads them again for each row of a table.
      info.pointee.estimatedCost = 1_000_000
      info.pointee.estimatedRows = 1_000
      return SQLITE_OK
    }
    return SQLITE_CONSTRAINT
  }

  /// Takes in the next row; its number is -1 after the last.
  private static func advance(_ cursor: UnsafeMutablePointer<Cursor>) {
    let rows = cursor.pointee.rows
    guard cursor.pointee.next < rows.count else {
      cursor.pointee.number = -1
      return
    }
    cursor.pointee.number += 1
    let number = cursor.pointee.number
    let values = cursor.pointee.values
    cursor.pointee.next = NotedRows.forEachValue(of: rows, from: cursor.pointee.next) {
      mark, index, payload, text in
      values[index - 1] = Value(mark: mark, number: number, payload: payload, text: text)
    }
  }
}
