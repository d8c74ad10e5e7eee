import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes in comments on their own and conversation logs: their text, and what they say of a session's activity.
final class MessageImport {
  private enum Name: Int, StatementColumn { case form, id }
  private enum Known: Int, StatementColumn { case document, ticketID }
  private enum Column: Int, StatementColumn { case form, id, ticketID, auditID, at, document }
  private enum Audit: Int, StatementColumn { case ticketID, createdAt }

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
    known = try SteppedStatement(
      db, "SELECT \(Known.selected) FROM message WHERE form = :form AND id = :id", Name.self)
    keep = try SteppedStatement(
      db,
      """
      INSERT INTO message(\(Column.names)) VALUES (\(Column.parameters))
      ON CONFLICT(form, id) DO UPDATE SET ticket_id = coalesce(:ticket_id, ticket_id),
        audit_id = coalesce(:audit_id, audit_id), at = coalesce(:at, at), document = :document
      """, Column.self)
    ticketOfAudit = try SteppedStatement(db, "SELECT \(Audit.selected) FROM audit WHERE id = ?")
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
    keep.bind(form, Column.form)
    keep.bind(id, Column.id)
    keep.bind(ticketID, Column.ticketID)
    keep.bind(auditID, Column.auditID)
    keep.bind(at, Column.at)
    keep.bind(document: record.bytes, Column.document)
    try keep.run()
    if let ticketID, let message { try activity.note([message], on: ticketID) }
    return before
  }

  /// What taking a record means: the later word of the same message counts.
  private func kept(_ form: MessageForm, _ id: String, _ record: JSONRecord, _ ticketID: Int64?) throws
    -> ImportOutcome
  {
    known.bind(form, Name.form)
    known.bind(id, Name.id)
    defer { known.reset() }
    guard try known.step() else { return .created }
    let isSettled = ticketID == nil || known.optionalInteger(Known.ticketID) != nil
    let text = known.utf8(Known.document)
    let isSame = try record.isWritten(as: text) || record.tellsNothing(beyond: index.scan(text))
    return isSettled && isSame ? .unchanged : .updated
  }

  private func audit(_ id: Int64) throws -> (ticketID: Int64, createdAt: Instant)? {
    ticketOfAudit.bind(id)
    defer { ticketOfAudit.reset() }
    guard try ticketOfAudit.step(), let ticketID = ticketOfAudit.optionalInteger(Audit.ticketID) else {
      return nil
    }
    return (ticketID, ticketOfAudit.moment(Audit.createdAt))
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
