import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes rules in: what can't be evaluated is kept, inactive, with the reason in `problems` (T10).
struct RuleImport {
  private let db: Database
  private let now: Instant
  private let facts: RuleFacts

  init(_ db: Database, now: Instant) throws {
    self.db = db
    self.now = now
    facts = try StoreReader(db).ruleFacts(at: now)
  }

  func take<Wire: WireRuleRecord>(_ wire: Wire, _ record: JSONRecord) throws -> ImportOutcome
  where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    guard let id = wire.head.id else { throw WireProblem("id: expected an id, found nothing") }
    let size = WireRule.size(of: record.bytes, limit: Wire.Rule.largestSize)
    guard size <= Wire.Rule.largestSize else {
      throw WireProblem("a rule is at most \(Wire.Rule.largestSize) bytes; this one has \(size)")
    }
    let kind = Wire.Rule.kind
    let updatedAt = wire.head.updatedAt ?? now
    let known = try Row.fetchOne(
      db, sql: "SELECT origin, updated_at, document FROM \(kind.table) WHERE id = ?", arguments: [id])
    if let known {
      let isStandard = try kind == .trigger && StandardRules.isUntouched(id, in: db)
      if known["origin"] == Origin.local.rawValue, !isStandard {
        if (known["document"] as String).utf8.elementsEqual(WireRule.kept(record)) { return .unchanged }
        try StoreReader(db).refuseIfLocal(kind, id, record)
        return .unchanged
      }
      guard isStandard || updatedAt.seconds > known["updated_at"] else { return .unchanged }
    }
    try save(wire, id: id, updatedAt: updatedAt, record)
    if let firings = try WireFirings(besides: record) { try RuleFirings.take(firings, db, kind, id) }
    return known == nil ? .created : .updated
  }

  /// T9
  private func refuseOneTooMany<Rule: StorableRule>(_ type: Rule.Type, _ id: Int64) throws {
    let others = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM \(Rule.kind.table) WHERE active AND id <> ?", arguments: [id])!
    guard others < Rule.mostActive else {
      throw WireProblem(
        "there are \(Rule.mostActive) active ones, the most there can be; import it with \"active\": false")
    }
  }

  private func save<Wire: WireRuleRecord>(
    _ wire: Wire, id: Int64, updatedAt: Instant, _ record: JSONRecord
  ) throws where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    var rule = wire.rule(id: id, position: wire.head.position ?? 9999)
    if !rule.problems(facts).isEmpty { rule.active = false }
    if rule.active { try refuseOneTooMany(Wire.Rule.self, id) }
    try StoreWriter(db).save(
      StoredRule(
        rule: rule, createdAt: wire.head.createdAt ?? now, updatedAt: updatedAt,
        document: WireRule.kept(record)),
      origin: .imported)
  }
}
