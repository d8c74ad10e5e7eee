import GRDB
import Synchronization

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
