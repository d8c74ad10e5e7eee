import GRDB
import JSONText
import SessionStore
import StoreDoctor
import StoreEngine
import WireFormat

/// What a row of a table looks like, by which rows are told that have lost the way to their table.
struct TableShape {
  struct Column {
    let name: String
    let isText: Bool
    let isRequired: Bool
    /// Whether rows from before the column was added may lack it.
    let mayBeMissing: Bool
    /// What a document in it is; nil for other columns.
    let documents: [JSONKind]?
  }

  let table: String
  /// In the order in which they are stored.
  let columns: [Column]
  /// Whether rows are numbered, or sorted by their own first columns.
  let isNumbered: Bool
  /// The column that is the row's number.
  let key: Int?

  /// - Parameter object: how the table was made
  init(_ db: Database, _ object: SchemaObject) throws {
    table = object.table
    isNumbered = !object.sql.contains("WITHOUT ROWID")
    let rows = try StoredRow.fetchAll(
      db, of: "pragma_table_info",
      sql: "SELECT name, type, \"notnull\", pk, dflt_value IS NOT NULL AS fallback FROM pragma_table_info(?)",
      arguments: [table])
    var columns: [(column: Column, key: Int, isInteger: Bool)] = []
    for row in rows {
      let name: String = try row("name")
      let (isRequired, hasDefault): (Bool, Bool) = try (row("notnull"), row("fallback"))
      let isText: Bool = try row("type") == "TEXT"
      columns.append(
        (
          Column(
            name: name, isText: isText, isRequired: isRequired, mayBeMissing: hasDefault || !isRequired,
            documents: Examination.documents["\(table).\(name)"]), try row("pk"), !isText
        ))
    }
    let keys = columns.filter { $0.key > 0 }
    if isNumbered {
      key = keys.count == 1 && keys[0].isInteger ? columns.firstIndex { $0.key > 0 } : nil
      self.columns = columns.map(\.column)
    } else {
      key = nil
      self.columns =
        keys.sorted { $0.key < $1.key }.map(\.column) + columns.filter { $0.key == 0 }.map(\.column)
    }
  }

  /// Whether the row can be one of this table, by its values' kinds.
  func fits(_ record: Record) -> Bool {
    let count = record.values.count
    guard count <= columns.count, columns[count...].allSatisfy(\.mayBeMissing) else { return false }
    for (index, (value, column)) in zip(record.values, columns).enumerated() {
      switch value {
      case .null: if column.isRequired && index != key { return false }
      case .integer: if column.isText || index == key { return false }
      case .text: if !column.isText { return false }
      case .foreign: return false
      case .lost: break
      }
    }
    return true
  }

  /// Whether nearly all rows of a leaf can be.
  func fits(_ leaf: PageSurvey.Leaf) -> Bool {
    leaf.records.count(where: fits) * 5 >= leaf.records.count * 4
  }

  // MARK: Tables that are laid out alike

  /// Whether a row of a fitting shape can be one of this table, by what it says.
  func means(_ record: Record, _ db: Database) throws -> Bool {
    func text(_ index: Int) -> String? {
      guard index < record.values.count, case .text(let bytes) = record.values[index] else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
    func number(_ index: Int) -> Int64? {
      guard index < record.values.count, case .integer(let number) = record.values[index] else { return nil }
      return number
    }
    // Entries of indexes look like rows that lack their last columns.
    guard isNumbered || record.values.count == columns.count || table == "ingested_event" else {
      return false
    }
    for (column, value) in zip(columns, record.values) {
      if let kinds = column.documents, case .text(let bytes) = value, !Self.isDocument(bytes, kinds) {
        return false
      }
    }
    switch table {
    case "account", "store_identity", "remote_trigger":
      return record.rowid == 1 && (table != "store_identity" || text(1)?.utf8.count == 16)
    case "feature": return (0...1).contains(record.rowid ?? -1) && record.values.count == columns.count
    case "ticket_trigger", "macro", "messaging_trigger":
      guard record.values.count > 7, case .text(let bytes) = record.values[7] else { return false }
      return Self.kind(of: bytes).map { ImportedKind(rawValue: $0.name)?.table == table } ?? true
    // What waits in a queue looks like the first half of one.
    case "audit": return record.values.count > 6
    // The account's only row looks like one that was written before the last column was.
    case "queue_ticket": return record.values.count == columns.count || record.rowid != 1
    case "setting": return text(0)?.contains(".") == true
    case "imported_kind", "local_id":
      return text(0).map { ImportedKind(rawValue: $0) != nil || ["queue", "queue_key"].contains($0) } == true
    case "recipe_part", "rule_firing":
      return Self.kinds.contains(text(table == "recipe_part" ? 1 : 0) ?? "")
    case "trigger_category": return !Self.kinds.contains(text(1) ?? "")
    case "past_facts": return text(1)?.hasPrefix("{") == false
    case "past_reply": return number(0).map { $0 > 1_000_000_000 && $0 % 900 == 0 } == true
    // Which is a digest, and no small number.
    case "past_key": return (record.rowid ?? 0).magnitude >= 1 << 40
    case "past_session": return number(0).map { $0 > 1_000_000_000 } == true
    case "ingested_event": return number(1).map { $0.magnitude >= 1 << 40 } == true
    case "conversation_key":
      guard let id = number(1), let key = text(0) else { return false }
      // Entries of indexes are laid out in the same way.
      return try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM session WHERE id = ?1)
            AND NOT EXISTS (SELECT 1 FROM user WHERE id = ?1 AND email = ?2)
            AND NOT EXISTS (SELECT 1 FROM queue WHERE key = ?1 AND id = ?2)
            AND NOT EXISTS (SELECT 1 FROM grdb_migrations WHERE identifier = ?2)
          """, arguments: [id, key]) == true
    default: return true
    }
  }

  /// What rules and parts of recipes can be.
  private static let kinds: Set = [
    "trigger", "macro", "queue", "messaging trigger", "messaging_trigger", "schedule", "group",
  ]

  static func isDocument(_ bytes: [UInt8], _ kinds: [JSONKind]) -> Bool {
    var check = JSONCheck()
    return bytes.withUnsafeBufferPointer {
      check.fault(in: $0) == nil && check.kind(of: $0).map(kinds.contains) == true
    }
  }

  private static func kind(of bytes: [UInt8]) -> RecordKind? {
    bytes.withUnsafeBufferPointer { try? RecordIndex().scan($0) }.flatMap { RecordKind.of($0).kind }
  }
}
