import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// That somebody was redacted; nothing of them but their id.
package struct RedactedUser: Sendable, Equatable {
  /// Who.
  package let userID: Int64
  /// When.
  package let redactedAt: Instant
  /// When the file was rewritten afterwards; nil as long as old pages of it may still hold something.
  package let rewrittenAt: Instant?
}

/// What keeps somebody from being redacted.
package struct UnfinishedWork: Sendable, Equatable {
  /// Their sessions that are active.
  package let sessions: Int
  /// Those of them that are still with the AI agent.
  package let withoutTicket: Int
  /// Their tickets that are not solved.
  package let tickets: Int
}

extension StoreReader {
  /// Everybody who was redacted, by id.
  package func redactions() throws -> [RedactedUser] {
    try StoredRow.fetchAll(
      db, of: "redaction", sql: "SELECT user_id, redacted_at, rewritten_at FROM redaction ORDER BY user_id"
    ).map {
      try RedactedUser(
        userID: $0("user_id"), redactedAt: $0("redacted_at"), rewrittenAt: $0("rewritten_at"))
    }
  }

  /// nil where somebody was not redacted.
  package func redaction(of userID: Int64) throws -> RedactedUser? {
    try redactions().first { $0.userID == userID }
  }

  /// What is going on with a customer.
  package func unfinishedWork(of userID: Int64) throws -> UnfinishedWork {
    let active = "FROM session WHERE user_id = ? AND state = \(SessionState.active.rawValue)"
    return try UnfinishedWork(
      sessions: Int.fetchSure(db, sql: "SELECT count(*) \(active)", arguments: [userID]),
      withoutTicket: Int.fetchSure(
        db, sql: "SELECT count(*) \(active) AND ticket_id IS NULL", arguments: [userID]),
      tickets: Int.fetchSure(
        db,
        sql: """
          SELECT count(*) FROM ticket
          WHERE requester_id = ? AND origin > 0 AND status < \(TicketStatus.solved.rawValue)
          """, arguments: [userID]))
  }

  /// Tables in the file that are not this program's, besides Litestream's and SQLite's own.
  package func foreignTables() throws -> [String] {
    let own = try Set(Schema.objects(upTo: Schema.currentNumber).values.map(\.table))
    return try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL ORDER BY name"
    ).filter { !own.contains($0) && !$0.hasPrefix("sqlite_") && !$0.hasPrefix("_litestream_") }
  }
}

extension StoreWriter {
  /// Takes everything of a customer's out of the store, and remembers that it was done.
  package func redact(_ userID: Int64, at moment: Instant) throws -> RedactionReport {
    try overwriteWhatIsDeleted()
    var redaction = Redaction(db, userID)
    let report = try redaction.run()
    try db.execute(
      sql: "INSERT INTO redaction(user_id, redacted_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [userID, moment.seconds])
    // What came since lies in free pages now.
    if report.changesStore {
      try db.execute(sql: "UPDATE redaction SET rewritten_at = NULL WHERE user_id = ?", arguments: [userID])
    }
    return report
  }

  /// Remembers that the file was rewritten after these were redacted.
  package func noteRewritten(_ users: [RedactedUser], at moment: Instant) throws {
    for user in users {
      try db.execute(
        sql: "UPDATE redaction SET rewritten_at = ? WHERE user_id = ? AND rewritten_at IS NULL",
        arguments: [moment.seconds, user.userID])
    }
  }
}
