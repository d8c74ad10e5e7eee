import GRDB

extension Schema {
  /// Runs migrations in one transaction: a store has all of them, or those that it had.
  package struct Migrator {
    private let migrations: [Migration]

    init(_ migrations: [Migration]) { self.migrations = migrations }

    /// Brings a database that nobody else has open to the last of them.
    package func migrate(_ queue: DatabaseQueue) throws {
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA foreign_keys = OFF")
        try db.inTransaction(.immediate) {
          try migrate(db, from: Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0)
          return .commit
        }
        try db.execute(sql: "PRAGMA foreign_keys = ON")
      }
    }

    /// Runs those after `number` inside of a transaction, with foreign keys off.
    func migrate(_ db: Database, from number: Int) throws {
      // Released programs have kept these names; the number is what counts.
      try db.execute(
        sql: "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      for migration in migrations where migration.number > number {
        // A new store has nothing that could be unfit.
        let preparation = number > 0 ? migration.preparation : nil
        if let preparation { try db.execute(sql: preparation.before) }
        try db.execute(sql: migration.sql)
        if let preparation { try db.execute(sql: preparation.after) }
        try db.execute(
          sql: "INSERT INTO grdb_migrations VALUES (?)",
          arguments: ["\(migration.number) \(migration.name)"])
        try db.execute(sql: "PRAGMA user_version = \(migration.number)")
        try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        try Interruption.check()
      }
      let broken = try Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_foreign_key_check") ?? 0
      guard broken == 0 else {
        throw DatabaseError(
          resultCode: .SQLITE_CORRUPT, message: "\(broken) references have no row")
      }
    }
  }
}
