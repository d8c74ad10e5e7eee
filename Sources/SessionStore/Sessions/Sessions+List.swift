import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// One session as lists show it.
package struct SessionRow: Sendable {
  /// Also the conversation's (domain §1).
  package var id: Int64
  /// nil as long as the conversation is with the AI agent.
  package var ticketID: Int64?
  /// The wire name of the channel that the conversation came in through.
  package var channel: String
  /// Once ended, it stays so (domain §3).
  package var state: SessionState
  /// When the conversation began.
  package var startedAt: Instant
  /// The latest public message that is known (domain §1).
  package var lastActivityAt: Instant
  /// Who wrote the latest public message; nil where nobody knows (domain §12).
  package var lastSender: Sender?
  /// nil while it is active.
  package var endedAt: Instant?
  /// nil while it is active, and for one that was over before it was seen (domain §12).
  package var endReason: EndReason?
  /// nil while it is active, and where nobody knows.
  package var endedBy: Actor?
  /// Whom it is with and what about; nil unless it was asked for.
  package var matter: SessionMatter?
}

/// Whom a session is with, and what its ticket is by now.
package struct SessionMatter: Sendable {
  /// The customer's, who is known before there is a ticket; nil where they have no name.
  package var customerName: String?
  /// nil without a ticket.
  package var ticket: Ticket?

  /// What the ticket is by now.
  package struct Ticket: Sendable {
    /// nil where the customer is not known.
    package var requesterID: Int64?
    /// Empty where it has none.
    package var subject: String
    /// Deleted ones, too.
    package var status: TicketStatus
    /// `none` where the wire has null.
    package var priority: Priority
    /// nil: nobody has it.
    package var assigneeID: Int64?
    /// nil: none.
    package var groupID: Int64?
    /// In the order in which they stand, with blanks between them.
    package var tags: String
  }
}

private enum Column: Int, StatementColumn {
  case id, ticketID, channel, state, startedAt, lastActivityAt, lastSender, endedAt, endReason, endedByKind,
    endedByID
  // The matter, which a list that shows nothing of it does not read.
  case customerName, requesterID, subject, status, priority, assigneeID, groupID, tags

  var expression: String {
    switch self {
    case .customerName: "u.name"
    case .requesterID, .subject, .status, .priority, .assigneeID, .groupID, .tags: "t.\(name)"
    default: "s.\(name)"
    }
  }

  static func selected(withMatter: Bool) -> String {
    allCases.filter { withMatter || $0.expression.hasPrefix("s.") }.map(\.expression).joined(separator: ", ")
  }
}

extension StoreReader {
  /// What sessions can be sorted by, as SQL.
  package static let sessionOrders: [String: String] = [
    "id": "s.id", "conversation_id": "s.id", "ticket_id": "s.ticket_id", "channel": "s.channel",
    "state": "s.state", "started_at": "s.started_at", "last_activity_at": "s.last_activity_at",
    "last_sender": "s.last_sender", "ended_at": "s.ended_at", "end_reason": "s.end_reason",
    "requester_id": "t.requester_id", "requester_name": "u.name", "subject": "t.subject",
    "status": "t.status",
    "priority": "t.priority", "assignee_id": "t.assignee_id", "group_id": "t.group_id",
    "assignee_name": "(SELECT a.name FROM user a WHERE a.id = t.assignee_id)",
    "group_name": "(SELECT g.name FROM agent_group g WHERE g.id = t.group_id)",
  ]

  /// How many sessions a selection matches.
  package func countSessions(_ selection: Selection, limit: Int? = nil) throws -> Int {
    let sql = try SelectionSQL(selection, leading: .sessions, in: db)
    let matching = "SELECT 1 FROM \(source(sql, hinted: true))\(sql.whereClause) LIMIT \(limit ?? -1)"
    return try Int.fetchSure(
      db, sql: "SELECT count(*) FROM (\(matching))", arguments: StatementArguments(sql.arguments))
  }

