import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// Where a ticket's satisfaction survey stands: an answer counts for more than an offer, and the later of two answers
/// for more than the earlier one, in whatever order they are told.
package enum SurveyStanding {
  /// SQL for whether a ticket takes a score of a time.
  package static func takes(_ score: String, at time: String) -> String {
    let offered = SatisfactionScore.offered.rawValue
    return """
      iif(\(score) > \(offered), ticket.satisfaction <= \(offered)
        OR (\(time), \(score)) > (coalesce(ticket.satisfaction_at, 0), ticket.satisfaction),
        \(score) > ticket.satisfaction)
      """
  }

  /// SQL for the time to keep with a score: offers have none.
  package static func time(of score: String, _ time: String) -> String {
    "iif(\(score) > \(SatisfactionScore.offered.rawValue), \(time), NULL)"
  }
}

extension StoreWriter {
  /// Keeps the record of an answer that the run at hand has noted, one for each ticket: another answer replaces the
  /// one before.
  func keepRating(_ score: SatisfactionScore, comment: String?, at moment: Instant) throws {
    let tickets = try StoredRow.fetchAll(
      db, of: "ticket",
      sql: """
        UPDATE ticket SET satisfaction_at = ?
        WHERE id IN (SELECT ticket_id FROM temp.staged WHERE audit_id IS NOT NULL)
        RETURNING id, requester_id, assignee_id, group_id
        """, arguments: [moment.seconds])
    for ticket in tickets {
      let ticketID: Int64 = try ticket("id")
      let known = try StoredRow.fetchOne(
        db, of: "satisfaction_rating",
        sql: "SELECT id, created_at FROM satisfaction_rating WHERE ticket_id = ? AND origin = ?",
        arguments: [ticketID, Origin.local.rawValue]
      ).map { try (id: $0(0) as Int64, createdAt: $0(1) as Instant) }
      let id = try known?.id ?? takeLocalID(.satisfactionRating)
      let createdAt = known?.createdAt ?? moment
      let document = try WireRating.document(
        id: id, ticketID: ticketID, requesterID: ticket("requester_id"), assigneeID: ticket("assignee_id"),
        groupID: ticket("group_id"), score: score, comment: comment, createdAt: createdAt, updatedAt: moment)
      try db.execute(
        sql: "INSERT OR REPLACE INTO satisfaction_rating VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          id, ticketID, createdAt.seconds, moment.seconds, Origin.local.rawValue,
          String(decoding: document, as: UTF8.self),
        ])
    }
  }
}

extension StoreReader {
  /// A ticket's history, the oldest first: its audits, and among them the answers that an import brought and that no
  /// audit tells, each under the id of its record.
  package func forEachHistoryEntry(ofTicket id: Int64, _ body: ([UInt8]) throws -> Void) throws {
    var untold = try untoldRatings(ofTicket: id)[...]
    func tellRatings(before moment: Int64) throws {
      while let rating = untold.first, rating.updatedAt.seconds < moment {
        untold.removeFirst()
        try body(
          AuditFormat.document(
            id: rating.id, ticketID: id, sessionID: nil, createdAt: rating.updatedAt,
            authorID: rating.requesterID, via: nil,
            events: AuditFormat.eventsText([
              UpdateEvent(.satisfactionRating(rating.score, comment: rating.comment))
            ])))
      }
    }
    try forEachEntry(ofTicket: id) { at, text in
      try tellRatings(before: at)
      try body(text)
    }
    try tellRatings(before: .max)
  }

  /// How many audits and ratings the ticket's history has.
  package func countHistoryEntries(ofTicket id: Int64) throws -> Int {
    var count = 0
    try forEachHistoryEntry(ofTicket: id) { _ in count += 1 }
    return count
  }

  /// The latest answer of which there is a record.
  func latestRating(ofTicket id: Int64) throws -> WireRating? {
    let statement = try db.cachedStatement(
      sql: "SELECT document FROM satisfaction_rating WHERE ticket_id = ? ORDER BY updated_at DESC, id DESC")
    let ratings = try ratings(String.fetchAll(statement, arguments: [id]))
    return ratings.first { $0.score > .offered }
  }

  private func ratings(_ documents: [String]) throws -> [WireRating] {
    let index = RecordIndex()
    return try documents.map { try WireRating(index.scan(Array($0.utf8))) }
  }

  private func untoldRatings(ofTicket id: Int64) throws -> [WireRating] {
    let documents = try String.fetchAll(
      db,
      sql: """
        SELECT r.document FROM satisfaction_rating r
        WHERE r.ticket_id = ?1 AND r.origin = \(Origin.imported.rawValue) AND NOT EXISTS (
          SELECT 1 FROM audit a, json_each(coalesce(a.events, a.document -> '$.events')) e
          WHERE a.ticket_id = ?1 AND e.value ->> '$.type' = 'SatisfactionRating'
            AND e.value ->> '$.score' IN (r.document ->> '$.score', (r.document ->> '$.score') || '_with_comment')
            AND coalesce(e.value ->> '$.body', '') = coalesce(r.document ->> '$.comment', ''))
        ORDER BY r.updated_at, r.id
        """, arguments: [id])
    return try ratings(documents).filter { $0.score > .offered }
  }
}
