import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

extension StoredDocuments {
  /// Rules of a kind by their ids, each with its document and with what an export says beside it.
  package func forEachRule<Rule: StorableRule>(
    _ kind: Rule.Type, _ body: (Rule, _ document: [UInt8], _ companion: [UInt8]?) throws -> Void
  ) throws {
    for stored in try StoreReader(db).rules(kind).sorted(by: { $0.rule.id < $1.rule.id }) {
      let document = try stored.wireDocument()
      let source = try source(Rule.kind.table, "id", stored.rule.id, shown: document)
      let firings = try RuleFirings.companion(db, Rule.kind, stored.rule.id)
      try body(stored.rule, document, companion(firings, source))
    }
  }

  /// Queues in their order, each with its document and with what an export says beside it.
  package func forEachQueue(_ body: (_ document: [UInt8], _ companion: [UInt8]?) throws -> Void) throws {
    for stored in try StoreReader(db).queues() {
      let document = try stored.wireDocument()
      try body(
        document, companion(nil, source("queue", "key", stored.queue.key, shown: document)))
    }
  }

  private func companion(_ firings: JSONValue?, _ source: WireRuleSource?) throws -> [UInt8]? {
    guard firings != nil || source != nil else { return nil }
    return try JSONPatch.replacing(source?.members ?? [], in: (firings ?? [:]).bytes)
  }

  /// What the source of an imported rule or queue said; nil where what is shown says all of it.
  private func source(
    _ table: String, _ key: String, _ id: Int64, shown: [UInt8]
  ) throws -> WireRuleSource? {
    let row = try StoredRow.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT coalesce(source_document, document) AS source, local_fields FROM \(table)
          WHERE \(key) = ? AND origin = \(Origin.imported.rawValue)
          """), of: table, arguments: [id])
    guard let row else { return nil }
    let (fields, source): (RuleLocalFields, [UInt8]) = try (row("local_fields"), row.utf8("source"))
    if fields.isEmpty {
      let document = try RecordIndex().scan(shown)
      if try row.reading("source", { try RecordIndex().scan($0).tellsNothing(beyond: document) }) {
        return nil
      }
    }
    return WireRuleSource(localFields: fields, document: source)
  }
}
