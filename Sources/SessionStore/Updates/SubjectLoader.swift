import CivilTime
import GRDB
import SessionModel

/// Hot loop: gives the frozen batch's subjects one by one, in id order.
struct SubjectLoader {
  private let statement: SteppedStatement
  private let customFields: SteppedStatement?
  private let columns: SubjectColumns
  private var channels = Interned { String(decoding: $0, as: UTF8.self) }
  /// In a bulk run few lists are different, and splitting them costs more than everything else that is read.
  private var tags = Interned { bytes in
    bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Which subjects are given.
  enum Source {
    case batch
    /// The one whose session is asked for (`subject(ofSession:)`).
    case session
    /// What `SubjectSnapshot` kept, in the order of the tickets.
    case snapshot
  }

  init(_ db: Database, _ source: Source = .batch, columns: SubjectColumns) throws {
    self.columns = columns
    let sql =
      switch source {
      case .batch:
        Self.select(
          columns, moment: "b.at",
          from:
            "temp.batch b LEFT JOIN session s ON s.id = b.session_id LEFT JOIN ticket t ON t.id = b.ticket_id",
          "ORDER BY b.position")
      case .session:
        Self.select(columns, from: "session s LEFT JOIN ticket t ON t.id = s.ticket_id", "WHERE s.id = ?")
      case .snapshot: SubjectSnapshot.selection
      }
    statement = try SteppedStatement(db, sql)
    customFields =
      columns.contains(.customFields)
      ? try SteppedStatement(
        db, source == .snapshot ? SubjectSnapshot.customFields : Self.customFieldsOfTicket) : nil
  }

  /// The statement whose columns `next` reads.
  ///
  /// - Parameter tables: a session `s` and a ticket `t`
  static func select(
    _ columns: SubjectColumns, moment: String = "NULL", from tables: String, _ ending: String
  ) -> String {
    func select(_ wanted: SubjectColumns, _ names: String) -> String {
      // Absent columns are constants, so that every column keeps its place.
      columns.contains(wanted)
        ? names : names.split(separator: ",").map { _ in "NULL" }.joined(separator: ", ")
    }
    return """
      SELECT s.id, s.state, s.end_reason, t.id, t.status, t.routing_channel,
        \(select(.fields, "t.priority, t.assignee_id, t.group_id, t.assigned_channel")),
        \(select(.tags, "t.tags")),
        \(select(.details, "t.type, t.ticket_form_id, t.custom_status_id, t.schedule_id, t.satisfaction, t.reopens, t.replies, t.agent_stations, t.group_stations")),
        \(select(.facts, "t.channel, t.subject, t.is_public, t.requester_id, t.organization_id, t.brand_id")),
        \(select(.requester, "u.role, u.locale_id, u.email")),
        \(select(.waiting, "w.queue_key, w.eligible_since, w.is_chosen")), \(moment)
      FROM \(tables)
        \(columns.contains(.requester) ? "LEFT JOIN user u ON u.id = t.requester_id" : "")
        \(columns.contains(.waiting) ? "LEFT JOIN queue_ticket w ON w.ticket_id = t.id" : "")
      \(ending)
      """
  }

  /// How many columns that statement has.
  static let width = 33

  /// What was set here goes before what was imported. Conditions compare texts `[local]`: a checkbox is true or
  /// false, and a list its words with spaces between.
  static let customFieldsOfTicket = """
    SELECT f.value ->> '$.id',
      CASE json_type(f.value, '$.value') WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
        WHEN 'array' THEN (SELECT group_concat(e.value, ' ') FROM json_each(f.value, '$.value') e)
        ELSE f.value ->> '$.value' END
      FROM ticket_document d, json_each(d.body, '$.custom_fields') f
      WHERE d.ticket_id = ?1 AND f.value ->> '$.value' IS NOT NULL
    UNION ALL SELECT field_id, value FROM ticket_custom_field WHERE ticket_id = ?1
    """

  mutating func next() throws -> Subject? {
    guard try statement.step() else {
      statement.reset()
      return nil
    }
    return Subject(session: session, ticket: try ticket(), waiting: waiting)
  }

  private var waiting: Waiting? {
    guard columns.contains(.waiting), let since = statement.optionalInteger(30) else { return nil }
    return Waiting(
      queueKey: statement.optionalInteger(29), since: Instant(since), isChosen: statement.integer(31) == 1)
  }

  /// When it happened to the subject that was given last, if not when the update did.
  var moment: Instant? { statement.optionalInteger(32).map(Instant.init) }

  /// A single subject, of the source `session`; nil when there is no such session.
  mutating func subject(ofSession id: Int64) throws -> Subject? {
    statement.bind(id, at: 1)
    defer { statement.reset() }
    return try statement.step() ? Subject(session: session, ticket: try ticket(), waiting: waiting) : nil
  }

  private var session: Subject.Session? {
    guard let id = statement.optionalInteger(0) else { return nil }
    let state = SessionState(rawValue: Int(statement.integer(1))) ?? .ended
    let reason = EndReason(rawValue: Int(statement.integer(2)))
    return Subject.Session(
      id: id, state: state,
      end: state == .ended ? Subject.End(reason: reason, at: nil, by: nil, via: nil) : nil)
  }

  private mutating func ticket() throws -> Subject.Ticket? {
    guard let id = statement.optionalInteger(3) else { return nil }
    var ticket = Subject.Ticket(
      id: id, status: TicketStatus(rawValue: Int(statement.integer(4))) ?? .closed,
      routingChannel: RoutingChannel(rawValue: Int(statement.integer(5))) ?? .email)
    if columns.contains(.fields) {
      ticket.priority = Priority(rawValue: Int(statement.integer(6))) ?? .none
      ticket.assigneeID = statement.optionalInteger(7)
      ticket.groupID = statement.optionalInteger(8)
      ticket.assignedChannel = RoutingChannel(rawValue: Int(statement.integer(9)))
    }
    if columns.contains(.tags) {
      ticket.tags = tags.value(of: statement.utf8(10))
    }
    if columns.contains(.details) { loadDetails(&ticket) }
    if columns.contains(.facts) { loadFacts(&ticket.facts) }
    if columns.contains(.requester) {
      ticket.facts.requesterRole = Role(rawValue: Int(statement.integer(26))) ?? .endUser
      ticket.facts.requesterLocaleID = statement.optionalInteger(27)
      ticket.facts.requesterHasEmail = statement.optionalText(28)?.isMailAddress ?? false
    }
    if let customFields {
      customFields.bind(id, at: 1)
      defer { customFields.reset() }
      while try customFields.step() { ticket.customFields[customFields.integer(0)] = customFields.text(1) }
      ticket.customFields = ticket.customFields.filter { !$0.value.isEmpty }
    }
    return ticket
  }

  private func loadDetails(_ ticket: inout Subject.Ticket) {
    ticket.type = statement.optionalText(11).flatMap(TicketType.init(word:))
    ticket.formID = statement.optionalInteger(12)
    ticket.customStatusID = statement.optionalInteger(13)
    ticket.scheduleID = statement.optionalInteger(14)
    ticket.satisfaction = SatisfactionScore(rawValue: Int(statement.integer(15))) ?? .unoffered
    ticket.reopens = statement.integer(16)
    ticket.replies = statement.integer(17)
    ticket.agentStations = statement.integer(18)
    ticket.groupStations = statement.integer(19)
  }

  private mutating func loadFacts(_ facts: inout Subject.Facts) {
    facts.channel = channels.value(of: statement.utf8(20))
    facts.subject = statement.text(21)
    facts.isPublic = statement.integer(22) != 0
    facts.requesterID = statement.optionalInteger(23)
    facts.organizationID = statement.optionalInteger(24)
    facts.brandID = statement.optionalInteger(25)
  }
}
