import GRDB
import Glibc

/// Brings an older store to this program's schema, after a copy of it as it was.
///
/// The look at its number, the copy and all migrations happen under one lock, SQLite's own for writing, and in one
/// transaction: of several commands one upgrades, the others wait for it and find it done.
struct StoreUpgrade {
  let path: String
  let queue: DatabaseQueue
  let migrations: [Schema.Migration]

  private var current: Int { migrations.last!.number }

  /// Compares schema numbers: a newer store is refused, an older one upgraded.
  func runIfOlder(readOnly: Bool) throws {
    let number = try queue.unsafeRead(Self.number)
    guard let number else { throw try queue.unsafeRead(noStore) }
    if number == current { return }
    guard number < current else {
      throw Self.newer(path, number)
    }
    guard !readOnly else {
      throw StoreError(
        .unusable,
        "the store \(path) has the older schema \(number); any changing command upgrades it to \(current)")
    }
    try run()
  }

  private func run() throws {
    try queue.writeWithoutTransaction { db in
      // References are checked once, at the end; inside of a transaction nobody can switch that.
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
      var copy: StoreDraft?
      defer { copy?.discard() }
      try db.inTransaction(.immediate) {
        // Another command may have been first.
        guard let number = try Self.number(db), number < current else { return .rollback }
        let draft = try copied(asOf: number)
        copy = draft
        try Schema.Migrator(migrations).migrate(db, from: number)
        try Interruption.check()
        // Named as late as may be, so that one which fails leaves none.
        _ = try draft.completeNaming { freeName(number) }
        return .commit
      }
    }
  }

  /// nil where the file is none of ours.
  private static func number(_ db: Database) throws -> Int? {
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else { return nil }
    return try Int.fetchOne(db, sql: "PRAGMA user_version")
  }

  /// What a rescued file lacks can be given back; any other file is none of ours.
  private func noStore(_ db: Database) throws -> StoreError {
    guard try SchemaAdoption.of(db) != nil else {
      return StoreError(.unusable, "\(path) is not a store of sessionctl")
    }
    return StoreError(
      .unusable,
      "\(path) has a store's tables but not the two numbers that identify a store; SQLite's .dump, .recover and .clone lose them",
      .restore(path))
  }

  static func newer(_ path: String, _ number: Int) -> StoreError {
    StoreError(
      .unusable,
      "the store \(path) has schema \(number), newer than this program's \(Schema.currentNumber); use a newer sessionctl"
    )
  }

  // MARK: The copy of the state before

  /// Copies what was committed last, which another connection sees while this one holds the lock.
  private func copied(asOf number: Int) throws -> StoreDraft {
    let draft = try StoreDraft(for: freeName(number))
    do {
      try StoreFile.explainingFailures(freeName(number), isNew: true) {
        let source = try StoreConnection(queue.path, Store.Options(readOnly: true)).queue
        defer { try? source.close() }
        let copy = try StoreConnection(draft.path).queue
        defer { try? copy.close() }
        try StoreFile.explainingDamage(path) { try source.backup(to: copy) }
        try StoreDraft.seal(copy)
      }
    } catch {
      draft.discard()
      throw error
    }
    return draft
  }

  /// As `store.db.schema-3.backup`.
  private func freeName(_ number: Int) -> String { StoreDraft.freeName(beside: path, "schema-\(number)") }
}
