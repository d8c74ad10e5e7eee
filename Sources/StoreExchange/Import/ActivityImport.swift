import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What public messages say of sessions, whoever tells of them: the last activity is the latest of all that is known,
/// and never goes back (§1, §12).
///
/// The latest message stands with the ticket, so that it is known whatever comes first; the session follows it as long
/// as it has not ended before.
final class ActivityImport {
  private let db: Database
  private let references: References
  private enum Note: Int, StatementColumn { case at, authorID, sender, ticketID }
  private enum Touch: Int, StatementColumn { case at, sender, ticketID }
  private enum Earlier: Int, StatementColumn { case ticketID, at }
  private enum Author: Int, StatementColumn { case role, origin }

  private let noteMessage: SteppedStatement
  private let touchSession: SteppedStatement
  private let noteEarlier: SteppedStatement
  private let roleOfAuthor: SteppedStatement

  init(_ db: Database, _ references: References) throws {
    self.db = db
    self.references = references
    // Of two at one moment the one of which more is told, whichever comes first.
    noteMessage = try SteppedStatement(
      db,
      """
      UPDATE ticket SET commented_at = :at, commenter_id = :author_id, commented_sender = :sender
      WHERE id = :ticket_id AND (commented_at IS NULL OR commented_at < :at OR (commented_at = :at
        AND (coalesce(commented_sender, 0), coalesce(commenter_id, 0))
          < (coalesce(:sender, 0), coalesce(:author_id, 0))))
      RETURNING requester_id
      """, Note.self)
    // A message after the end went another way and is no activity of the session. One that is there without a sender
    // may be only the ticket's own time, which stands in for messages.
    touchSession = try SteppedStatement(
      db,
      """
      UPDATE session SET last_activity_at = :at, last_sender = :sender
      WHERE ticket_id = :ticket_id AND (ended_at IS NULL OR ended_at >= :at)
        AND (last_sender IS NULL OR last_activity_at <= :at)
      """, Touch.self)
    // A message before the end that comes after one behind it may be the last of the session.
    noteEarlier = try SteppedStatement(
      db,
      """
      INSERT OR IGNORE INTO temp.import_overlap SELECT s.id FROM session s JOIN ticket t ON t.id = s.ticket_id
      WHERE s.ticket_id = :ticket_id AND s.ended_at >= :at AND t.commented_at > s.ended_at
        AND (s.last_activity_at < :at OR s.last_sender IS NULL)
      """, Earlier.self)
    roleOfAuthor = try SteppedStatement(db, "SELECT \(Author.selected) FROM user WHERE id = ?")
  }

  /// Notes what a record tells of a ticket's messages.
  func note(_ messages: [WireMessage], on ticketID: Int64) throws {
    guard let latest = messages.latest() else { return }
    try references.note(author: latest.authorID)
    noteMessage.bind(ticketID, Note.ticketID)
    noteMessage.bind(latest.at, Note.at)
    noteMessage.bind(latest.authorID, Note.authorID)
    noteMessage.bind(latest.sender, Note.sender)
    defer { noteMessage.reset() }
    if try noteMessage.step() {
      let requesterID = noteMessage.isNull() ? nil : noteMessage.integer()
      _ = try noteMessage.step()
      touchSession.bind(ticketID, Touch.ticketID)
      touchSession.bind(latest.at, Touch.at)
      touchSession.bind(try sender(latest, requesterID: requesterID), Touch.sender)
      try touchSession.run()
      // Of a talk that went on behind the end, an earlier message was the session's last.
      guard messages.count > 1 else { return }
    }
    for message in messages {
      noteEarlier.bind(ticketID, Earlier.ticketID)
      noteEarlier.bind(message.at, Earlier.at)
      try noteEarlier.run()
    }
  }

  /// Who wrote, or nil as long as they are only named.
  private func sender(_ message: WireMessage, requesterID: Int64?) throws -> Sender? {
    if let sender = message.sender { return sender }
    guard let authorID = message.authorID else { return nil }
    if authorID == requesterID { return .customer }
    roleOfAuthor.bind(authorID)
    defer { roleOfAuthor.reset() }
    guard try roleOfAuthor.step(), roleOfAuthor.integer(Author.origin) > 0 else { return nil }
    return roleOfAuthor.integer(Author.role) == 0 ? .customer : .agent
  }

