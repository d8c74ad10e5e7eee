import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine

extension Examination {
  /// Reads every stored text and document as the commands do: a text is UTF-8, a document is JSON that `JSONText`
  /// takes, an object or a list as it should be.
  ///
  /// SQLite checks neither: its own look at JSON passes over texts that are no UTF-8, and lone surrogates.
  func texts() throws -> [Finding] {
    let (texts, documents) = try (rows.found().texts, rows.found().documents)
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
