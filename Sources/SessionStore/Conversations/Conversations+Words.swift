import CivilTime
import GRDB
import SessionModel

extension StoreReader {
  /// What the customer said while the conversation was with the AI agent, the oldest first.
  func customersWords(sessionID: Int64) throws -> [String] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT e.value ->> '$.body' FROM audit a, json_each(coalesce(a.events, a.document -> '$.events')) e
        WHERE a.session_id = ? AND a.author_id > 0 AND e.value ->> '$.type' = 'Comment' ORDER BY a.id, e.key
        """)
    return try String.fetchAll(statement, arguments: [sessionID])
  }
}
