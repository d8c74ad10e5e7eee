import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

extension StoreReader {
  /// Whether events are remembered without the time at which they happened.
  package func hasUndatedEvents() throws -> Bool {
    try Bool.fetchSure(db, sql: "SELECT EXISTS (SELECT 1 FROM ingested_event WHERE at IS NULL)")
  }
}

extension StoreWriter {
  /// Puts a message back that was pruned; false where it is here.
  package func takeBack(_ entry: OutboxEntry) throws -> Bool {
    try db.execute(
      sql: """
        INSERT INTO outbox(id, kind, ticket_id, recipient, subject, body, rule_id, rule_kind, created_at, state,
          attempts, last_error, delivered_at)
        VALUES (?, ?, (SELECT id FROM ticket WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
        """,
      arguments: [
        entry.id, entry.kind.rawValue, entry.ticketID, entry.to, entry.subject, entry.body, entry.ruleID,
        entry.ruleKind?.rawValue, entry.createdAt.seconds, entry.state.rawValue, entry.attempts,
        entry.lastError, entry.deliveredAt?.seconds,
      ])
    return db.changesCount > 0
  }

  /// Puts an entry of the log back that was pruned; false where it is here.
  ///
  /// - Throws: `WireProblem` where what can be undone is none of ours
  package func takeBack(_ entry: WireLogEntry) throws -> Bool {
    if let changes = entry.changes {
      do throws(JSONError) { _ = try LoggedChanges.changes(Array(changes.utf8)) } catch {
        throw WireProblem("changes: expected a list of changes, as an archive has it")
      }
    }
    try db.execute(
      sql: """
        INSERT INTO log_entry(id, at, actor_id, os_user, command, summary, before, after, changes)
        VALUES (?, ?, (SELECT id FROM user WHERE id = ?), ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
        """,
      arguments: [
        entry.id, entry.at.seconds, entry.actorID, entry.osUser, entry.command, entry.summary, entry.before,
        entry.after, entry.changes,
      ])
    return db.changesCount > 0
  }
}
