import GRDB
import GRDBSQLite
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Runs an `INSERT … ON CONFLICT(id) DO UPDATE` and tells what it did.
///
/// SQLite's own signs are enough: an insertion sets the last rowid, an update only counts as a change.
struct Upsert {
  private let statement: SteppedStatement
  private let connection: OpaquePointer

  init(_ db: Database, _ sql: String) throws {
    statement = try SteppedStatement(db, sql)
    connection = db.sqliteConnection!
  }

  /// - Parameter parameters: all that the SQL names, in its order
  init<Parameter: StatementColumn>(_ db: Database, _ sql: String, _ parameters: Parameter.Type) throws {
    statement = try SteppedStatement(db, sql, parameters)
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

extension StoreReader {
  /// §12: an import never overwrites a thing made here; the very same thing coming back is fine.
  func refuseIfLocal(_ kind: ImportedKind, _ id: Int64, _ record: JSONRecord) throws {
    let origin = try Int.fetchOne(db, sql: "SELECT origin FROM \(kind.table) WHERE id = ?", arguments: [id])
    guard origin == Origin.local.rawValue else { return }
    let own = try StoredDocuments(db).document(kind, id: id)
    if let own, own.elementsEqual(record.bytes) { return }
    throw WireProblem(
      "a different \(kind.rawValue) with this id was created here, and an import never overwrites it")
  }
}
