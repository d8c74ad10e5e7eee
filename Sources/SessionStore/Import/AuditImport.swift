import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes audits in, and what they tell of a session: its last public message, and its end (§12).
final class AuditImport {
  private let db: Database
  private let references: References
  private let sessions: SessionImport
  private let waiting: WaitingImport
  private let insert: Upsert
  private let noteComment: SteppedStatement
  private let touchSession: SteppedStatement
  private let noteEarlier: SteppedStatement
  private let roleOfAuthor: SteppedStatement

  init(
    _ db: Database, _ references: References, _ sessions: SessionImport, _ waiting: WaitingImport
  ) throws {
    self.db = db
    self.references = references
    self.sessions = sessions
    self.waiting = waiting
    // An audit never changes: the first one with an id stays.
    insert = try Upsert(
      db,
      """
      INSERT INTO audit(id, ticket_id, session_id, created_at, author_id, document) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT(id) DO NOTHING
      """)
    noteComment = try SteppedStatement(
      db,
      """
      UPDATE ticket SET commented_at = ?2, commenter_id = ?3
      WHERE id = ?1 AND (commented_at IS NULL OR commented_at < ?2)
      RETURNING requester_id
      """)
    // A message after the end went another way and is no activity of the session.
    touchSession = try SteppedStatement(
      db,
      """
      UPDATE session SET last_activity_at = ?2, last_sender = ?3
      WHERE ticket_id = ?1 AND (ended_at IS NULL OR ended_at >= ?2)
      """)
    // A message before the end that comes after one behind it may be the last of the session.
    noteEarlier = try SteppedStatement(
      db,
      """
      INSERT OR IGNORE INTO temp.import_overlap SELECT s.id FROM session s JOIN ticket t ON t.id = s.ticket_id
      WHERE s.ticket_id = ?1 AND s.ended_at >= ?2 AND t.commented_at > s.ended_at
        AND (s.last_activity_at < ?2 OR s.last_sender IS NULL)
      """)
    roleOfAuthor = try SteppedStatement(db, "SELECT role, origin FROM user WHERE id = ?")
  }

