import Foundation
import GRDB

/// A value that no column would take, put where it does not belong, as damage does.
struct PlantedValue: CustomStringConvertible, Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case text, digits, blob, null, real, notUTF8, largest, smallest

    fileprivate var sql: String {
      switch self {
      case .text: "'\(PlantedValue.marker)'"
      case .digits: "'12 \(PlantedValue.marker)'"
      case .blob: "x'00ff80'"
      case .null: "NULL"
      case .real: "1e300"
      case .notUTF8: "CAST(x'41ff42' AS TEXT)"
      case .largest: "9223372036854775807"
      case .smallest: "-9223372036854775808"
      }
    }
  }

  /// What no message may show.
  static let marker = "Personal Data"

  let table: String
  let column: String
  let kind: Kind
  /// Whether the column holds texts by its declaration.
  let isText: Bool
  let isNullable: Bool

  var description: String { "\(kind) in \(table).\(column)" }

  /// Whether the value is of another type than the column, so that `doctor` has to see it.
  var isOfWrongType: Bool {
    switch kind {
    case .text, .digits, .real: !isText
    case .blob, .notUTF8: true
    case .null: !isNullable
    case .largest, .smallest: false
    }
  }

  /// One for each column of the store's own tables and each kind, read from the schema.
  static func all(in store: String) throws -> [PlantedValue] {
    let queue = try DatabaseQueue(path: store)
    defer { try? queue.close() }
    return try queue.read { db in
      let tables = try String.fetchAll(
        db,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'grdb_migrations' ORDER BY 1")
      return try tables.flatMap { table -> [PlantedValue] in
        try Row.fetchAll(
          db, sql: "SELECT name, type, pk, \"notnull\" FROM pragma_table_info(?)", arguments: [table]
        )
        .flatMap { column -> [PlantedValue] in
          let isText = column["type"] == "TEXT"
          let isKey = column["pk"] > 0
          // A rowid is a number whatever happens.
          let kinds = isKey && !isText ? [Kind.largest, .smallest] : Kind.allCases
          return kinds.map {
            PlantedValue(
              table: table, column: column["name"], kind: $0, isText: isText,
              isNullable: column["notnull"] == 0 && !isKey)
          }
        }
      }
    }
  }

  /// Puts it into one row of a store: the schema forgets meanwhile what it would refuse.
  ///
  /// - Parameter row: which one, counted from 0
  /// - Returns: false where SQLite itself can't hold it
  func plant(in store: String, row: Int) throws -> Bool {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    func run(_ body: (Database) throws -> Void) throws {
      let queue = try DatabaseQueue(path: store, configuration: configuration)
      defer { try? queue.close() }
      try queue.writeWithoutTransaction(body)
    }
    var schema: [(name: String, sql: String)] = []
    try run { db in
      schema = try Row.fetchAll(
        db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND tbl_name = ?",
        arguments: [table]
      ).map { ($0["name"], $0["sql"]) }
      try db.execute(sql: "PRAGMA writable_schema = ON")
      for (name, sql) in schema {
        let careless = sql.replacingOccurrences(of: ") STRICT, WITHOUT ROWID", with: ") WITHOUT ROWID")
          .replacingOccurrences(of: ") STRICT", with: ")")
          .replacingOccurrences(of: "(?<!IS) NOT NULL", with: "", options: .regularExpression)
        try db.execute(
          sql: "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?",
          arguments: [careless, name])
      }
    }
    var isPlanted = false
    try run { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      let keys = try String.fetchAll(
        db, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", arguments: [table])
      let key = keys.isEmpty ? "rowid" : "(\(keys.joined(separator: ", ")))"
      let list = keys.isEmpty ? "rowid" : keys.joined(separator: ", ")
      let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
      // A trigger of the schema may refuse what it can't convert, and a key may not be null.
      do {
        try db.execute(
          sql: """
            UPDATE OR IGNORE \(table) SET \(column) = \(kind.sql)
            WHERE \(key) = (SELECT \(list) FROM \(table) ORDER BY \(list) LIMIT 1 OFFSET \(row % max(count, 1)))
            """)
        isPlanted = db.changesCount > 0
      } catch {}
    }
    try run { db in
      try db.execute(sql: "PRAGMA writable_schema = ON")
      for (name, sql) in schema {
        try db.execute(
          sql: "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", arguments: [sql, name])
      }
      try db.execute(sql: "PRAGMA writable_schema = RESET")
    }
    return isPlanted
  }
}
