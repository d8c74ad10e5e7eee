import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

extension Examination {
  /// Reads every stored text and document as the commands do: a text is UTF-8, a document is JSON that `JSONText`
  /// takes, an object or a list as it should be.
  ///
  /// SQLite checks neither: its own look at JSON passes over texts that are no UTF-8, and lone surrogates.
  func texts() throws -> [Finding] {
    let texts = try rows.found().texts
    let found = try (rows.found().documents, untellable())
    let documents = found.0.isEmpty ? found.1 : found.0
    return [
      texts.isEmpty
        ? .ok("texts", "every stored text is UTF-8") : .problem("texts", "not UTF-8: \(texts.inWords)"),
      documents.isEmpty
        ? .ok("documents", "every stored document can be read")
        : .problem(
          "documents", "not in their proper form: \(documents.inWords)",
          "restore a backup, or import those records again"),
    ]
  }

  private enum Rating: Int, StatementColumn { case id, document }
  private enum Message: Int, StatementColumn { case rowid, form, document }

  /// Records that the history reads by their meaning, each as it does.
  private func untellable() throws -> Faults {
    var faults = Faults()
    let index = RecordIndex()
    let rating = try SteppedStatement(db, "SELECT \(Rating.selected) FROM satisfaction_rating")
    while try rating.step() {
      // What is no JSON at all is found elsewhere.
      guard let record = try? index.scan(rating.utf8(Rating.document)), (try? WireRating(record)) == nil
      else { continue }
      faults.note("satisfaction_rating.document", "satisfaction_rating", rating.integer(Rating.id))
    }
    let message = try SteppedStatement(db, "SELECT \(Message.selected) FROM message")
    while try message.step() {
      guard let form: MessageForm = message.word(Message.form),
        let record = try? index.scan(message.utf8(Message.document))
      else { continue }
      do { _ = try form.message(record, orAt: nil) } catch {
        faults.note("message.document", "message", message.integer(Message.rowid))
      }
    }
    return faults
  }

  /// The columns that hold JSON, and what it is.
  package static let documents: [String: [JSONKind]] = [
    "user.document": [.object], "agent_group.document": [.object], "group_membership.document": [.object],
    "ticket_document.body": [.object], "audit.document": [.object], "audit.events": [.array],
    "schedule.document": [.object], "schedule.intervals": [.array], "schedule.holidays": [.array],
    "message.document": [.object], "ticket_trigger.document": [.object], "macro.document": [.object],
    "recipe_part.document": [.object],
    "satisfaction_rating.document": [.object], "queue.document": [.object],
    "messaging_trigger.document": [.object], "trigger_category.document": [.object],
    "ticket_trigger.source_document": [.object], "messaging_trigger.source_document": [.object],
    "macro.source_document": [.object], "queue.source_document": [.object], "log_entry.changes": [.array],
  ]

  /// Rules, macros, queues and schedules are few and decide what happens: all of them are read.
  func rules() throws -> Finding {
    let reader = StoreReader(db)
    do {
      let standing = try RuleStanding(reader, at: now)
      _ = try reader.queues()
      if !standing.impossible.isEmpty {
        return .problem(
          "rules", "active, although they can't run: \(standing.impossible.inWords)",
          "restore a backup, or import those rules again")
      }
      if !standing.strange.isEmpty {
        return .warning(
          "rules", "they look like rules of another kind: \(standing.strange.inWords)",
          "check them, and import them again as what they are")
      }
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

extension StoreReader {
  /// Active rules that no command and no import could have made active: their table and their number.
  ///
  /// - Throws: `UnreadableValue` where one can't even be read
  package func rulesThatCannotRun(at now: Instant) throws -> [(table: String, id: Int64)] {
    try RuleStanding(self, at: now).barred
  }
}

/// Rules that can't be what they are stored as: pages of two tables that are laid out alike may have been swapped.
private struct RuleStanding {
  /// No command and no import makes them active (T10), whatever groups, plans or schedules have done since.
  private(set) var impossible = Faults()
  /// The same, by table and number.
  private(set) var barred: [(table: String, id: Int64)] = []
  /// Imported as what they are not, or damaged.
  private(set) var strange = Faults()
  private let index = RecordIndex()

  /// What is wrong with a rule by its own words, and not by what else there is in the account.
  private static let ownFaults: Set = ["unknown_field", "event", "conditions", "actions", "both_lists"]

  /// Looks at every trigger, messaging trigger and macro.
  init(_ reader: StoreReader, at now: Instant) throws {
    let environment = try reader.ruleEnvironment(at: now)
    try look(at: reader.triggers(), environment)
    try look(at: reader.rules(MessagingTrigger.self), environment)
    try look(at: reader.rules(Macro.self), environment)
  }

  private mutating func look<Rule: StorableRule>(at rules: [StoredRule<Rule>], _ environment: RuleEnvironment)
    throws
  {
    for stored in rules {
      if stored.rule.active,
        stored.rule.problems(environment).contains(where: { Self.ownFaults.contains($0.code) })
      {
        impossible.note("the \(Rule.noun)s", Rule.noun, stored.rule.id)
        barred.append((Rule.kind.table, stored.rule.id))
      } else if let kind = RecordKind.of(try index.scan(stored.document)).kind, kind != Rule.Wire.kind.record
      {
        strange.note("the \(Rule.noun)s", Rule.noun, stored.rule.id)
      }
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
      try StoredColumn(name: $0("name"), isText: $0("type") == "TEXT", isKey: $0("pk") > 0)
    }
  }
}
