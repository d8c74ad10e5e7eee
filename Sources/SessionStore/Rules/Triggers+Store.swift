import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// A trigger as it is stored.
public struct StoredTrigger: Sendable {
  public var trigger: Trigger
  public var createdAt: Instant
  public var updatedAt: Instant
  /// The wire format word for word; `id`, `title`, `active` and `position` are the columns' (see `wireDocument`).
  public var document: [UInt8]

  public init(trigger: Trigger, createdAt: Instant, updatedAt: Instant, document: [UInt8]) {
    self.trigger = trigger
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.document = document
  }

  /// The document with what may have changed since it was written.
  public func wireDocument() throws -> [UInt8] {
    func text(_ value: JSONValue) -> [UInt8] { Array(value.text.utf8) }
    return try JSONPatch.replacing(
      [
        ("id", text(.integer(trigger.id))), ("title", text(.string(trigger.title))),
        ("active", text(.bool(trigger.active))), ("position", text(.integer(trigger.position))),
      ], in: document)
  }
}

extension StoreReader {
  /// All triggers in the order in which they run (T3).
  public func triggers() throws -> [StoredTrigger] {
    try Row.fetchAll(db, sql: "SELECT * FROM ticket_trigger ORDER BY position, id").map(stored)
  }

  private func stored(_ row: Row) throws -> StoredTrigger {
    let document = Array((row["document"] as String).utf8)
    let value = try JSONValue.parse(document, allowingDuplicateKeys: true)
    return StoredTrigger(
      trigger: Trigger(
        id: row["id"], title: row["title"], active: row["active"], position: row["position"],
        conditions: try WireRule.conditions(value["conditions"]),
        actions: try WireRule.actions(value["actions"])),
      createdAt: Instant(row["created_at"]), updatedAt: Instant(row["updated_at"]), document: document)
  }

  /// What the account says to its rules at a moment.
  public func ruleFacts(at moment: Instant) throws -> RuleFacts {
    let schedules = try schedules()
    var facts = RuleFacts(
      featureEnabled: try feature(.agents).enabled, hasSurvey: try account().plan.hasCustomizableSurvey,
      groups: Set(try Int64.fetchAll(db, sql: "SELECT id FROM agent_group WHERE origin > 0 AND NOT deleted")),
      staff: Set(try Int64.fetchAll(db, sql: "SELECT id FROM user WHERE role > 0")),
      schedules: Set(schedules.map(\.id)))
    // All of a run is one moment, so that whether hours are open is asked once and not for every ticket.
    for schedule in schedules where (try? BusinessHours(schedule))?.isOpen(at: moment) == true {
      facts.openSchedules.insert(schedule.id)
    }
    if let word = try setting("account.default_schedule"), let id = Int64(word), facts.schedules.contains(id)
    {
      facts.defaultHoursOpen = facts.openSchedules.contains(id)
    }
    return facts
  }

  /// The rules of a run, compiled once.
  func runRules(for update: Update) throws -> RunRules {
    RunRules(triggers: try ruleSet(for: update), queues: try queueRules(at: update.at))
  }

  /// The triggers that can be met in a run.
  private func ruleSet(for update: Update) throws -> RuleSet {
    let active = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM ticket_trigger WHERE active)")!
    guard active else { return .none }
    return try RuleCompiler(ruleFacts(at: update.at))
      .compile(triggers().map(\.trigger), event: ruleEvent(of: update), steps: update.steps)
  }

  private func ruleEvent(of update: Update) throws -> RuleEvent {
    var comment: RuleEvent.Comment?
    for case .comment(let body, let isPublic) in update.steps {
      comment = RuleEvent.Comment(body: body, isPublic: isPublic)
    }
    var role = Role.admin
    if case .user(let id) = update.actor { role = try person(id: id)?.role ?? .endUser }
    var updaterID: Int64?
    if case .user(let id) = update.actor { updaterID = id }
    return RuleEvent(
      isCreation: false, comment: comment, updaterID: updaterID, updaterRole: role, channel: update.via.word)
  }
}

extension StoreWriter {
  /// Stores a trigger, new or changed; new ones go last (T3).
  public func save(_ stored: StoredTrigger, origin: Origin) throws {
    try db.execute(
      sql: """
        INSERT INTO ticket_trigger(id, title, active, position, created_at, updated_at, origin, document)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT(id) DO UPDATE SET title = ?2, active = ?3, position = ?4, updated_at = ?6, origin = ?7,
          document = ?8
        """,
      arguments: [
        stored.trigger.id, stored.trigger.title, stored.trigger.active, stored.trigger.position,
        stored.createdAt.seconds, stored.updatedAt.seconds, origin.rawValue,
        String(decoding: stored.document, as: UTF8.self),
      ])
  }

  public func nextTriggerID() throws -> Int64 { try takeLocalID(.trigger) }

  public func nextTriggerPosition() throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT coalesce(max(position) + 1, 0) FROM ticket_trigger")!
  }

  public func setActive(_ active: Bool, trigger id: Int64, at: Instant) throws {
    try db.execute(
      sql: "UPDATE ticket_trigger SET active = ?, updated_at = max(updated_at, ?) WHERE id = ?",
      arguments: [active, at.seconds, id])
  }

  public func setPosition(_ position: Int64, trigger id: Int64, at: Instant) throws {
    try db.execute(
      sql: "UPDATE ticket_trigger SET position = ?, updated_at = max(updated_at, ?) WHERE id = ?",
      arguments: [position, at.seconds, id])
  }

  public func deleteTrigger(_ id: Int64) throws {
    try db.execute(sql: "DELETE FROM ticket_trigger WHERE id = ?", arguments: [id])
    try RuleFirings.forget(db, .trigger, id)
  }
}
