import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What `prune` takes out of the store.
package enum PrunedKind: String, CaseIterable, Sendable {
  /// Closed conversations with all that belongs to them, and what a feed sent of them.
  case conversations
  /// Messages that have left, or were cancelled.
  case outbox
  /// Entries of the log.
  case log
}

/// How far a kind was pruned at most, and where to.
package struct Retention: Sendable {
  /// Whatever was over before this moment may be gone.
  package let before: Instant
  /// When the last run was.
  package let prunedAt: Instant
  /// The file that the last run archived to; nil where it kept nothing.
  package let archive: String?
  /// The last of all entries of histories that were made here and left; nil where none did since
  /// schema 22.
  package let lastAuditID: Int64?

  /// What a run notes.
  package init(before: Instant, prunedAt: Instant, archive: String?, lastAuditID: Int64?) {
    self.before = before
    self.prunedAt = prunedAt
    self.archive = archive
    self.lastAuditID = lastAuditID
  }
}

extension StoreReader {
  /// How far a kind was pruned; nil where nothing of it ever was.
  package func retention(_ kind: PrunedKind) throws -> Retention? {
    try StoredRow.fetchOne(
      db, of: "retention",
      sql: "SELECT before, pruned_at, archive, last_audit_id FROM retention WHERE kind = ?",
      arguments: [kind.rawValue]
    ).map {
      try Retention(
        before: $0("before"), prunedAt: $0("pruned_at"), archive: $0("archive"),
        lastAuditID: $0("last_audit_id"))
    }
  }
}

extension StoreWriter {
  /// Notes that things of a kind leave; what was noted of earlier runs goes no further back.
  package func noteRetention(_ kind: PrunedKind, _ retention: Retention) throws {
    try db.execute(
      sql: """
        INSERT INTO retention(kind, before, pruned_at, archive, last_audit_id) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET before = max(before, excluded.before), pruned_at = excluded.pruned_at,
          archive = excluded.archive,
          last_audit_id = coalesce(max(last_audit_id, excluded.last_audit_id), last_audit_id, excluded.last_audit_id)
        """,
      arguments: [
        kind.rawValue, retention.before.seconds, retention.prunedAt.seconds, retention.archive,
        retention.lastAuditID,
      ])
  }
}
