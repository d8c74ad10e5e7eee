import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes rules in: what can't be evaluated is kept, inactive, with the reason in `problems` (T10).
///
/// One serves for rules that follow each other: what they may name is looked up once.
final class RuleImport {
  private let db: Database
  private let now: Instant
  private let facts: RuleEnvironment
  private var words: [ImportedKind: LastWords] = [:]
  private let toldIndex = RecordIndex()
  /// How many rules of a kind are active at most.
  private var activeBounds: [ImportedKind: Int] = [:]

  init(_ db: Database, now: Instant) throws {
    self.db = db
    self.now = now
    facts = try StoreReader(db).ruleFacts(at: now)
  }

  func take<Wire: WireRuleRecord>(_ wire: Wire, _ record: JSONRecord) throws -> ImportOutcome
  where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    guard let id = wire.head.id else { throw WireProblem("id: expected an id, found nothing") }
    try WireRule.refuseTooLarge(record.bytes, "rule")
    let kind = Wire.Rule.kind
    let told = try toldIndex.scan(WireRule.kept(record), insteadOf: record)
    var outcome = ImportOutcome.created
    switch try words(of: kind).hear(told, id: id) {
    case .nothing: return .unchanged
    case .madeHere:
      let own = try StoreReader(db).rule(Wire.Rule.self, id: id)?.document
      if let own, told.isWritten(as: own) {
        // The standard rules of two stores may be the same to the letter, but not how often they fired.
        guard try kind == .trigger && StandardRules.isUntouched(id, in: db),
          let firings = try WireFirings(besides: record),
          try RuleFirings.companion(db, kind, id) == nil
        else { return .unchanged }
        try RuleFirings.take(firings, db, kind, id)
        return .updated
      }
      guard try kind == .trigger && StandardRules.isUntouched(id, in: db) else {
        try StoreReader(db).refuseIfLocal(kind, id, record)
        return .unchanged
      }
      // Nobody has looked at it yet: the account's own takes its place.
      try db.execute(sql: "DELETE FROM \(kind.table) WHERE id = ?", arguments: [id])
      try save(wire, id: id, document: told.bytes)
      outcome = .updated
    case .first: try save(wire, id: id, document: told.bytes)
    case .news(let news): return try take(news, told, Wire.self, id: id)
    }
    if let firings = try WireFirings(besides: record) { try RuleFirings.take(firings, db, kind, id) }
    return outcome
  }

  /// What is new of a rule that was imported before; what was changed of it here stays while its source says the same.
  private func take<Wire: WireRuleRecord>(
    _ news: LastWords.News, _ told: JSONRecord, _ type: Wire.Type, id: Int64
  ) throws -> ImportOutcome where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    let wire = try Wire(news.record)
    let local = RuleLocalFields(rawValue: news.localFields)
    guard !local.isEmpty, let stored = try StoreReader(db).rule(Wire.Rule.self, id: id) else {
      try save(wire, id: id, document: news.record.bytes)
      return .updated
    }
    // Our own export of it.
    if try told.isWritten(as: stored.wireDocument()) { return .unchanged }
    var kept: RuleLocalFields = []
    for (field, member) in [(RuleLocalFields.active, "active"), (.position, "position")]
    where local.contains(field) && news.record.agrees(with: news.before, in: member) { kept.insert(field) }
    var edited: [UInt8]?
    if local.contains(.content) {
      let document = try news.document(over: stored.document)
      if !news.record.isWritten(as: document) {
        edited = document
        kept.insert(.content)
      }
    }
    try save(wire, id: id, document: news.record.bytes, edited: edited, keeping: kept, of: stored.rule)
    return .updated
  }

  private func words(of kind: ImportedKind) throws -> LastWords {
    if let known = words[kind] { return known }
    let made = try LastWords(
      db,
      known:
        "SELECT origin, NULL, coalesce(source_document, document), local_fields FROM \(kind.table) WHERE id = ?"
    )
    words[kind] = made
    return made
  }

  /// T9. They are counted only where there may be too many: each count reads all of them.
  private func refuseOneTooMany<Rule: StorableRule>(_ type: Rule.Type, _ id: Int64) throws {
    if let bound = activeBounds[Rule.kind], bound < Rule.mostActive {
      activeBounds[Rule.kind] = bound + 1
      return
    }
    let others = try StoreReader(db).countActive(Rule.self, besides: id)
    guard others < Rule.mostActive else {
      throw WireProblem(
        "there are \(Rule.mostActive) active ones, the most there can be; import it with \"active\": false")
    }
    activeBounds[Rule.kind] = others + 1
  }

  /// - Parameters:
  ///   - document: what the source said
  ///   - edited: what stands here instead
  ///   - kept: what stays of the rule that is here
  private func save<Wire: WireRuleRecord>(
    _ wire: Wire, id: Int64, document: UnsafeBufferPointer<UInt8>, edited: [UInt8]? = nil,
    keeping kept: RuleLocalFields = [], of known: Wire.Rule? = nil
  ) throws where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    let shown = try edited.map { try Wire(RecordIndex().scan($0)) } ?? wire
    var rule = shown.rule(id: id, position: wire.head.position ?? 9999)
    rule.active = wire.head.active
    if let known {
      if kept.contains(.active) { rule.active = known.active }
      if kept.contains(.position) { rule.position = known.position }
    }
    if !rule.problems(facts).isEmpty { rule.active = false }
    if rule.active { try refuseOneTooMany(Wire.Rule.self, id) }
    let source = Array(document)
    try StoreWriter(db).save(
      StoredRule(
        rule: rule, createdAt: wire.head.createdAt ?? now, updatedAt: wire.head.updatedAt ?? now,
        document: edited ?? source),
      origin: .imported, source: edited == nil ? nil : source, localFields: kept)
  }
}

extension JSONRecord {
  fileprivate func isWritten(as text: [UInt8]) -> Bool { text.withUnsafeBufferPointer(isWritten) }
}
