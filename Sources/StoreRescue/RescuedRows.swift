import GRDB
import JSONText
import StoreDoctor
import StoreEngine

/// What came of a table.
package struct RescuedTable: Sendable {
  /// Its name.
  package let table: String
  /// How many rows are in the new store.
  package fileprivate(set) var saved = 0
  /// How many are known to be lost.
  package fileprivate(set) var lost = 0
  /// The numbers of those, as far as they are known, in order; the first hundred.
  package fileprivate(set) var lostIDs: [Int64] = []
  /// Between which numbers more may be lost that nothing names: after one, before another; nil: at an end.
  package fileprivate(set) var gaps: [(after: Int64?, before: Int64?)] = []
  /// Whether rows may be lost that nothing names.
  package fileprivate(set) var mayLackMore = false
  /// Rows that are kept without a value that could not be read, or that stood there twice.
  package fileprivate(set) var cutIDs: [Int64] = []
}

/// Puts the rows of a table into the new store, each as far as it can be right.
final class RescuedRows {
  let shape: TableShape
  var gaps: [PageSurvey.Gap] = []
  private let db: Database
  private var statements: [Int: SteppedStatement] = [:]
  private var table: RescuedTable
  /// Rows that were there and can't be read.
  private var lost: Set<Int64> = []
  private var unnamedLost = 0
  /// Rows that may have another's key.
  private var doubtful: [Record] = []
  /// Rows that have a word that another row has already, and that no two can have.
  private var contested: [Record] = []
  private var json = JSONCheck()

  init(_ db: Database, _ shape: TableShape) throws {
    self.db = db
    self.shape = shape
    table = RescuedTable(table: shape.table)
  }

  /// Whether there may be rows elsewhere: also where the way led to a page without any, which may be another table's.
  var mayHaveStrays: Bool { !gaps.isEmpty || table.saved == 0 }

  var isIncomplete: Bool { !gaps.isEmpty || !lost.isEmpty || unnamedLost > 0 }

  /// Where rows may be missing: the gaps, and what lies between the rows around them, for a gap's ends are told by pages
  /// that may be damaged.
  func holes() throws -> [PageSurvey.Gap] {
    if table.saved == 0 { return [.everything] }
    let name = "\"\(shape.table)\""
    return try gaps
      + gaps.map { gap in
        let after = try Int64.fetchOne(
          db, sql: "SELECT max(rowid) FROM \(name) WHERE rowid <= ?", arguments: [gap.after])
        let next = try Int64.fetchOne(
          db, sql: "SELECT min(rowid) FROM \(name) WHERE rowid > ?", arguments: [gap.after])
        return PageSurvey.Gap(after: after ?? .min, upTo: next.map { $0 - 1 } ?? .max)
      }
  }

  /// Whether one of the rows is here already.
  func hasAny(of leaf: PageSurvey.Leaf) throws -> Bool {
    let find = try SteppedStatement(db, "SELECT 1 FROM \"\(shape.table)\" WHERE rowid = ?")
    for id in leaf.records.compactMap(\.rowid) {
      find.bind(id)
      defer { find.reset() }
      if try find.step() { return true }
    }
    return false
  }

  func take(_ leaf: PageSurvey.Leaf) throws {
    for record in leaf.records { try take(record) }
    doubtful += leaf.doubtful
    lost.formUnion(leaf.brokenKeys)
    unnamedLost += leaf.broken
  }

  /// Whoever has a key without doubt keeps it.
  func settleDoubts() throws {
    for record in doubtful { try take(record) }
    doubtful = []
  }

  /// A row that something else names: lost, if it is not here.
  func note(named id: Int64) { lost.insert(id) }

  private func take(_ record: Record) throws {
    let original = record
    var record = record
    guard shape.fits(record) else { return note(lost: record) }
    var isCut = record.isCut
    for index in record.values.indices where !isRight(record.values[index], shape.columns[index]) {
      record.values[index] = once(record.values[index], shape.columns[index]) ?? .lost
      isCut = true
    }
    do {
      try insert(record)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      if error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE, record.rowid != nil {
        contested.append(original)
      } else {
        note(lost: record)
      }
      return
    }
    table.saved += 1
    if isCut, let id = record.rowid, table.cutIDs.count < 100 { table.cutIDs.append(id) }
  }

