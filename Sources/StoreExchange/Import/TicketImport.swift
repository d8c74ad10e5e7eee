import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Takes tickets in, and makes the sessions that come with those of messaging channels (§12).
final class TicketImport {
  private enum Document: Int, StatementColumn { case ticketID, body }
  private enum Touch: Int, StatementColumn { case at, ticketID }
  private enum Move: Int, StatementColumn { case userID, id }
  private enum CustomField: Int, StatementColumn { case ticketID, fieldID, value }

  private let db: Database
  private let references: References
  private let sessions: SessionImport
  private let waiting: WaitingImport
  /// Where the rules follow.
  private let updates: ImportedUpdates?
  private let words: LastWords
  private let told = RecordIndex()
  private let upsert: Upsert
  private let keepDocument: SteppedStatement
  private let touchSession: SteppedStatement
  private let moveSession: SteppedStatement
  private let keepReportFacts: SteppedStatement
  private let stored: SteppedStatement
  private let keepCustomField: SteppedStatement

  init(
    _ db: Database, _ references: References, _ sessions: SessionImport, _ waiting: WaitingImport,
    _ updates: ImportedUpdates?
  ) throws {
    self.db = db
    self.references = references
    self.sessions = sessions
    self.waiting = waiting
    self.updates = updates
    words = try LastWords(
      db, "ticket t LEFT JOIN ticket_document d ON d.ticket_id = t.id", updatedAt: "source_updated_at",
      document: "d.body", localFields: "local_fields")
    upsert = try Upsert(db, ImportedTicketColumn.upsert)
    keepDocument = try SteppedStatement(
      db,
      """
      INSERT INTO ticket_document(\(Document.names)) VALUES (\(Document.parameters))
      ON CONFLICT(ticket_id) DO UPDATE SET body = excluded.body
      """, Document.self)
    // Without known comments a session is as fresh as its ticket (§12).
    touchSession = try SteppedStatement(
      db,
      """
      UPDATE session SET last_activity_at = :at WHERE ticket_id = :ticket_id AND state = 0
        AND last_activity_at < :at AND (SELECT commented_at FROM ticket WHERE id = :ticket_id) IS NULL
      """, Touch.self)
    // E13: where a customer's next message goes is found by whose conversation it is.
    moveSession = try SteppedStatement(
      db, "UPDATE session SET user_id = :user_id WHERE id = :id AND user_id IS NOT :user_id", Move.self)
    keepCustomField = try SteppedStatement(
      db,
      """
      INSERT OR REPLACE INTO ticket_custom_field(\(CustomField.names)) VALUES (\(CustomField.parameters))
      """, CustomField.self)
    // What reports read beside the end is the ticket's.
    keepReportFacts = try SteppedStatement(
      db,
      """
      UPDATE session SET ticket_created_at = t.created_at, routing_changed_at = t.routing_channel_changed_at
      FROM ticket t WHERE t.id = ?1 AND session.ticket_id = ?1
        AND (ticket_created_at IS NOT t.created_at OR routing_changed_at IS NOT t.routing_channel_changed_at)
      """)
    stored = try SteppedStatement(
      db,
      """
      SELECT \(Stored.Column.selected) FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id WHERE t.id = ?
      """)
  }

  func take(_ record: JSONRecord, _ audits: AuditImport) throws -> ImportOutcome {
    let id = try record.wireID()
    // What was changed where an export was written is no word of the source's.
    let source = try record.asSourceTold().map { try told.scan($0, insteadOf: record) } ?? record
    switch try words.hear(source, id: id) {
    case .first: return try write(WireTicket(record), source, keeping: [], audits)
    case .news(let news):
      var ticket = try WireTicket(news.record)
      if let fields = ticket.local?.localFields, !fields.isEmpty {
        ticket.take(fields, of: try WireTicket(record))
      }
      let kept = TicketChanges(rawValue: news.localFields).unchanged(in: news.record, since: news.before)
      return try write(ticket, news.record, keeping: kept, audits)
    case .nothing:
      // The same again without anything beside it has nothing to say.
      guard record.companion(LocalTicketState.key) != nil else { return .unchanged }
      let ticket = try WireTicket(record)
      try touch(ticket)
      if let session = ticket.local?.session { try sessions.recognize(session, ofTicket: id) }
      return .unchanged
    case .madeHere:
      let ticket = try WireTicket(record)
      try StoreReader(db).refuseIfLocal(.ticket, id, record)
      if let session = ticket.local?.session { try sessions.recognize(session, ofTicket: id) }
      return .unchanged
    }
  }

