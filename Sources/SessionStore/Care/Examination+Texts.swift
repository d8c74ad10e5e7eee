import GRDB
import JSONText
import SessionModel

extension Examination {
  /// Reads every stored text and document as the commands do: a text is UTF-8, a document is JSON that `JSONText`
  /// takes, an object or a list as it should be.
  ///
  /// SQLite checks neither: its own look at JSON passes over texts that are no UTF-8, and lone surrogates.
  func texts() throws -> [Finding] {
    var (texts, documents) = (Faults(), Faults())
    var check = JSONCheck()
    for table in try Self.ownTables() {
      let columns = try StoredColumn.all(db, of: table)
      let keys = columns.filter { $0.isKey && !$0.isText }
      let readable = columns.filter(\.isText)
      if readable.isEmpty { continue }
      let key = keys.count == 1 ? keys.first?.name : nil
      let names = ([key ?? "0"] + readable.map(\.name)).map { $0 == "0" ? $0 : "\"\($0)\"" }
      let row = try SteppedStatement(db, "SELECT \(names.joined(separator: ", ")) FROM \"\(table)\"")
      while try row.step() {
        for (index, column) in readable.enumerated() where !row.isNull(Int32(index + 1)) {
          let bytes = row.utf8(Int32(index + 1))
          let place = "\(table).\(column.name)"
          if let kinds = Self.documents[place] {
            if check.fault(in: bytes) == nil, check.kind(of: bytes).map(kinds.contains) == true { continue }
            documents.note(place, table, key == nil ? nil : row.integer(0))
          } else if !isUTF8(bytes) {
            texts.note(place, table, key == nil ? nil : row.integer(0))
          }
        }
      }
    }
    return [
      texts.isEmpty
        ? .ok("texts", "every stored text is UTF-8") : .problem("texts", "not UTF-8: \(texts.inWords)"),
      documents.isEmpty
        ? .ok("documents", "every stored document can be read")
        : .problem(
          "documents", "not the JSON that they should be: \(documents.inWords)",
          "restore a backup, or import those records again"),
    ]
  }

  /// The columns that hold JSON, and what it is.
  static let documents: [String: [JSONKind]] = [
    "user.document": [.object], "agent_group.document": [.object], "group_membership.document": [.object],
    "ticket_document.body": [.object], "audit.document": [.object], "audit.events": [.array],
    "schedule.document": [.object], "schedule.intervals": [.array], "schedule.holidays": [.array],
    "message.document": [.object], "ticket_trigger.document": [.object], "macro.document": [.object],
    "recipe_part.document": [.object],
    "satisfaction_rating.document": [.object], "queue.document": [.object],
    "messaging_trigger.document": [.object], "trigger_category.document": [.object],
    "ticket_trigger.source_document": [.object], "messaging_trigger.source_document": [.object],
    "macro.source_document": [.object], "queue.source_document": [.object],
  ]

  /// Rules, macros, queues and schedules are few and decide what happens: all of them are read.
  func rules() throws -> Finding {
    let reader = StoreReader(db)
    do {
      _ = try (
        reader.triggers(), reader.rules(MessagingTrigger.self), reader.rules(Macro.self), reader.queues()
      )
      return .ok("rules", "all triggers, macros and queues can be read")
    } catch let error as DatabaseError {
      throw error
    } catch let error as StoreError where error.kind == .interrupted {
      throw error
    } catch {
      return .problem(
        "rules", "one of the triggers, macros or queues can't be read: \(error)",
        "restore a backup, or import those rules again")
    }
  }
}

/// Places where something was found, told without a byte of what stands there.
private struct Faults {
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

/// A column of a stored table.
struct StoredColumn {
  let name: String
  let isText: Bool
  let isKey: Bool

  static func all(_ db: Database, of table: String) throws -> [StoredColumn] {
    try StoredRow.fetchAll(
      db, of: "pragma_table_info", sql: "SELECT name, type, pk FROM pragma_table_info(?)", arguments: [table]
    ).map {
      try StoredColumn(name: $0(0), isText: $0(1) == "TEXT", isKey: $0(2) > 0)
    }
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
