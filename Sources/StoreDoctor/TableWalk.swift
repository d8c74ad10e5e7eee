import GRDB
import JSONText
import SessionStore
import StoreEngine

/// What a walk over every row of this program's tables finds, each row read once for all that asks for it.
struct TableWalk {
  /// Texts that are not UTF-8.
  private(set) var texts = Faults()
  /// Documents that `JSONText` does not take, or that are of another kind than they should be.
  private(set) var documents = Faults()
  /// Tables with a row that refers to one that is gone.
  private(set) var orphaned: Set<String> = []
  /// Tables in which no row meets any of the conditions that were asked of it.
  private(set) var sound: Set<String> = []

  /// What every row is read with; its texts and references follow, and last whether it meets a condition.
  private enum Column: Int, StatementColumn { case key }

  /// - Parameter faults: conditions in SQL that are asked of each row of a table; without any it is not `sound`
  init(_ db: Database, askingFor faults: (_ table: String) throws -> [String] = { _ in [] }) throws {
    var check = JSONCheck()
    var known: [String: IDRanges] = [:]
    for table in try Examination.ownTables() {
      let columns = try StoredColumn.all(db, of: table)
      let references = try StoredReference.all(db, of: table)
      let read = columns.filter(\.isText).map(\.name) + references.map(\.column)
      if read.isEmpty { continue }
      let keys = columns.filter { $0.isKey && !$0.isText }
      let key = keys.count == 1 ? keys.first?.name : nil
      let faults = try faults(table)
      // As a value every condition would be worked out; this leaves off at the first that is met.
      let isFaulty = faults.isEmpty ? "0" : "iif(\(faults.joined(separator: " OR ")), 1, 0)"
      let row = try SteppedStatement(
        db,
        "SELECT \(([key.map(\.asSQLName) ?? "0"] + read.map(\.asSQLName) + [isFaulty]).joined(separator: ", ")) FROM \(table.asSQLName)"
      )
      let faultPlace = Int32(Column.allCases.count + read.count)
      var isSound = !faults.isEmpty
      var texts: [(place: Int32, name: String, kinds: [JSONKind]?)] = []
      for (index, column) in columns.filter(\.isText).enumerated() {
        let name = "\(table).\(column.name)"
        texts.append((Int32(Column.allCases.count + index), name, Examination.documents[name]))
      }
      var parents: [(place: Int32, ids: IDRanges)] = []
      for reference in references {
        let ids = try known[reference.parent] ?? IDRanges(db, reference)
        known[reference.parent] = ids
        parents.append((Int32(Column.allCases.count + texts.count + parents.count), ids))
      }
      while try row.step() {
        for column in texts {
          let bytes = row.utf8(column.place)
          if bytes.baseAddress == nil { continue }
          if let kinds = column.kinds {
            if check.fault(in: bytes) == nil, check.kind(of: bytes).map(kinds.contains) == true { continue }
            documents.note(column.name, table, key == nil ? nil : row.integer(Column.key))
          } else if !isUTF8(bytes) {
            self.texts.note(column.name, table, key == nil ? nil : row.integer(Column.key))
          }
        }
        for column in parents
        where !row.isNull(column.place) && !column.ids.contains(row.integer(column.place)) {
          orphaned.insert(table)
        }
        if isSound, row.integer(faultPlace) != 0 { isSound = false }
      }
      if isSound { sound.insert(table) }
    }
  }
}

/// A column that refers to the key of another table.
struct StoredReference {
  let column: String
  let parent: String
  /// An integer, as all keys are that are referred to.
  let key: String

  private enum Column: Int, StatementColumn {
    case from, table, to

    var expression: String { "\"\(name)\"" }
  }

  static func all(_ db: Database, of table: String) throws -> [StoredReference] {
    let row = try SteppedStatement(db, "SELECT \(Column.selected) FROM pragma_foreign_key_list(?)")
    row.bind(table)
    var references: [StoredReference] = []
    while try row.step() {
      references.append(
        StoredReference(
          column: row.text(Column.from), parent: row.text(Column.table), key: row.text(Column.to)))
    }
    return references
  }
}

/// The ids of a table's rows, as stretches without a gap: those of tickets are few, and a look-up in memory costs a
/// small part of one in the table, which SQLite's own check does for every reference.
private struct IDRanges {
  private var ranges: [(first: Int64, last: Int64)] = []

  init(_ db: Database, _ reference: StoredReference) throws {
    let row = try SteppedStatement(
      db, #"SELECT "\#(reference.key)" FROM "\#(reference.parent)" ORDER BY 1"#)
    while try row.step() {
      let id = row.integer()
      if let last = ranges.last?.last, last < .max, id == last + 1 {
        ranges[ranges.count - 1].last = id
      } else {
        ranges.append((id, id))
      }
    }
  }

  func contains(_ id: Int64) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < id { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].first <= id
  }
}

/// Places where something was found, told without a byte of what stands there.
struct Faults {
  private var counts: [(place: String, count: Int, first: String?)] = []

  var isEmpty: Bool { counts.isEmpty }

  mutating func note(_ place: String, _ table: String, _ id: Int64?) {
    if let index = counts.firstIndex(where: { $0.place == place }) {
      counts[index].count += 1
    } else {
      counts.append((place, 1, id.map { "\(table) \($0)" }))
    }
  }

  var inWords: String {
    counts.map { "\($0.count) of \($0.place)" + ($0.first.map { ", the first in \($0)" } ?? "") }
      .joined(separator: "; ")
  }
}

/// Most texts are plain ASCII, which is told eight bytes at a time.
private func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = bytes.baseAddress else { return true }
  let words = bytes.count / 8
  var high: UInt64 = 0
  for word in 0..<words {
    high |= UnsafeRawPointer(start + word * 8).loadUnaligned(as: UInt64.self)
  }
  for byte in bytes[(words * 8)...] { high |= UInt64(byte) }
  return high & 0x8080_8080_8080_8080 == 0 || String(validating: bytes, as: UTF8.self) != nil
}