  /// - Parameter kept: what was changed here and stays
  private func write(
    _ ticket: WireTicket, _ record: JSONRecord, keeping kept: TicketChanges, _ audits: AuditImport
  ) throws -> ImportOutcome {
    try references.needUser(ticket.requesterID)
    try references.needUser(ticket.assigneeID)
    try references.needGroup(ticket.groupID)
    try updates?.begin(ticketID: ticket.id)
    let outcome = try upsert.run(id: ticket.id) { ImportedTicketColumn.bind(ticket, keeping: kept, to: $0) }
    try keep(record, of: ticket.id)
    if case .created = outcome {
      // An export of a ticket whose own record leaves its channel out still has the session beside it.
      if ticket.isMessaging || ticket.local?.session != nil { try sessions.add(of: ticket, comment: nil) }
      try keepCustomFields(of: ticket)
      try waiting.note(new: ticket)
    } else {
      try follow(ticket, audits)
      keepReportFacts.bind(ticket.id)
      try keepReportFacts.run()
      try waiting.note(changed: ticket.id)
    }
    try updates?.note(ticket.id)
    return outcome
  }

  private func keepCustomFields(of ticket: WireTicket) throws {
    for field in ticket.local?.details?.customFields ?? [] {
      keepCustomField.bind(ticket.id, CustomField.ticketID)
      keepCustomField.bind(field.id, CustomField.fieldID)
      keepCustomField.bind(field.value, CustomField.value)
      try keepCustomField.run()
    }
  }

  private func keep(_ record: JSONRecord, of ticketID: Int64) throws {
    keepDocument.bind(ticketID, Document.ticketID)
    keepDocument.bind(document: record.bytes, Document.body)
    try keepDocument.run()
  }

  // MARK: Tickets that were here before

  /// What newer data of a ticket means for its session: never a reactivation (§3), at most an end (E14).
  private func follow(_ ticket: WireTicket, _ audits: AuditImport) throws {
    guard let known = try stored(ticket.id) else { return }
    guard let sessionID = known.sessionID else {
      guard ticket.isMessaging else { return }
      // Until now nothing said that it came in through messaging, so it was routed as what else it seemed.
      if ticket.local?.routingChannel == nil {
        try db.execute(
          sql: """
            UPDATE ticket SET routing_channel = ?1, assigned_channel = iif(assignee_id IS NULL, NULL, ?1) WHERE id = ?2
            """, arguments: [RoutingChannel.messaging.rawValue, ticket.id])
      }
      let comment = try audits.activity.known(of: ticket)
      try sessions.add(of: ticket, comment: comment)
      try audits.catchUpWithEnd(ticketID: ticket.id)
      return
    }
    if let session = ticket.local?.session { try sessions.recognize(session, ofTicket: ticket.id) }
    moveSession.bind(sessionID, Move.id)
    moveSession.bind(ticket.requesterID, Move.userID)
    try moveSession.run()
    guard known.state == .active else { return }
    if let end = ticket.local?.session?.end {
      try sessions.end(sessionID, end)
    } else if known.status == .closed {
      try sessions.endLater(ticketID: ticket.id, at: ticket.updatedAt)
    } else if known.status == .deleted {
      try sessions.end(
        sessionID, WorkItem.End(reason: nil, at: ticket.updatedAt, by: .system, via: .system))
    } else {
      try touch(ticket)
    }
  }

  private struct Stored {
    var status: TicketStatus
    var sessionID: Int64?
    var state: SessionState?

    enum Column: Int, StatementColumn {
      case status, sessionID, state

      var expression: String {
        switch self {
        case .status: "t.status"
        case .sessionID: "s.id"
        case .state: "s.state"
        }
      }
    }
  }

  private func stored(_ id: Int64) throws -> Stored? {
    stored.bind(id)
    defer { stored.reset() }
    guard try stored.step() else { return nil }
    return Stored(
      status: stored.word(Stored.Column.status) ?? .closed,
      sessionID: stored.optionalInteger(Stored.Column.sessionID), state: stored.word(Stored.Column.state))
  }

  private func touch(_ ticket: WireTicket) throws {
    guard !ticket.status.isFinal else { return }
    // An export knows better than the ticket's time.
    let moment = ticket.local?.session?.lastActivityAt ?? ticket.updatedAt
    touchSession.bind(ticket.id, Touch.ticketID)
    touchSession.bind(moment, Touch.at)
    try touchSession.run()
  }
}
