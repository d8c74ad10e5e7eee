import GRDB
import StoreEngine

extension Examination {
  /// Rows that the `CHECK`s of their tables forbid. SQLite's own `integrity_check` passes over them here: a connection
  /// that only reads does not even parse them.
  func constraints() throws -> Finding {
    var broken: [String] = []
    for table in try Self.ownTables() {
      let conditions = try Self.constraints(db, of: table)
      if conditions.isEmpty || isSound(table) { continue }
      let count = try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM \(table.asSQLName) WHERE \(conditions.joined(separator: " OR "))")
      if let count, count > 0 { broken.append("\(count) of \(table)") }
    }
    return broken.isEmpty
      ? .ok("constraints", "no row is one that its table forbids")
      : .problem("constraints", "rows that their table forbids: \(broken.joined(separator: ", "))")
  }

  /// By SQL, what a row of one of this program's tables fulfils that one of its `CHECK`s forbids; null keeps a `CHECK`.
  ///
  /// A table that is missing is told elsewhere.
  static func constraints(_ db: Database, of table: String) throws -> [String] {
    if try StoredColumn.all(db, of: table).isEmpty { return [] }
    let sql = try Schema.objects(upTo: Schema.currentNumber)["table \(table)"]?.sql ?? ""
    var conditions: [String] = []
    var rest = Substring(sql)
    while let start = rest.firstRange(of: "CHECK (")?.upperBound {
      rest = rest[start...]
      var depth = 1
      let end =
        rest.firstIndex {
          depth += $0 == "(" ? 1 : $0 == ")" ? -1 : 0
          return depth == 0
        } ?? rest.endIndex
      conditions.append("NOT (\(rest[..<end]))")
      rest = rest[end...]
    }
    return conditions
  }
}
