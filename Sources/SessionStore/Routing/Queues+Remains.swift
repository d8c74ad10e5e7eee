import GRDB
import SessionModel
import StoreEngine

extension StoreReader {
  /// What is known of a queue beside its document.
  package func remains(ofQueue key: Int64) throws -> RuleRemains? {
    try StoredRow.fetchOne(
      db, of: "queue", sql: "SELECT \(RuleRemains.columns) FROM queue WHERE key = ?", arguments: [key]
    ).map { try RuleRemains($0, nil) }
  }
}

extension StoreWriter {
  /// Stores a queue that was deleted, with what was known beside it.
  package func restore(_ stored: StoredQueue, _ remains: RuleRemains) throws {
    try save(
      stored, origin: remains.origin, source: remains.source(besides: stored.document),
      localFields: remains.localFields)
  }
}
