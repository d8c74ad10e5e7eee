import GRDB

/// A table, index, trigger or view of a file.
package struct SchemaObject: Sendable, Equatable {
  /// The table that it is, is on, or is a view of nothing in particular.
  package let table: String
  /// How it was made; empty where SQLite made it by itself.
  package let sql: String
  /// `table`, `index`, `trigger` or `view`.
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
