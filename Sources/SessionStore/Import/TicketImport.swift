import CivilTime
import GRDB
import JSONText
import SessionModel
import WireFormat

/// Takes tickets in, and makes the sessions that come with those of messaging channels (§12).
final class TicketImport {
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
      db,
      known: """
        SELECT t.origin, t.source_updated_at, d.body, t.local_fields
        FROM ticket t LEFT JOIN ticket_document d ON d.ticket_id = t.id WHERE t.id = ?
        """)
    upsert = try Upsert(db, Self.upsertSQL)
    keepDocument = try SteppedStatement(
      db, "INSERT INTO ticket_document VALUES (?1, ?2) ON CONFLICT(ticket_id) DO UPDATE SET body = ?2")
    // Without known comments a session is as fresh as its ticket (§12).
    touchSession = try SteppedStatement(
      db,
      """
      UPDATE session SET last_activity_at = ?2 WHERE ticket_id = ?1 AND state = 0 AND last_activity_at < ?2
        AND (SELECT commented_at FROM ticket WHERE id = ?1) IS NULL
      """)
    // E13: where a customer's next message goes is found by whose conversation it is.
    moveSession = try SteppedStatement(
      db, "UPDATE session SET user_id = ?2 WHERE id = ?1 AND user_id IS NOT ?2")
    keepCustomField = try SteppedStatement(db, "INSERT OR REPLACE INTO ticket_custom_field VALUES (?, ?, ?)")
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
      SELECT t.status, s.id, s.state FROM ticket t LEFT JOIN session s ON s.ticket_id = t.id WHERE t.id = ?
      """)
  }

  /// The routing channel is set when the ticket arrives and never touched again; the channel of the assignment
  /// follows the assignee (E6). What changed here stays where the feed says the same of it as before: `?32`.
  private static let upsertSQL: String = {
    let (placeholder, imported) = (Origin.placeholder.rawValue, Origin.imported.rawValue)
    let kept = "?32"
    func unlessKept(_ field: TicketLocalFields, _ column: String, _ value: String) -> String {
      "\(column) = iif(\(kept) & \(field.rawValue), ticket.\(column), \(value))"
    }
    let final = TicketStatus.closed.rawValue
    let answers = SurveyStanding.takes("?25", at: "?31")
    // The feed knows nothing of these: only an export brings them, to a store that has not counted yet.
    let details = [
      ("schedule_id", "?26"), ("reopens", "?27"), ("replies", "?28"), ("agent_stations", "?29"),
      ("group_stations", "?30"),
    ]
    return """
      INSERT INTO ticket(id, subject, status, priority, type, channel, routing_channel,
        routing_channel_changed_at, assigned_channel, requester_id, assignee_id, group_id, organization_id,
        brand_id, tags, created_at, updated_at, commented_at, commenter_id, source_updated_at, local_fields, ticket_form_id, custom_status_id,
        is_public, satisfaction, schedule_id, reopens, replies, agent_stations, group_stations, satisfaction_at, commented_sender, origin)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
        ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?33, \(imported))
      ON CONFLICT(id) DO UPDATE SET subject = ?2, channel = iif(EXISTS (SELECT 1 FROM session WHERE ticket_id = ?1), ticket.channel, ?6),
        status = iif(\(kept) & \(TicketLocalFields.status.rawValue) AND ?3 < \(final), ticket.status, ?3),
        \(unlessKept(.priority, "priority", "?4")), \(unlessKept(.type, "type", "?5")),
        routing_channel = iif(ticket.origin = \(placeholder), ?7, ticket.routing_channel),
        routing_channel_changed_at = iif(ticket.origin = \(placeholder), ?8, ticket.routing_channel_changed_at),
        assigned_channel = CASE WHEN ticket.origin = \(placeholder) THEN ?9
          WHEN \(kept) & \(TicketLocalFields.assignee.rawValue) OR ?11 IS ticket.assignee_id
            THEN ticket.assigned_channel
          WHEN ?11 IS NULL THEN NULL ELSE ticket.routing_channel END,
        requester_id = ?10, \(unlessKept(.assignee, "assignee_id", "?11")),
        \(unlessKept(.group, "group_id", "?12")), organization_id = ?13, brand_id = ?14,
        \(unlessKept(.tags, "tags", "?15")), created_at = ?16, updated_at = max(ticket.updated_at, ?17),
        \(unlessKept(.form, "ticket_form_id", "?22")),
        \(unlessKept(.customStatus, "custom_status_id", "?23")), is_public = ?24,
        satisfaction = iif(\(answers), ?25, ticket.satisfaction),
        satisfaction_at = iif(\(answers), ?31, ticket.satisfaction_at),
        \(details.map { "\($0.0) = iif(ticket.origin = \(placeholder), \($0.1), ticket.\($0.0))" }.joined(separator: ", ")),
        commented_at = coalesce(ticket.commented_at, ?18),
        commenter_id = iif(ticket.commented_at IS NULL, ?19, ticket.commenter_id),
        commented_sender = iif(ticket.commented_at IS NULL, ?33, ticket.commented_sender),
        source_updated_at = ?20,
        local_fields = ?21 | iif(?3 < \(final), \(kept), \(kept) & ~\(TicketLocalFields.status.rawValue)),
        origin = \(imported)
      """
  }()

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
      let kept = TicketLocalFields(rawValue: news.localFields).unchanged(in: news.record, since: news.before)
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
    _ ticket: WireTicket, _ record: JSONRecord, keeping kept: TicketLocalFields, _ audits: AuditImport
  ) throws -> ImportOutcome {
    try references.needUser(ticket.requesterID)
    try references.needUser(ticket.assigneeID)
    try references.needGroup(ticket.groupID)
    try updates?.begin(ticketID: ticket.id)
    let outcome = try upsert.run(id: ticket.id) {
      bind(ticket, to: $0)
      $0.bind(kept.rawValue, at: 32)
    }
    try keep(record, of: ticket.id)
    if case .created = outcome {
      // An export of a ticket whose own record leaves its channel out still has the session beside it.
      if ticket.isMessaging || ticket.local?.session != nil { try sessions.add(of: ticket, comment: nil) }
      try keepCustomFields(of: ticket)
      try waiting.note(new: ticket)
    } else {
      try follow(ticket, audits)
      keepReportFacts.bind(ticket.id, at: 1)
      try keepReportFacts.run()
      try waiting.note(changed: ticket.id)
    }
    try updates?.note(ticket.id)
    return outcome
  }

  private func bind(_ ticket: WireTicket, to statement: SteppedStatement) {
    let local = ticket.local
    let routing = local?.routingChannel ?? (ticket.isMessaging ? .messaging : .email)
    let assigned = ticket.assigneeID == nil ? nil : local?.assignedChannel ?? routing
    statement.bind(ticket.id, at: 1)
    statement.bind(ticket.subject, at: 2)
    statement.bind(Int64(ticket.status.rawValue), at: 3)
    statement.bind(Int64(ticket.priority.rawValue), at: 4)
    statement.bind(ticket.type, at: 5)
    statement.bind(ticket.channel, at: 6)
    statement.bind(Int64(routing.rawValue), at: 7)
    statement.bind(local?.routingChannelChangedAt?.seconds, at: 8)
    statement.bind((assigned?.rawValue).map(Int64.init), at: 9)
    statement.bind(ticket.requesterID, at: 10)
    statement.bind(ticket.assigneeID, at: 11)
    statement.bind(ticket.groupID, at: 12)
    statement.bind(ticket.organizationID, at: 13)
    statement.bind(ticket.brandID, at: 14)
    statement.bind(ticket.tags, at: 15)
    statement.bind(ticket.createdAt.seconds, at: 16)
    statement.bind(ticket.updatedAt.seconds, at: 17)
    statement.bind(local?.commentedAt?.seconds, at: 18)
    statement.bind(local?.commenterID, at: 19)
    statement.bind(ticket.sourceUpdatedAt.seconds, at: 20)
    statement.bind(local?.localFields.rawValue ?? 0, at: 21)
    let details = local?.details
    statement.bind(ticket.formID, at: 22)
    statement.bind(ticket.customStatusID, at: 23)
    statement.bind(ticket.isPublic ? 1 : 0, at: 24)
    let satisfaction = details?.satisfaction ?? ticket.satisfaction
    statement.bind(Int64(satisfaction.rawValue), at: 25)
    statement.bind(details?.scheduleID, at: 26)
    statement.bind(details?.reopens ?? 0, at: 27)
    statement.bind(details?.replies ?? 0, at: 28)
    statement.bind(details?.agentStations ?? 0, at: 29)
    statement.bind(details?.groupStations ?? 0, at: 30)
    let answeredAt = satisfaction > .offered ? details?.satisfactionAt ?? ticket.sourceUpdatedAt : nil
    statement.bind(answeredAt?.seconds, at: 31)
    statement.bind((local?.commentedBy?.rawValue).map(Int64.init), at: 33)
  }

  private func keepCustomFields(of ticket: WireTicket) throws {
    for field in ticket.local?.details?.customFields ?? [] {
      keepCustomField.bind(ticket.id, at: 1)
      keepCustomField.bind(field.id, at: 2)
      keepCustomField.bind(field.value, at: 3)
      try keepCustomField.run()
    }
  }

  private func keep(_ record: JSONRecord, of ticketID: Int64) throws {
    keepDocument.bind(ticketID, at: 1)
    keepDocument.bind(document: record.bytes, at: 2)
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
    moveSession.bind(sessionID, at: 1)
    moveSession.bind(ticket.requesterID, at: 2)
    try moveSession.run()
    guard known.state == .active else { return }
    if let end = ticket.local?.session?.end {
      try sessions.end(sessionID, end)
    } else if known.status == .closed {
      try sessions.endLater(ticketID: ticket.id, at: ticket.updatedAt)
    } else if known.status == .deleted {
      try sessions.end(
        sessionID, Subject.End(reason: nil, at: ticket.updatedAt, by: .system, via: .system))
    } else {
      try touch(ticket)
    }
  }

  private struct Stored {
    var status: TicketStatus
    var sessionID: Int64?
    var state: SessionState?
  }

  private func stored(_ id: Int64) throws -> Stored? {
    stored.bind(id, at: 1)
    defer { stored.reset() }
    guard try stored.step() else { return nil }
    return Stored(
      status: TicketStatus(rawValue: Int(stored.integer(0))) ?? .closed,
      sessionID: stored.optionalInteger(1), state: SessionState(rawValue: Int(stored.integer(2))))
  }

  private func touch(_ ticket: WireTicket) throws {
    guard !ticket.status.isFinal else { return }
    // An export knows better than the ticket's time.
    let moment = ticket.local?.session?.lastActivityAt ?? ticket.updatedAt
    touchSession.bind(ticket.id, at: 1)
    touchSession.bind(moment.seconds, at: 2)
    try touchSession.run()
  }
}