  /// Of two rows with one word that only one can have, an index knows whose it is.
  ///
  /// - Parameters:
  ///   - columns: of the index, in its order; the row's number follows
  ///   - entry: what the index says
  func hear(_ columns: [String], _ entry: Record) throws {
    guard case .integer(let id)? = entry.values.last, entry.values.count == columns.count + 1,
      let place = contested.firstIndex(where: { $0.rowid == id })
    else { return }
    let record = contested[place]
    for (column, value) in zip(columns, entry.values) {
      guard let index = shape.columns.firstIndex(where: { $0.name == column }), index < record.values.count,
        record.values[index] == value
      else { return }
    }
    contested.remove(at: place)
    let condition = columns.map { "\"\($0)\" IS ?" }.joined(separator: " AND ")
    let values = entry.values.dropLast().map(\.argument)
    let others = try Int64.fetchAll(
      db, sql: "SELECT rowid FROM \"\(shape.table)\" WHERE \(condition)",
      arguments: StatementArguments(values))
    for other in others {
      try db.execute(sql: "DELETE FROM \"\(shape.table)\" WHERE rowid = ?", arguments: [other])
      table.saved -= 1
      table.cutIDs.removeAll { $0 == other }
      lost.insert(other)
    }
    try take(record)
  }

  /// Whether an index is asked whose a word is.
  var isContested: Bool { !contested.isEmpty }

  /// What nobody could tell is lost.
  func settleContest() {
    for record in contested { note(lost: record) }
    contested = []
  }

  private func note(lost record: Record) {
    if let id = record.rowid { lost.insert(id) } else { unnamedLost += 1 }
  }

  /// What is written here is UTF-8 without a NUL, and documents are JSON.
  private func isRight(_ value: Record.Value, _ column: TableShape.Column) -> Bool {
    guard case .text(let bytes) = value else { return true }
    guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { return false }
    guard let kinds = column.documents else { return true }
    return bytes.withUnsafeBufferPointer {
      json.fault(in: $0) == nil && json.kind(of: $0).map(kinds.contains) == true
    }
  }

  /// A document in which keys stand twice, with the first of each, as readers of such find it; nil where something else
  /// is wrong.
  private func once(_ value: Record.Value, _ column: TableShape.Column) -> Record.Value? {
    guard case .text(let bytes) = value, column.documents != nil,
      case .object(let doubled)? = try? JSONValue.parse(bytes, allowingDuplicateKeys: true)
    else { return nil }
    var object = JSONObject()
    for member in doubled.members where object[member.key] == nil { object[member.key] = member.value }
    let value = Record.Value.text(JSONValue.object(object).bytes)
    return isRight(value, column) ? value : nil
  }

  private func insert(_ record: Record) throws {
    let count = record.values.count
    let statement = try statement(count)
    var place: Int32 = 1
    if shape.isNumbered {
      statement.bind(record.rowid, at: place)
      place += 1
    }
    for (index, value) in record.values.enumerated() where index != shape.key {
      switch value {
      case .integer(let number): statement.bind(number, at: place)
      case .text(let bytes): bytes.withUnsafeBytes { statement.bind(utf8: $0, at: place) }
      case .null, .lost, .foreign: statement.bindNull(at: place)
      }
      place += 1
    }
    try statement.run()
  }

  /// The statement for rows of so many values: what was added to the table later has its default.
  private func statement(_ count: Int) throws -> SteppedStatement {
    if let known = statements[count] { return known }
    var names = shape.columns.prefix(count).map { "\"\($0.name)\"" }
    if let key = shape.key, key < names.count { names.remove(at: key) }
    if shape.isNumbered { names.insert("rowid", at: 0) }
    let statement = try SteppedStatement(
      db,
      "INSERT INTO \"\(shape.table)\"(\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))"
    )
    statements[count] = statement
    return statement
  }

  // MARK: What came of it

  var result: RescuedTable {
    get throws {
      var result = table
      if shape.isNumbered {
        let find = try SteppedStatement(db, "SELECT 1 FROM \"\(shape.table)\" WHERE rowid = ?")
        for id in lost.sorted() {
          find.bind(id)
          if try !find.step() {
            result.lost += 1
            if result.lostIDs.count < 100 { result.lostIDs.append(id) }
          }
          find.reset()
        }
      }
      result.lost += unnamedLost
      result.mayLackMore = !gaps.isEmpty
      guard shape.isNumbered, !gaps.isEmpty else { return result }
      let name = "\"\(shape.table)\""
      for gap in gaps.prefix(100) {
        // What was found in between makes the gap smaller.
        let lower = try Int64.fetchOne(
          db, sql: "SELECT max(rowid) FROM \(name) WHERE rowid <= ?", arguments: [gap.after])
        let upper = try Int64.fetchOne(
          db, sql: "SELECT min(rowid) FROM \(name) WHERE rowid > ?", arguments: [gap.upTo])
        if let lower, let upper,
          try Int64.fetchOne(
            db, sql: "SELECT count(*) FROM \(name) WHERE rowid > ? AND rowid < ?", arguments: [lower, upper])
            == upper - lower - 1
        {
          continue
        }
        result.gaps.append((lower, upper))
      }
      result.mayLackMore = !result.gaps.isEmpty
      return result
    }
  }
}
