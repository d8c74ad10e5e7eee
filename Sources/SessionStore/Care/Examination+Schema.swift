import GRDB

extension Examination {
  /// Compares the store's tables, indexes, triggers and views with what the migrations make of nothing.
  func schema() throws -> Finding {
    let number = try Int.fetchOne(db, sql: "PRAGMA user_version")!
    guard number == Schema.currentNumber else {
      return Finding(
        "schema", .problem,
        "number \(number), this program's is \(Schema.currentNumber); any changing command upgrades an older one"
      )
    }
    let fresh = try StoreConnection(nil).queue
    defer { try? fresh.close() }
    try Schema.migrator(Schema.migrations).migrate(fresh)
    let (expected, found) = (try fresh.read(Self.objects), try Self.objects(db))
    var faults: [String] = []
    for (name, sql) in expected.sorted(by: { $0.key < $1.key }) where found[name] != sql {
      faults.append(found[name] == nil ? "\(name) is missing" : "\(name) is not as this program makes it")
    }
    for name in found.keys.sorted() where expected[name] == nil {
      faults.append("\(name) is not this program's")
    }
    guard !faults.isEmpty else { return Finding("schema", .ok, "number \(number), as this program makes it") }
    let more = faults.count > 5 ? " and \(faults.count - 5) more" : ""
    return Finding(
      "schema", .problem, faults.prefix(5).joined(separator: ", ") + more + "; restore a backup")
  }

  /// `table session` → how it was made. What SQLite keeps for itself, statistics for instance, is left out.
  private static func objects(_ db: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(
      db,
      sql:
        "SELECT type, name, coalesce(sql, '') sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return Dictionary(
      rows.map { ("\($0["type"] as String) \($0["name"] as String)", $0["sql"] as String) },
      uniquingKeysWith: { first, _ in first })
  }
}