  /// What was told of a ticket's latest public message before the ticket itself came.
  func known(of ticket: WireTicket) throws -> SessionImport.KnownComment? {
    let row = try StoredRow.fetchOne(
      db, of: "ticket",
      sql: """
        SELECT commented_at, commenter_id, commented_sender FROM ticket WHERE id = ? AND commented_at IS NOT NULL
        """, arguments: [ticket.id])
    guard let row else { return nil }
    let message = try WireMessage(
      at: row("commented_at"), sender: row("commented_sender"), authorID: row("commenter_id"))
    return SessionImport.KnownComment(
      at: message.at, sender: try sender(message, requesterID: ticket.requesterID))
  }

  /// Names the senders whose users arrived after their words.
  func resolveSenders() throws {
    try db.execute(
      sql: """
        UPDATE session SET last_sender = CASE
          WHEN t.commenter_id = t.requester_id OR u.role = 0 THEN \(Sender.customer.rawValue)
          ELSE \(Sender.agent.rawValue) END
        FROM ticket t JOIN user u ON u.id = t.commenter_id
        WHERE session.ticket_id = t.id AND session.last_sender IS NULL AND session.last_activity_at = t.commented_at
          AND u.origin > 0;
        INSERT OR IGNORE INTO temp.import_overlap SELECT s.id FROM session s JOIN ticket t ON t.id = s.ticket_id
        WHERE s.last_sender IS NULL AND s.ended_at < t.commented_at;
        """)
  }

  /// Where messages came in behind the end, the last activity is the latest one before it, whatever the order in
  /// which they and the end were told.
  func settle() throws {
    let rows = try StoredRow.fetchAll(
      db, of: "session",
      sql: """
        SELECT s.id, s.ticket_id, s.ended_at, t.requester_id,
          max(s.started_at, min(s.ended_at, coalesce(t.source_updated_at, t.updated_at))) AS fallback
        FROM temp.import_overlap o JOIN session s ON s.id = o.session_id JOIN ticket t ON t.id = s.ticket_id
        WHERE s.ended_at IS NOT NULL
        """)
    let settle = try db.cachedStatement(
      sql: "UPDATE session SET last_activity_at = ?, last_sender = ? WHERE id = ?")
    for row in rows {
      let (end, requesterID): (Instant, Int64?) = try (row("ended_at"), row("requester_id"))
      var (at, word): (Int64, Int?) = try (row("fallback"), nil)
      if let last = try messages(ofTicket: row("ticket_id")).latest(until: end) {
        at = last.at.seconds
        word = try sender(last, requesterID: requesterID)?.rawValue
      }
      try settle.execute(arguments: [at, word, row("id") as Int64])
    }
    // One without a ticket has no messages to look at.
    try db.execute(
      sql: """
        UPDATE session SET last_activity_at = ended_at
        WHERE id IN (SELECT session_id FROM temp.import_overlap) AND last_activity_at > ended_at;
        DELETE FROM temp.import_overlap;
        """)
  }

  /// All that is kept of a ticket's messages.
  private func messages(ofTicket id: Int64) throws -> [WireMessage] {
    let index = RecordIndex()
    var messages: [WireMessage] = []
    try StoredDocuments(db).forEachStoredAudit(where: "ticket_id = \(id)") { _, _, text in
      guard let record = try? index.scan(text), let audit = try? WireAudit(record) else { return }
      messages += audit.messages
    }
    try forEachMessageBeside(ofTicket: id) { form, at, text in
      guard let record = try? index.scan(text) else { return }
      if let message = try? form.message(record, orAt: at) { messages.append(message) }
    }
    return messages
  }

  private func forEachMessageBeside(
    ofTicket id: Int64, _ body: (MessageForm, Instant?, [UInt8]) throws -> Void
  ) throws {
    let rows = try StoredRow.fetchAll(
      db.cachedStatement(sql: "SELECT rowid AS id, form, at, document FROM message WHERE ticket_id = ?"),
      of: "message",
      arguments: [id])
    for row in rows {
      try body(row("form"), row("at"), row.utf8("document"))
    }
  }
}
