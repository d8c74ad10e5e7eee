import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the door writes of queues.
extension StoreWriter {
  /// The wire format's id of a queue made here `[local]`: counted like other ids (§12), but as a text.
  func nextQueueID() throws -> String {
    let row = try StoredRow.fetchSure(
      db, of: "local_id",
      sql: """
        SELECT (SELECT last FROM local_id WHERE kind = 'queue'),
          EXISTS (SELECT 1 FROM imported_kind WHERE kind = 'queue')
        """)
    let (last, isBesideImports): (Int64?, Bool) = try (row(0), row(1))
    var id = max(last ?? 0, isBesideImports ? firstLocalIDBesideImports - 1 : 0)
    repeat { id = id.counting() } while try hasQueue(id: String(id))
    try db.execute(
      sql: "INSERT INTO local_id VALUES ('queue', ?1) ON CONFLICT DO UPDATE SET last = ?1", arguments: [id])
    return String(id)
  }

  private func hasQueue(id: String) throws -> Bool {
    try Bool.fetchSure(db, sql: "SELECT EXISTS (SELECT 1 FROM queue WHERE id = ?)", arguments: [id])
  }

  /// Puts the queues into this order, counted from 1.
  package func setQueueOrder(_ keys: [Int64], at moment: Instant) throws {
    for (place, key) in keys.enumerated() {
      try db.execute(
        sql: """
          UPDATE queue SET position = ?1, updated_at = max(updated_at, ?2),
            local_fields = \(RuleLocalFields.adding(.position)) WHERE key = ?3 AND position <> ?1
          """, arguments: [place + 1, moment.seconds, key])
    }
  }

  /// Its tickets are left to `rematch`.
  package func deleteQueue(key: Int64) throws {
    try db.execute(sql: "DELETE FROM queue WHERE key = ?", arguments: [key])
  }
}
