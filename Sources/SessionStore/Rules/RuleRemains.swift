import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// What is known of a rule or queue beside its document: with it, one that was deleted comes back as it was.
package struct RuleRemains {
  /// Made here, or imported.
  package let origin: Origin
  /// Of an imported one: what its source said.
  package let source: [UInt8]?
  /// What was changed of it here.
  package let localFields: RuleLocalFields
  fileprivate let firings: WireFirings?

  /// Of one that was made here and never fired.
  package static let none = RuleRemains(origin: .local, source: nil, localFields: [], firings: nil)

  private init(origin: Origin, source: [UInt8]?, localFields: RuleLocalFields, firings: WireFirings?) {
    self.origin = origin
    self.source = source
    self.localFields = localFields
    self.firings = firings
  }

  static let columns = "origin, coalesce(source_document, document) AS source, local_fields"

  init(_ row: StoredRow, _ firings: WireFirings?) throws {
    let origin: Origin = try row("origin")
    self.init(
      origin: origin, source: origin == .imported ? try row.utf8("source") : nil,
      localFields: try row("local_fields"), firings: firings)
  }

  /// What its source said, where that is not the document.
  func source(besides document: [UInt8]) -> [UInt8]? { source == document ? nil : source }

  /// Reads what `json` wrote.
  ///
  /// - Throws: `JSONError` or `WireProblem` where it is something else
  package init(_ json: [UInt8]) throws {
    let record = try RecordIndex().scan(json)
    let source = record.member("source").map { Array($0.bytes) }
    let firings = record.member("fired")?.integer().flatMap { count in
      record.member("last_fired_at")?.integer().map { WireFirings(count: count, lastAt: Instant($0)) }
    }
    self.init(
      origin: record.member("imported")?.bool == true ? .imported : .local, source: source,
      localFields: RuleLocalFields(rawValue: record.member("local_fields")?.integer() ?? 0),
      firings: firings)
  }

  /// An object for the log; nil where there is nothing to remember.
  package var json: [UInt8]? {
    var members: [(key: String, value: [UInt8])] = []
    if origin == .imported {
      members.append(("imported", Array("true".utf8)))
      members.append(("local_fields", Array(String(localFields.rawValue).utf8)))
      if let source { members.append(("source", source)) }
    }
    if let firings {
      members.append(("fired", Array(String(firings.count).utf8)))
      members.append(("last_fired_at", Array(String(firings.lastAt.seconds).utf8)))
    }
    return members.isEmpty ? nil : try? JSONPatch.replacing(members, in: Array("{}".utf8))
  }
}

extension StoreReader {
  /// What is known of a rule beside its document.
  package func remains<Rule: StorableRule>(of rule: Rule) throws -> RuleRemains? {
    let firings = try RuleFirings.told(db, Rule.kind, rule.id)
    return try StoredRow.fetchOne(
      db, of: Rule.kind.table,
      sql: "SELECT \(RuleRemains.columns) FROM \(Rule.kind.table) WHERE id = ?", arguments: [rule.id]
    ).map { try RuleRemains($0, firings) }
  }
}

extension StoreWriter {
  /// Stores a rule that was deleted, with what was known beside it.
  package func restore<Rule: StorableRule>(_ stored: StoredRule<Rule>, _ remains: RuleRemains) throws {
    try save(
      stored, origin: remains.origin, source: remains.source(besides: stored.document),
      localFields: remains.localFields)
    if let firings = remains.firings { try RuleFirings.take(firings, db, Rule.kind, stored.rule.id) }
  }
}
