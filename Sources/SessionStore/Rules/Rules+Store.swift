import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// A kind of rule that has a table of its own, laid out like all of them.
package protocol StorableRule: ManagedRule {
  /// The record of the wire format that says such a rule.
  associatedtype Wire: WireRuleRecord where Wire.Rule == Self
  /// Which table holds the kind, and which ids its rules take (§12).
  static var kind: ImportedKind { get }
}

extension Trigger: StorableRule {
  package typealias Wire = WireTrigger
  package static let kind = ImportedKind.trigger
}

extension MessagingTrigger: StorableRule {
  package typealias Wire = WireMessagingTrigger
  package static let kind = ImportedKind.messagingTrigger
}

extension ImportedKind {
  /// SQL after a rule's table `r`. T3: triggers run by category, then by their own position; which has none that is
  /// known here runs last `[local]`.
  fileprivate var order: String {
    guard self == .trigger else { return "ORDER BY r.position, r.id" }
    return """
      LEFT JOIN trigger_category c ON c.id = CAST(r.document ->> '$.category_id' AS TEXT)
      ORDER BY c.position IS NULL, c.position, r.position, r.id
      """
  }
}

/// A rule as it is stored.
package struct StoredRule<Rule: StorableRule>: Sendable {
  /// What the document says, with title, active and position as the columns have them.
  package var rule: Rule
  /// The moment it was made, here or at its source.
  package var createdAt: Instant
  /// The moment of its latest change, here or at its source.
  package var updatedAt: Instant
  /// The wire format word for word; `id`, `title`, `active` and `position` are the columns' (see `wireDocument`).
  package var document: [UInt8]

  /// Takes all of it as it is: that the document says the same as the rule is the caller's.
  package init(rule: Rule, createdAt: Instant, updatedAt: Instant, document: [UInt8]) {
    self.rule = rule
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.document = document
  }

  /// What the rule is for, in an admin's words; nil where nobody wrote any.
  package func description() throws -> String? {
    try JSONValue.parse(wireDocument(), allowingDuplicateKeys: true)["description"]?.string
  }

  /// The document with what may have changed since it was written, and with the members that it lacks.
  package func wireDocument() throws -> [UInt8] {
    let record = try RecordIndex().scan(document)
    let columns: Set = ["id", "title", "active", "position"]
    let changes = Rule.Wire.members(of: rule).filter { key, _ in
      columns.contains(key) || record.member(key) == nil
    }
    return JSONPatch.replacing(changes.map { ($0.0, $0.1.bytes) }, in: record)
  }
}

extension StoreReader {
  /// All triggers in the order in which they run (T3).
  package func triggers() throws -> [StoredRule<Trigger>] { try rules(Trigger.self) }

  /// All categories of triggers, in the order in which they run.
  package func triggerCategories() throws -> [(id: String, name: String)] {
    let sql = "SELECT id, name FROM trigger_category ORDER BY position, id"
    return try StoredRow.fetchAll(db, of: "trigger_category", sql: sql).map {
      (id: try $0("id"), name: try $0("name"))
    }
  }

  /// All rules of a kind in the order in which they run.
  package func rules<Rule: StorableRule>(_ kind: Rule.Type) throws -> [StoredRule<Rule>] {
    try stored(
      StoredRow.fetchAll(
        db, of: Rule.kind.table, sql: "SELECT r.* FROM \(Rule.kind.table) r \(Rule.kind.order)"))
  }

  /// nil where there is none of the kind with this id.
  package func rule<Rule: StorableRule>(_ kind: Rule.Type, id: Int64) throws -> StoredRule<Rule>? {
    let rows = try StoredRow.fetchAll(
      db, of: Rule.kind.table, sql: "SELECT * FROM \(Rule.kind.table) WHERE id = ?", arguments: [id])
    let rules: [StoredRule<Rule>] = try stored(rows)
    return rules.first
  }

  /// How many rules of a kind are active, one of them left out (T9).
  package func countActive<Rule: StorableRule>(_ type: Rule.Type, besides id: Int64? = nil) throws -> Int {
    try Int.fetchSure(
      db, sql: "SELECT count(*) FROM \(Rule.kind.table) WHERE active AND id IS NOT ?", arguments: [id])
  }

