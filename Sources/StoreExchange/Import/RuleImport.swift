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
  private let environment: RuleEnvironment
  private var words: [ImportedKind: LastWords] = [:]
  private let toldIndex = RecordIndex()
  /// How many rules of a kind are active at most.
  private var activeBounds: [ImportedKind: Int] = [:]

  init(_ db: Database, now: Instant) throws {
    self.db = db
    self.now = now
    environment = try StoreReader(db).ruleEnvironment(at: now)
  }

  func take<Wire: WireRuleRecord>(_ wire: Wire, _ record: JSONRecord) throws -> ImportOutcome
  where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    guard let id = wire.head.id else { throw WireProblem("id: expected an id, found nothing") }
    try WireRule.refuseTooLarge(record.bytes, "rule")
    let kind = Wire.Rule.kind
    // What was changed where an export was written is no word of the source's.
    let source = try WireRuleSource(besides: record)
    let said = try source.map { try WireRule.kept(RecordIndex().scan($0.document)) } ?? WireRule.kept(record)
    let told = try toldIndex.scan(said, insteadOf: record)
    if source != nil, try Wire(told).head.id != id { throw WireProblem.foreignSource }
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
      try save(Standing(wire, source, record), id: id, told.bytes, wire.head)
      outcome = .updated
    case .first: try save(Standing(wire, source, record), id: id, told.bytes, wire.head)
    case .news(let news): return try take(news, told, Standing(wire, source, record), id: id)
    }
    if let firings = try WireFirings(besides: record) { try RuleFirings.take(firings, db, kind, id) }
    return outcome
  }

  /// How a rule is to stand here, beside what its source said.
  private struct Standing<Wire: WireRuleRecord> {
    var active: Bool
    var position: Int64
    /// Its document, where that is another than the source's.
    var edited: [UInt8]?
    /// In what it is another.
    var fields: RuleLocalFields

    init(_ wire: Wire, _ source: WireRuleSource?, _ record: JSONRecord) {
      active = wire.head.active
      position = wire.head.position ?? 9999
      fields = source?.localFields ?? []
      edited = fields.contains(.content) ? WireRule.kept(record) : nil
    }

    /// What the source says anew goes before what was told of it elsewhere, but for what was changed there.
    mutating func hear(_ wire: Wire) {
      if !fields.contains(.active) { active = wire.head.active }
      if !fields.contains(.position) { position = wire.head.position ?? 9999 }
    }
  }

  /// What is new of a rule that was imported before; what was changed of it here stays while its source says the same.
  private func take<Wire: WireRuleRecord>(
    _ news: LastWords.News, _ told: JSONRecord, _ exported: Standing<Wire>, id: Int64
  ) throws -> ImportOutcome where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    let wire = try Wire(news.record)
    var standing = exported
    standing.hear(wire)
    let local = RuleLocalFields(rawValue: news.localFields)
    guard !local.isEmpty, let stored = try StoreReader(db).rule(Wire.Rule.self, id: id) else {
      try save(standing, id: id, news.record.bytes, wire.head)
      return .updated
    }
    // Our own export of it.
    if try told.isWritten(as: stored.wireDocument()) { return .unchanged }
    if local.contains(.active), news.record.agrees(with: news.before, in: "active") {
      standing.active = stored.rule.active
      standing.fields.insert(.active)
    }
    if local.contains(.position), news.record.agrees(with: news.before, in: "position") {
      standing.position = stored.rule.position
      standing.fields.insert(.position)
    }
    if local.contains(.content) {
      let document = try news.document(over: stored.document)
      if !news.record.isWritten(as: document) {
        standing.edited = document
        standing.fields.insert(.content)
      }
    }
    try save(standing, id: id, news.record.bytes, wire.head)
    return .updated
  }

  private func words(of kind: ImportedKind) throws -> LastWords {
    if let known = words[kind] { return known }
    let made = try LastWords(
      db, kind.table, document: "coalesce(source_document, document)", localFields: "local_fields")
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
        "there are already \(Rule.mostActive) active ones, the maximum; import it with \"active\": false")
    }
    activeBounds[Rule.kind] = others + 1
  }

  /// - Parameters:
  ///   - document: what the source said
  ///   - head: when that was made and changed
  private func save<Wire: WireRuleRecord>(
    _ standing: Standing<Wire>, id: Int64, _ document: UnsafeBufferPointer<UInt8>, _ head: WireRuleHead
  ) throws where Wire.Rule: StorableRule, Wire.Rule.Wire == Wire {
    let source = Array(document)
    let shown = standing.edited ?? source
    var rule = try Wire(RecordIndex().scan(shown)).rule(id: id, position: standing.position)
    rule.active = standing.active
    if !rule.problems(environment).isEmpty { rule.active = false }
    if rule.active { try refuseOneTooMany(Wire.Rule.self, id) }
    try StoreWriter(db).save(
      StoredRule(
        rule: rule, createdAt: head.createdAt ?? now, updatedAt: head.updatedAt ?? now, document: shown),
      origin: .imported, source: standing.edited == nil ? nil : source, localFields: standing.fields)
  }
}

extension JSONRecord {
  fileprivate func isWritten(as text: [UInt8]) -> Bool { text.withUnsafeBufferPointer(isWritten) }
}

extension WireProblem {
  /// An export that was changed by hand, or by nobody's good will.
  static let foreignSource = WireProblem("sessionctl.source: expected a record with the same id")
}
