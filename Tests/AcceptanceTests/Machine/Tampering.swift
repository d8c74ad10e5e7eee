import GRDB

extension TestMachine {
  /// Changes the store behind the program's back.
  func tamper(_ sql: String) throws {
    isTampered = true
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: store, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// What stands in the store, a text for each value, `-` for null.
  func column(_ sql: String) throws -> [String] {
    let queue = try DatabaseQueue(path: store)
    defer { try? queue.close() }
    return try queue.read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map {
          String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0).map(String.init) ?? "-"
        }
        .joined(separator: "|")
      }
    }
  }
}
