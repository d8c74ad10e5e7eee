import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine

extension StoreReader {
  /// Pushed tickets of which an import has told that their session is over: the ticket came closed or deleted, or the
  /// session came ended. Who ended it here says nothing of the account.
  package func endedMeanwhile(_ push: Int64) throws -> [SeenEnd] {
    try StoredRow.fetchAll(
      db, of: "session",
      sql: """
        SELECT p.ticket_id, s.ended_at FROM remote_ticket p JOIN session s ON s.ticket_id = p.ticket_id
          LEFT JOIN ticket_document d ON d.ticket_id = p.ticket_id
        WHERE p.push_id = ? AND p.state NOT IN (0, 3, 5) AND s.state = \(SessionState.ended.rawValue)
          AND (s.end_reason IS NULL
            OR CASE WHEN json_valid(d.body) THEN d.body ->> '$.status' END IN ('closed', 'deleted'))
        ORDER BY p.ticket_id
        """, arguments: [push]
    ).map { row in
      let moment: Instant? = try row("ended_at")
      return SeenEnd(ticketID: try row("ticket_id"), at: moment ?? .earliest, by: .here)
    }
  }

  /// The audits of a ticket that were imported and mention a conversation's beginning, as they came.
  package func documentsOfConversation(ofTicket ticket: Int64) throws -> [JSONValue] {
    try StoredRow.fetchAll(
      db, of: "audit",
      sql: """
        SELECT id, document FROM audit
        WHERE ticket_id = ? AND document IS NOT NULL AND instr(document, 'ChatStartedEvent') > 0 ORDER BY id
        """, arguments: [ticket]
    ).map { row in try row.reading("document") { try JSONValue.parse($0, allowingDuplicateKeys: true) } }
  }
}
