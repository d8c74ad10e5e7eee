import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes in comments on their own and conversation logs: their text, and what they say of a session's activity.
final class MessageImport {
  private let db: Database
  private let references: References
  private let activity: ActivityImport
  private let known: SteppedStatement
  private let keep: SteppedStatement
  private let ticketOfAudit: SteppedStatement
  private let index = RecordIndex()

  init(_ db: Database, _ references: References, _ activity: ActivityImport) throws {
    self.db = db
    self.references = references
    self.activity = activity
    known = try SteppedStatement(db, "SELECT document, ticket_id FROM message WHERE form = ? AND id = ?")
    keep = try SteppedStatement(
      db,
      """
      INSERT INTO message(form, id, ticket_id, audit_id, at, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT(form, id) DO UPDATE SET ticket_id = coalesce(?3, ticket_id), audit_id = coalesce(?4, audit_id),
        at = coalesce(?5, at), document = ?6
      """)
    ticketOfAudit = try SteppedStatement(db, "SELECT ticket_id, created_at FROM audit WHERE id = ?")
  }

  /// - Returns: `.skipped` where neither a ticket nor an audit is named, or nothing tells it from any other
  func takeComment(_ record: JSONRecord) throws -> ImportOutcome {
    guard let comment = try WireComment(record), comment.ticketID != nil || comment.auditID != nil else {
      return .skipped
    }
    let audit = try comment.auditID.flatMap(audit)
    return try take(
      record, .comment, id: comment.id, ticketID: comment.ticketID ?? audit?.ticketID,
      auditID: comment.auditID,
      at: comment.createdAt ?? audit?.createdAt, comment.message(orAt: audit?.createdAt))
  }

  /// - Returns: `.skipped` where it is no message, or neither it nor the address of its answer names a ticket
  func takeLogEvent(_ record: JSONRecord) throws -> ImportOutcome {
    guard let event = try WireLogEvent(record), let ticketID = event.ticketID else { return .skipped }
    return try take(
      record, .logEvent, id: event.id, ticketID: ticketID, auditID: nil, at: event.createdAt, event.message)
  }

  private func take(
    _ record: JSONRecord, _ form: MessageForm, id: String, ticketID: Int64?, auditID: Int64?, at: Instant?,
    _ message: WireMessage?
  ) throws -> ImportOutcome {
    let before = try kept(form, id, record, ticketID)
    if before == .unchanged { return .unchanged }
    if let ticketID { try references.needTicket(ticketID) }
    keep.bind(Int64(form.rawValue), at: 1)
    keep.bind(id, at: 2)
    keep.bind(ticketID, at: 3)
    keep.bind(auditID, at: 4)
    keep.bind(at?.seconds, at: 5)
    keep.bind(document: record.bytes, at: 6)
    try keep.run()
    if let ticketID, let message { try activity.note([message], on: ticketID) }
    return before
  }

  /// What taking a record means: the later word of the same message counts.
  private func kept(_ form: MessageForm, _ id: String, _ record: JSONRecord, _ ticketID: Int64?) throws
    -> ImportOutcome
  {
    known.bind(Int64(form.rawValue), at: 1)
    known.bind(id, at: 2)
    defer { known.reset() }
    guard try known.step() else { return .created }
    let isSettled = ticketID == nil || known.optionalInteger(1) != nil
    let text = known.utf8(0)
    let isSame = try record.isWritten(as: text) || record.tellsNothing(beyond: index.scan(text))
    return isSettled && isSame ? .unchanged : .updated
  }

  private func audit(_ id: Int64) throws -> (ticketID: Int64, createdAt: Instant)? {
    ticketOfAudit.bind(id, at: 1)
    defer { ticketOfAudit.reset() }
    guard try ticketOfAudit.step(), let ticketID = ticketOfAudit.optionalInteger(0) else { return nil }
    return (ticketID, ticketOfAudit.moment(1))
  }

  /// Finds the tickets of comments whose audits came after them.
  func findTickets() throws {
    let rows = try StoredRow.fetchAll(
      db, of: "message",
      sql: """
        SELECT m.rowid AS id, m.form, m.document, a.ticket_id, a.created_at
        FROM message m CROSS JOIN audit a ON a.id = m.audit_id
        WHERE m.ticket_id IS NULL AND a.ticket_id IS NOT NULL
        """)
    guard !rows.isEmpty else { return }
    let index = RecordIndex()
    let settle = try db.cachedStatement(
      sql: "UPDATE message SET ticket_id = ?, at = coalesce(at, ?) WHERE rowid = ?")
    for row in rows {
      let (ticketID, at): (Int64, Instant) = try (row("ticket_id"), row("created_at"))
      try settle.execute(arguments: [ticketID, at.seconds, row("id") as Int64])
      let form: MessageForm = try row("form")
      if let message = try row.reading("document", { try form.message(index.scan($0), orAt: at) }) {
        try activity.note([message], on: ticketID)
      }
    }
  }
}