  func take(_ audit: WireAudit, _ record: JSONRecord) throws -> ImportOutcome {
    var audit = audit
    audit.sessionID = audit.sessionID.map(sessions.currentID)
    try references.note(author: audit.authorID)
    if let ticketID = audit.ticketID { try references.needTicket(ticketID) }
    if let sessionID = audit.sessionID {
      let exists = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM session WHERE id = ?)", arguments: [sessionID])!
      guard exists else { throw WireProblem("conversation_id: there is no conversation \(sessionID)") }
    }
    let outcome = try insert.run(id: audit.id) { statement in
      statement.bind(audit.id, at: 1)
      statement.bind(audit.ticketID, at: 2)
      statement.bind(audit.sessionID, at: 3)
      statement.bind(audit.createdAt.seconds, at: 4)
      statement.bind(audit.authorID, at: 5)
      statement.bind(document: record.bytes, at: 6)
    }
    guard case .created = outcome else {
      try refuseIfLocal(audit, record)
      return outcome
    }
    if let ticketID = audit.ticketID {
      if let comment = audit.publicComment {
        try note(commentOn: ticketID, at: audit.createdAt, by: comment.authorID)
      }
      if audit.end != nil { try catchUpWithEnd(ticketID: ticketID, audit) }
    }
    return outcome
  }

  /// A comment on its own tells of activity only; without a ticket there is no place for it.
  func take(_ comment: WireComment) throws -> ImportOutcome {
    guard let ticketID = comment.ticketID, comment.isPublic else { return .skipped }
    try references.needTicket(ticketID)
    return try note(commentOn: ticketID, at: comment.createdAt, by: comment.authorID) ? .updated : .unchanged
  }

  private func refuseIfLocal(_ audit: WireAudit, _ record: JSONRecord) throws {
    let isLocal = try Bool.fetchOne(
      db, sql: "SELECT document IS NULL FROM audit WHERE id = ?", arguments: [audit.id])!
    guard isLocal else { return }
    if let own = try Exporter(db).document(.audit, id: audit.id), own.elementsEqual(record.bytes) { return }
    throw WireProblem("a different audit with this id was made here, and an import never overwrites it")
  }

  // MARK: Activity

  /// Notes a public comment if it is the latest known; tells whether it was.
  @discardableResult
  private func note(commentOn ticketID: Int64, at moment: Instant, by authorID: Int64?) throws -> Bool {
    try references.note(author: authorID)
    noteComment.bind(ticketID, at: 1)
    noteComment.bind(moment.seconds, at: 2)
    noteComment.bind(authorID, at: 3)
    defer { noteComment.reset() }
    guard try noteComment.step() else {
      noteEarlier.bind(ticketID, at: 1)
      noteEarlier.bind(moment.seconds, at: 2)
      try noteEarlier.run()
      return false
    }
    let requesterID = noteComment.optionalInteger(0)
    _ = try noteComment.step()
    touchSession.bind(ticketID, at: 1)
    touchSession.bind(moment.seconds, at: 2)
    touchSession.bind((try sender(authorID, requesterID: requesterID)?.rawValue).map(Int64.init), at: 3)
    try touchSession.run()
    return true
  }

  /// Who an author is, or nil as long as they are only named.
  private func sender(_ authorID: Int64?, requesterID: Int64?) throws -> Sender? {
    guard let authorID else { return nil }
    if authorID == requesterID { return .customer }
    roleOfAuthor.bind(authorID, at: 1)
    defer { roleOfAuthor.reset() }
    guard try roleOfAuthor.step(), roleOfAuthor.integer(1) > 0 else { return nil }
    return roleOfAuthor.integer(0) == 0 ? .customer : .agent
  }

  /// What audits told of a ticket's last public comment before the ticket itself came.
  func knownComment(of ticket: WireTicket) throws -> SessionImport.KnownComment? {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT commented_at, commenter_id FROM ticket WHERE id = ? AND commented_at IS NOT NULL",
        arguments: [ticket.id])
    else { return nil }
    return SessionImport.KnownComment(
      at: Instant(row[0]), sender: try sender(row[1], requesterID: ticket.requesterID))
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
  func settleActivity() throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.id, s.ticket_id, s.ended_at, t.requester_id,
          max(s.started_at, min(s.ended_at, coalesce(t.source_updated_at, t.updated_at))) AS fallback
        FROM temp.import_overlap o JOIN session s ON s.id = o.session_id JOIN ticket t ON t.id = s.ticket_id
        WHERE s.ended_at IS NOT NULL
        """)
    let latest = try db.cachedStatement(
      sql: """
        SELECT a.created_at AS at, coalesce(CAST(e.value ->> '$.author_id' AS INTEGER), a.author_id) AS author_id
        FROM audit a, json_each(coalesce(a.events, a.document -> '$.events')) e
        WHERE a.ticket_id = ? AND a.created_at <= ? AND e.value ->> '$.type' = 'Comment' AND e.value ->> '$.public'
          AND e.value ->> '$.said_at' IS NULL AND e.value ->> '$.via.channel' IS NOT 'rule'
        ORDER BY a.created_at DESC, a.id DESC LIMIT 1
        """)
    let settle = try db.cachedStatement(
      sql: "UPDATE session SET last_activity_at = ?, last_sender = ? WHERE id = ?")
    for row in rows {
      let comment = try Row.fetchOne(
        latest, arguments: [row["ticket_id"] as Int64, row["ended_at"] as Int64])
      let at: Int64 = comment?["at"] ?? row["fallback"]
      let sender = try sender(comment?["author_id"], requesterID: row["requester_id"])
      try settle.execute(arguments: [at, sender?.rawValue, row["id"] as Int64])
    }
    // One without a ticket has no comments to look at.
    try db.execute(
      sql: """
        UPDATE session SET last_activity_at = ended_at
        WHERE id IN (SELECT session_id FROM temp.import_overlap) AND last_activity_at > ended_at;
        DELETE FROM temp.import_overlap;
        """)
  }

  // MARK: Ends

  /// An end first seen in an audit ends the session, without running triggers (§12).
  private func catchUpWithEnd(ticketID: Int64, _ audit: WireAudit) throws {
    guard let told = audit.end, let sessionID = try activeSession(of: ticketID) else { return }
    let actor = audit.authorID.flatMap { $0 > 0 ? Actor.user(id: $0) : nil } ?? .system
    try sessions.end(
      sessionID, Subject.End(reason: told.reason, at: audit.createdAt, by: actor, via: .api))
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
    let index = RecordIndex()
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
