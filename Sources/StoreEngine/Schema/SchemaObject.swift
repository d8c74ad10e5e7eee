import GRDB
import Synchronization

/// A table, index, trigger or view of a file.
package struct SchemaObject: Sendable, Equatable {
  /// The table that it is, is on, or is a view of nothing in particular.
  package let table: String
  package let sql: String
  package let kind: String

  /// A trigger runs within other statements; a unique index can make them fail.
  package var canMeddle: Bool {
    kind == "trigger" || kind == "index" && sql.uppercased().hasPrefix("CREATE UNIQUE")
  }

  /// `table session` → how it was made. What SQLite keeps for itself, statistics for instance, is left out.
  package static func all(_ db: Database) throws -> [String: SchemaObject] {
    let rows = try StoredRow.fetchAll(
      db, of: "sqlite_schema",
      sql: """
        SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        """)
    return Dictionary(
      try rows.map { row in
        let (kind, name): (String, String) = try (row(0), row(1))
        return try ("\(kind) \(name)", SchemaObject(table: row(2), sql: row(3), kind: kind))
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension Schema {
  /// What the migrations up to a number make of nothing.
  package static func objects(upTo number: Int) throws -> [String: SchemaObject] {
    if let known = made.withLock({ $0[number] }) { return known }
    let fresh = try StoreConnection(nil).queue
    defer { try? fresh.close() }
    try migrator(migrations.filter { $0.number <= number }).migrate(fresh)
    let objects = try fresh.read(SchemaObject.all)
    made.withLock { $0[number] = objects }
    return objects
  }

  private static let made = Mutex<[Int: [String: SchemaObject]]>([:])

  /// Whether a statement of ours may fail in a file because its tables, indexes and triggers are others than its number
  /// says, as damage or another program leaves them.
  ///
  /// Asked only of a statement that has failed, by a second look at the file.
  static func isChanged(in path: String) -> Bool {
    var options = Store.Options()
    options.readOnly = true
    guard let queue = try? StoreConnection(FrozenStore.pathForGlance(path), options).queue else {
      return false
    }
    defer { try? queue.close() }
    return
      (try? queue.unsafeRead { db in
        let number = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let expected = try objects(upTo: number)
        let found = try SchemaObject.all(db)
        return expected.contains { found[$0.key] != $0.value }
          || found.contains { $1.canMeddle && expected[$0] == nil && expected["table \($1.table)"] != nil }
      }) ?? false
  }
}