  /// Gives every matching session, ordered by id unless asked otherwise; memory stays flat.
  ///
  /// - Parameter withMatter: whether to read whom it is with and what about, which costs two look-ups a row
  package func forEachSession(
    _ selection: Selection, withMatter: Bool = false, order: ListOrder? = nil, limit: Int? = nil,
    _ body: (SessionRow) throws -> Void
  ) throws {
    let sql = try SelectionSQL(selection, leading: .sessions, in: db)
    var orderBy = "s.id"
    if let order, let column = Self.sessionOrders[order.field] {
      orderBy = "\(column) \(order.descending ? "DESC" : "ASC"), s.id"
    }
    let row = try SteppedStatement(
      db,
      """
      SELECT \(Column.selected(withMatter: withMatter))
      FROM \(source(sql, hinted: selection.idleSince != nil, orderedBy: orderBy, withMatter: withMatter))\(sql.whereClause)
      ORDER BY \(orderBy) LIMIT \(limit ?? -1)
      """)
    row.bind(sql)
    defer { row.reset() }
    var channels = Interned { String(decoding: $0, as: UTF8.self) }
    var tags = channels
    while try row.step() {
      try body(
        SessionRow(
          id: row.integer(Column.id), ticketID: row.optionalInteger(Column.ticketID),
          channel: channels.value(of: row.utf8(Column.channel)), state: row.word(Column.state) ?? .ended,
          startedAt: row.moment(Column.startedAt), lastActivityAt: row.moment(Column.lastActivityAt),
          lastSender: row.word(Column.lastSender), endedAt: row.optionalMoment(Column.endedAt),
          endReason: row.word(Column.endReason),
          endedBy: row.word(Column.endedByKind)
            .flatMap { Actor(kind: $0, id: row.optionalInteger(Column.endedByID)) },
          matter: withMatter ? matter(row, &tags) : nil))
    }
  }

  private func matter(_ row: SteppedStatement, _ tags: inout Interned<String>) -> SessionMatter {
    var matter = SessionMatter(
      customerName: row.optionalText(Column.customerName).flatMap { $0.isEmpty ? nil : $0 }, ticket: nil)
    if !row.isNull(Column.status) {
      matter.ticket = SessionMatter.Ticket(
        requesterID: row.optionalInteger(Column.requesterID), subject: row.text(Column.subject),
        status: row.word(Column.status) ?? .closed, priority: row.word(Column.priority) ?? Priority.none,
        assigneeID: row.optionalInteger(Column.assigneeID), groupID: row.optionalInteger(Column.groupID),
        tags: tags.value(of: row.utf8(Column.tags)))
    }
    return matter
  }

  /// nil where there is none with this id.
  package func session(id: Int64) throws -> SessionRow? {
    var selection = Selection()
    selection.sessionIDs = [id]
    var found: SessionRow?
    try forEachSession(selection, withMatter: true) { found = $0 }
    return found
  }

  /// nil for a ticket that did not come in through messaging.
  package func session(ticketID: Int64) throws -> SessionRow? {
    let id = try Int64.fetchOne(db, sql: "SELECT id FROM session WHERE ticket_id = ?", arguments: [ticketID])
    return try id.flatMap(session(id:))
  }

  /// Whether any session at all, ended ones included, was active between two moments: is the feed alive? What
  /// claims to be later than the second one, now, proves nothing.
  package func hasActivity(since moment: Instant, until now: Instant) throws -> Bool {
    // The active ones answer through their index; failing that, the newest rows most likely do.
    let questions = [
      "SELECT 1 FROM session INDEXED BY session_active WHERE state = 0 AND last_activity_at BETWEEN ? AND ? LIMIT 1",
      "SELECT 1 FROM session WHERE last_activity_at BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
    ]
    return try questions.contains {
      try Int.fetchOne(db, sql: $0, arguments: [moment.seconds, now.seconds]) != nil
    }
  }

  /// - Parameter hinted: whether few rows are expected; many are read faster in the order of their ids
  private func source(
    _ sql: SelectionSQL, hinted: Bool, orderedBy order: String = "", withMatter: Bool = false
  ) -> String {
    var source = "session s\(hinted ? sql.indexHint : "")"
    let showsPeople = withMatter || order.hasPrefix("u.")
    if sql.readsTicket {
      source += " JOIN ticket t ON t.id = s.ticket_id"
    } else if showsPeople || order.contains("t.") {
      source += " LEFT JOIN ticket t ON t.id = s.ticket_id"
    }
    if showsPeople { source += " LEFT JOIN user u ON u.id = coalesce(t.requester_id, s.user_id)" }
    return source
  }
}
