import GRDB

/// Whose tables a file holds, whatever its two numbers say: SQLite's `.dump`, `.recover` and `.clone` lose them.
struct SchemaAdoption {
  /// The schema that it is.
  let number: Int
  /// Whether the file says so itself.
  let isNumbered: Bool
  /// What belongs to it and is not there, in the order in which it can be made: indexes, triggers and views.
  let missing: [SchemaObject]
  /// Tables that `.recover` makes for rows of which it can't tell the table.
  let leftOver: [String]

  /// Whether anything has to be added or taken out.
  var needsCompletion: Bool { !isNumbered || !missing.isEmpty || !leftOver.isEmpty }

  /// What a file is; nil for one that is no store.
  static func of(_ db: Database) throws -> SchemaAdoption? {
    let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let number = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let found = try SchemaObject.all(db)
    let leftOver = found.values.filter { $0.kind == "table" && $0.table.hasPrefix("lost_and_found") }.map(
      \.table
    ).sorted()
    if id == Schema.applicationID {
      return SchemaAdoption(number: number, isNumbered: true, missing: [], leftOver: leftOver)
    }
    guard id == 0, found["table grdb_migrations"] != nil else { return nil }
    // What the migrations are remembered by says which number it is where two numbers have the same tables.
    let noted =
      (try? Int.fetchOne(db, sql: "SELECT max(CAST(identifier AS INTEGER)) FROM grdb_migrations")) ?? 0
    let numbers = Schema.migrations.map(\.number).reversed()
    for number in [noted].filter(numbers.contains) + numbers {
      let expected = try Schema.objects(upTo: number)
      let tables = expected.filter { $0.value.kind == "table" }
      guard tables.allSatisfy({ found[$0.key] == $0.value }) else { continue }
      let rank = ["index": 0, "view": 1, "trigger": 2]
      let missing = expected.filter { found[$0.key] == nil }.values.sorted {
        (rank[$0.kind] ?? 0, $0.sql) < (rank[$1.kind] ?? 0, $1.sql)
      }
      return SchemaAdoption(number: number, isNumbered: false, missing: missing, leftOver: leftOver)
    }
    return nil
  }

  /// Gives the file what it lacks and takes the left-over tables out, in one transaction.
  func complete(_ db: Database) throws {
    try db.inTransaction(.immediate) {
      for table in leftOver {
        try db.execute(sql: "DROP TABLE \(table.asSQLName)")
      }
      for object in missing { try db.execute(sql: object.sql) }
      for migration in Schema.migrations where migration.number <= number {
        try db.execute(
          sql: "INSERT OR IGNORE INTO grdb_migrations VALUES (?)",
          arguments: ["\(migration.number) \(migration.name)"])
      }
      try db.execute(
        sql: "PRAGMA user_version = \(number); PRAGMA application_id = \(Schema.applicationID)")
      return .commit
    }
  }
}