  private func stored<Rule: StorableRule>(_ rows: [StoredRow]) throws -> [StoredRule<Rule>] {
    let index = RecordIndex()
    return try rows.map { row in
      let document: [UInt8] = try row.utf8("document")
      let (id, position): (Int64, Int64) = try (row("id"), row("position"))
      var rule = try row.reading("document") {
        try Rule.Wire(index.scan($0)).rule(id: id, position: position)
      }
      rule.title = try row("title")
      rule.active = try row("active")
      return try StoredRule(
        rule: rule, createdAt: row("created_at"), updatedAt: row("updated_at"),
        document: document)
    }
  }

  /// Who has the address that mails come from (`RuleEnvironment.ownMailbox`).
  package func ownMailbox() throws -> Set<Int64> {
    guard let own = try setting(Setting.mailSender), !own.isEmpty else { return [] }
    let sql = "SELECT id FROM user WHERE email = ? COLLATE NOCASE"
    return Set(try Int64.fetchAll(db, sql: sql, arguments: [own]))
  }

  /// What the account says to its rules at a moment.
  package func ruleEnvironment(at moment: Instant) throws -> RuleEnvironment {
    let schedules = try schedules()
    var environment = RuleEnvironment(
      featureEnabled: try feature(.agents).enabled, hasSurvey: try account().plan.hasCustomizableSurvey,
      groups: Set(try Int64.fetchAll(db, sql: "SELECT id FROM agent_group WHERE origin > 0 AND NOT deleted")),
      staff: Set(try Int64.fetchAll(db, sql: "SELECT id FROM user WHERE role > 0")),
      schedules: Set(schedules.map(\.id)))
    let barred = "SELECT id, bar FROM user WHERE role > 0 AND bar <> 0"
    for row in try StoredRow.fetchAll(db, of: "user", sql: barred) {
      environment.barred[try row(0)] = try row(1) as AssignmentBar
    }
    environment.triggerEndSetsEmail = try setting("triggers.end_session_sets_email") != "false"
    // All of a run is one moment, so that whether hours are open is asked once and not for every ticket.
    for schedule in schedules {
      do throws(InvalidSchedule) {
        if try BusinessHours(schedule).isOpen(at: moment) { environment.openSchedules.insert(schedule.id) }
      } catch {
        environment.unusableSchedules[schedule.id] =
          "schedule '\(schedule.name)' can't be used: \(error.message)"
      }
    }
    if let word = try setting("account.default_schedule"), let id = Int64(word),
      environment.schedules.contains(id)
    {
      environment.defaultHoursOpen = environment.openSchedules.contains(id)
    }
    return environment
  }
}

extension StoreWriter {
  /// Stores a rule, new or changed; new ones go last (T3). One that was imported stays so when it is changed here.
  ///
  /// - Parameters:
  ///   - source: of an imported one, what its source said, where that is not the document
  ///   - localFields: of an imported one, what was changed here and stays
  package func save<Rule>(
    _ stored: StoredRule<Rule>, origin: Origin, source: [UInt8]? = nil, localFields: RuleLocalFields = []
  ) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO \(Rule.kind.table)(id, title, active, position, created_at, updated_at, origin, document,
          source_document, local_fields)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT(id) DO UPDATE SET title = ?2, active = ?3, position = ?4, updated_at = ?6, document = ?8,
          \(RuleLocalFields.assignments(origin: "?7", source: "?9", fields: "?10",
            changed: "| (active IS NOT ?3) * 2 | (position IS NOT ?4) * 4"))
        """)
    try statement.execute(
      arguments: [
        stored.rule.id, stored.rule.title, stored.rule.active, stored.rule.position,
        stored.createdAt.seconds, stored.updatedAt.seconds, origin.rawValue,
        String(decoding: WireRule.withTodaysNames(stored.document), as: UTF8.self),
        source.map { String(decoding: $0, as: UTF8.self) }, localFields.rawValue,
      ])
  }
}
