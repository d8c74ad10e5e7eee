import GRDB
import SessionStore
import StoreEngine

/// The indexes of a table whose columns all hold whole numbers, as those of the large tables do.
///
/// SQLite's `integrity_check` looks up each row in each index, which of large tables takes three quarters of its time. Whether
/// an index has the entries of the table's rows and no other is told as well by going through both from end to end: the
/// entries are as many, add up to the same, and each is greater than the one before, so that it is found by its key.
struct IndexEntries {
  private struct Index {
    let name: String
    /// Which rows are in it, in SQL; nil: all.
    let condition: String?
    let isUnique: Bool
    /// What an entry holds, in SQL; `rowid` is always among it.
    var columns: [String] = []
    /// How many of them are the key.
    var keys = 0
  }

  /// How many entries, and what they add up to.
  private struct Sum: Equatable {
    var count = 0
    var hash: UInt64 = 0
  }

  private enum Column: Int, StatementColumn {
    case index, condition, isPartial, isUnique, place, column, isDescending, isKey, type

    var expression: String {
      switch self {
      case .index: "l.name"
      // As it was given, behind the columns.
      case .condition: "iif(l.partial, substr(s.sql, nullif(instr(s.sql, 'WHERE'), 0) + 5), NULL)"
      case .isPartial: "l.partial"
      case .isUnique: #"l."unique""#
      case .place: "x.cid"
      case .column: "x.name"
      case .isDescending: #"x."desc""#
      case .isKey: "x.key"
      case .type: "c.type"
      }
    }
  }

  private let db: Database
  private let table: String
  private var indexes: [Index] = []

  /// - Returns: nil for a table without indexes, or with one of another kind
  init?(_ db: Database, of table: String) throws {
    (self.db, self.table) = (db, table)
    let columns = try StoredColumn.all(db, of: table)
    let row = try SteppedStatement(
      db,
      """
      SELECT \(Column.selected)
      FROM pragma_table_list t JOIN pragma_index_list(t.name) l JOIN pragma_index_xinfo(l.name) x
        LEFT JOIN pragma_table_info(t.name) c ON c.cid = x.cid
        LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name
      WHERE t.schema = 'main' AND t.name = ?1 AND t.strict AND NOT t.wr ORDER BY l.seq, x.seqno
      """)
    row.bind(table)
    while try row.step() {
      let name = row.text(Column.index)
      if indexes.last?.name != name {
        indexes.append(
          Index(
            name: name, condition: row.optionalText(Column.condition), isUnique: row.flag(Column.isUnique)))
      }
      // -1 is the row's own id, and what is below is no column.
      let isRowID = row.integer(Column.place) == -1
      guard isRowID || row.text(Column.type) == "INTEGER", !row.flag(Column.isDescending),
        row.flag(Column.isPartial) == (indexes[indexes.count - 1].condition != nil)
      else { return nil }
      indexes[indexes.count - 1].columns.append(isRowID ? "rowid" : row.text(Column.column).asSQLName)
      if row.flag(Column.isKey) { indexes[indexes.count - 1].keys += 1 }
    }
    if indexes.isEmpty || columns.contains(where: { $0.name.lowercased() == "rowid" }) { return nil }
  }

  /// Whether every index has the entries of the table's rows, in their order.
  func areThoseOfRows() throws -> Bool {
    let sums = try sumsOfRows()
    for (index, sum) in zip(indexes, sums) {
      guard try count(index) == sum.count, try self.sum(index) == sum else { return false }
    }
    return true
  }

  /// What each index should add up to.
  private func sumsOfRows() throws -> [Sum] {
    var columns: [String] = []
    let places = indexes.map { index in
      index.columns.map { column in
        if let place = columns.firstIndex(of: column) { return place }
        columns.append(column)
        return columns.count - 1
      }
    }
    let conditions = indexes.map { index in index.condition.map { "iif(\($0), 1, 0)" } ?? "1" }
    let row = try SteppedStatement(
      db, "SELECT \((columns + conditions).joined(separator: ", ")) FROM \(table.asSQLName) NOT INDEXED")
    var values = [Int64?](repeating: nil, count: columns.count)
    var sums = [Sum](repeating: Sum(), count: indexes.count)
    while try row.step() {
      // What stands in a column of another type is found by the look at the table.
      for place in values.indices { values[place] = row.optionalInteger(Int32(place)) }
      for index in sums.indices where row.integer(Int32(values.count + index)) != 0 {
        var hash: UInt64 = 0
        for place in places[index] { Self.add(values[place], to: &hash) }
        sums[index].count += 1
        sums[index].hash &+= hash
      }
    }
    return sums
  }

  /// What an index adds up to.
  ///
  /// - Returns: nil where the entries are out of order, one stands twice in an index of what is unique, or one holds
  ///   something else than whole numbers
  private func sum(_ index: Index) throws -> Sum? {
    let row = try SteppedStatement(
      db,
      """
      SELECT \(index.columns.joined(separator: ", ")) FROM \(table.asSQLName) INDEXED BY \(index.name.asSQLName)
      \(index.condition.map { "WHERE \($0)" } ?? "")
      """)
    var last = [Int64?](repeating: nil, count: index.columns.count)
    var sum = Sum()
    while try row.step() {
      var hash: UInt64 = 0
      // By the first column that differs; the key is the same up to there.
      var isGreater: Bool?
      var hasNull = false
      for place in last.indices {
        let value = row.isInteger(Int32(place)) ? row.integer(Int32(place)) : nil
        if value == nil, !row.isNull(Int32(place)) { return nil }
        Self.add(value, to: &hash)
        if isGreater == nil, value != last[place] {
          isGreater = Self.isLess(last[place], value)
          if place >= index.keys, index.isUnique, !hasNull, sum.count > 0 { return nil }
        }
        if value == nil, place < index.keys { hasNull = true }
        last[place] = value
      }
      if isGreater != true, sum.count > 0 { return nil }
      sum.count += 1
      sum.hash &+= hash
    }
    return sum
  }

  /// All entries that an index has, also those that its condition hides.
  private func count(_ index: Index) throws -> Int {
    try Int.fetchSure(
      db, sql: "SELECT sum(ncell) FROM dbstat WHERE name = ? AND aggregate = TRUE", arguments: [index.name])
  }

  /// Nothing comes first.
  private static func isLess(_ one: Int64?, _ other: Int64?) -> Bool {
    guard let other else { return false }
    return one.map { $0 < other } ?? true
  }

  /// Each bit of a number, and where it stands among the others, changes half of what comes out.
  private static func add(_ value: Int64?, to hash: inout UInt64) {
    hash ^= value.map { UInt64(bitPattern: $0) } ?? 0x6A09_E667_F3BC_C909
    hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
    hash ^= hash >> 32
  }
}
