import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes a ticket's history in, in both of its dialects, and what it tells of a session: its last public message, and
/// its end (§12).
final class AuditImport {
  private enum Column: Int, StatementColumn {
    case id, ticketID, sessionID, createdAt, authorID, document, form
  }
  private enum Replacement: Int, StatementColumn { case authorID, document, form, id }

  private let db: Database
  private let references: References
  private let sessions: SessionImport
  private let waiting: WaitingImport
  let activity: ActivityImport
  private let insert: Upsert
  private let kept: SteppedStatement
  private let replace: SteppedStatement
  private let index = RecordIndex()

  init(
    _ db: Database, _ references: References, _ sessions: SessionImport, _ waiting: WaitingImport,
    _ activity: ActivityImport
  ) throws {
    self.db = db
    self.references = references
    self.sessions = sessions
    self.waiting = waiting
    self.activity = activity
    insert = try Upsert(
      db,
      """
      INSERT INTO audit(\(Column.names)) VALUES (\(Column.parameters)) ON CONFLICT(id) DO NOTHING
      """, Column.self)
    kept = try SteppedStatement(db, "SELECT document FROM audit WHERE id = ?")
    replace = try SteppedStatement(
      db, "UPDATE audit SET author_id = :author_id, document = :document, form = :form WHERE id = :id",
      Replacement.self)
  }

  func take(_ audit: WireAudit, _ record: JSONRecord) throws -> ImportOutcome {
    var audit = audit
    audit.sessionID = audit.sessionID.map(sessions.currentID)
    try references.note(author: audit.authorID)
    if let ticketID = audit.ticketID { try references.needTicket(ticketID) }
    if let sessionID = audit.sessionID {
      let exists = try Bool.fetchSure(
        db, sql: "SELECT EXISTS (SELECT 1 FROM session WHERE id = ?)", arguments: [sessionID])
      guard exists else { throw WireProblem("conversation_id: there is no conversation \(sessionID)") }
    }
    var outcome = try insert.run(id: audit.id) { statement in
      statement.bind(audit.id, Column.id)
      statement.bind(audit.ticketID, Column.ticketID)
      statement.bind(audit.sessionID, Column.sessionID)
      statement.bind(audit.createdAt, Column.createdAt)
      statement.bind(audit.authorID, Column.authorID)
      statement.bind(document: record.bytes, Column.document)
      statement.bind(audit.isTicketEvent, Column.form)
    }
    if case .unchanged = outcome { outcome = try takeAgain(audit, record) }
    guard outcome.changesStore, let ticketID = audit.ticketID else { return outcome }
    try activity.note(audit.messages, on: ticketID)
    if audit.end != nil { try catchUpWithEnd(ticketID: ticketID, audit) }
    return outcome
  }

  /// The same event once more, perhaps in the other dialect: what tells more of it stays, else what comes later.
  private func takeAgain(_ audit: WireAudit, _ record: JSONRecord) throws -> ImportOutcome {
    kept.bind(audit.id)
    guard try kept.step() else { return .unchanged }
    let isLocal = kept.isNull()
    var isSame = !isLocal && record.isWritten(as: kept.utf8())
    let before = isLocal || isSame ? nil : try? index.scan(kept.utf8())
    // It is kept on one line, and may come on many.
    if let before, record.tellsNothing(beyond: before) { isSame = true }
    let known = isSame ? nil : before.flatMap { try? WireAudit($0) }
    kept.reset()
    if isSame { return .unchanged }
    if isLocal {
      if let own = try StoredDocuments(db).document(.audit, id: audit.id),
        try own.elementsEqual(record.bytes) || JSONValue.parse(own) == record.slice.value
      {
        return .unchanged
      }
      throw WireProblem("a different audit with this id was created here, and an import never overwrites it")
    }
    guard let known, known.ticketID == audit.ticketID, known.createdAt == audit.createdAt else {
      return .unchanged
    }
    guard audit.amount >= known.amount else { return .unchanged }
    replace.bind(audit.id, Replacement.id)
    replace.bind(audit.authorID, Replacement.authorID)
    replace.bind(document: record.bytes, Replacement.document)
    replace.bind(audit.isTicketEvent, Replacement.form)
    try replace.run()
    return .updated
  }

  // MARK: Ends

  /// An end first seen in an audit ends the session, without running triggers (§12).
  private func catchUpWithEnd(ticketID: Int64, _ audit: WireAudit) throws {
    guard let told = audit.end, let sessionID = try activeSession(of: ticketID) else { return }
    let actor = audit.authorID.flatMap { $0 > 0 ? Actor.user(id: $0) : nil } ?? .system
    try sessions.end(
      sessionID, WorkItem.End(reason: told.reason, at: audit.createdAt, by: actor, via: .api))
    try waiting.note(changed: ticketID)
    // E3 is part of the end that is taken over; a later import of the ticket touches it no more.
    if let routing = told.routingAfter {
      try db.execute(
        sql: """
          UPDATE ticket SET routing_channel = ?1, routing_channel_changed_at = ?2
          WHERE id = ?3 AND routing_channel <> ?1
          """, arguments: [routing.rawValue, audit.createdAt.seconds, ticketID])
      if db.changesCount > 0 {
        try db.execute(
          sql: "UPDATE session SET routing_changed_at = ? WHERE id = ?",
          arguments: [audit.createdAt.seconds, sessionID])
      }
    }
  }

  /// The same for audits that came before their ticket.
  func catchUpWithEnd(ticketID: Int64) throws {
    let documents = try String.fetchAll(
      db, sql: "SELECT document FROM audit WHERE ticket_id = ? AND document IS NOT NULL ORDER BY id",
      arguments: [ticketID])
    for document in documents {
      guard let record = try? index.scan(Array(document.utf8)), let audit = try? WireAudit(record) else {
        continue
      }
      if audit.end != nil { try catchUpWithEnd(ticketID: ticketID, audit) }
    }
  }

  private func activeSession(of ticketID: Int64) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM session WHERE ticket_id = ? AND state = 0", arguments: [ticketID])
  }
}

extension WireAudit {
  /// How much it tells of its event: the messages of a live talk, which grow as it goes on, count for most; an audit
  /// holds more than the ticket event of the same id, and a ticket event more with the text of its comments.
  fileprivate var amount: (Int, Int, Int) { (messages.count, isTicketEvent ? 0 : 1, textCount) }
}
