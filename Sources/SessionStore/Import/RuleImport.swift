import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes triggers in: what can't be evaluated is kept, inactive, with the reason in `problems` (T10).
struct RuleImport {
  private let db: Database
  private let now: Instant
  private let compiler: RuleCompiler

  init(_ db: Database, now: Instant) throws {
    self.db = db
    self.now = now
    compiler = RuleCompiler(try StoreReader(db).ruleFacts(at: now))
  }

  func take(_ wire: WireTrigger, _ record: JSONRecord) throws -> ImportOutcome {
    guard let id = wire.id else { throw WireProblem("id: expected an id, found nothing") }
    guard record.bytes.count <= Trigger.largestSize else {
      throw WireProblem("a rule is at most \(Trigger.largestSize) bytes; this one has \(record.bytes.count)")
    }
    let updatedAt = wire.updatedAt ?? now
    if let known = try Row.fetchOne(
      db, sql: "SELECT origin, updated_at, document FROM ticket_trigger WHERE id = ?", arguments: [id])
    {
      if known["origin"] == Origin.local.rawValue {
        if (known["document"] as String).utf8.elementsEqual(record.bytes) { return .unchanged }
        throw WireProblem("a different trigger with this id was made here, and an import never overwrites it")
      }
      guard updatedAt.seconds > known["updated_at"] else { return .unchanged }
      try save(wire, id: id, updatedAt: updatedAt, record)
      return .updated
    }
    try save(wire, id: id, updatedAt: updatedAt, record)
    try RuleFirings.take(wire.firings, db, .trigger, id)
    return .created
  }

  private func save(_ wire: WireTrigger, id: Int64, updatedAt: Instant, _ record: JSONRecord) throws {
    var trigger = Trigger(
      id: id, title: wire.title, active: wire.active, position: wire.position ?? 9999,
      conditions: wire.conditions, actions: wire.actions)
    if !compiler.problems(of: trigger).isEmpty { trigger.active = false }
    let document =
      record.bytes.contains { $0 == 0x0A || $0 == 0x0D }
      ? JSONLine.compacted(record.bytes) : Array(record.bytes)
    try StoreWriter(db).save(
      StoredTrigger(
        trigger: trigger, createdAt: wire.createdAt ?? now, updatedAt: updatedAt, document: document),
      origin: .imported)
  }
}
