import GRDB
import SessionStore
import StoreEngine
import WireFormat

/// Takes in which events a feed has sent already, and what it calls its conversations, from an export.
struct IngestMemoryImport {
  private let db: Database
  private let sessions: SessionImport

  init(_ db: Database, _ sessions: SessionImport) {
    self.db = db
    self.sessions = sessions
  }

  /// A key names one conversation after the other: what is known here is not older.
  func take(_ key: WireConversationKey) throws -> ImportOutcome {
    let sessionID = sessions.currentID(of: key.sessionID)
    let exists = try Bool.fetchSure(
      db, sql: "SELECT EXISTS (SELECT 1 FROM session WHERE id = ?)", arguments: [sessionID])
    guard exists else { throw WireProblem("conversation_id: there is no conversation \(sessionID)") }
    try db.execute(
      sql: "INSERT INTO conversation_key(key, session_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [key.key, sessionID])
    guard db.changesCount > 0 else { return .unchanged }
    try db.execute(
      sql: "DELETE FROM past_key WHERE digest = ?", arguments: [EventDigest.of(key.key.utf8)])
    return .created
  }

  func take(_ event: WireIngestedEvent) throws -> ImportOutcome {
    try db.execute(
      sql: "INSERT INTO ingested_event(id, digest, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      arguments: [event.id, event.digest, event.at?.seconds])
    return db.changesCount > 0 ? .created : .unchanged
  }
}
