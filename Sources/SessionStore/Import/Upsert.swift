import GRDB
import GRDBSQLite
import SessionModel
import WireFormat

/// Runs an `INSERT … ON CONFLICT(id) DO UPDATE … WHERE` and tells what it did.
///
/// SQLite's own signs are enough: an insertion sets the last rowid, an update only counts as a change.
struct Upsert {
  private let statement: SteppedStatement
  private let connection: OpaquePointer

  init(_ db: Database, _ sql: String) throws {
    statement = try SteppedStatement(db, sql)
    connection = db.sqliteConnection!
  }

  func run(id: Int64, _ bind: (SteppedStatement) -> Void) throws -> ImportOutcome {
    bind(statement)
    sqlite3_set_last_insert_rowid(connection, 0)
    try statement.run()
    if sqlite3_last_insert_rowid(connection) == id { return .created }
    return sqlite3_changes(connection) > 0 ? .updated : .unchanged
  }
}
