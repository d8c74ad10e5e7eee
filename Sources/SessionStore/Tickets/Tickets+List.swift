import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// A ticket as lists and `ticket show` have it.
package struct TicketRow: Sendable {
  /// The public API's for an imported one, else one that was counted here (domain §12).
  package var id: Int64
  /// Empty where it has none.
  package var subject: String
  /// `deleted` is there only where it was asked for.
  package var status: TicketStatus
  /// `none` where the wire has null.
  package var priority: Priority
  /// The wire word; nil where none is set.
  package var type: String?
  /// The wire name of the channel it came in through (`via`).
  package var channel: String
  /// How routing treats it now (domain §1).
  package var routingChannel: RoutingChannel
  /// nil where the customer is not known.
  package var requesterID: Int64?
  /// nil where the customer has no name, or is not known.
  package var requesterName: String?
  /// Whether they can be written to by e-mail (E15).
  package var requesterHasEmail: Bool
  /// Whether the composer has voice (E11).
  package var requesterHasPhone: Bool
  /// nil: nobody has it.
  package var assigneeID: Int64?
  /// nil: none.
  package var groupID: Int64?
  /// In the order in which they are stored.
  package var tags: [String]
  /// Where it waits, and at which place; nil: in no queue.
  package var queue: QueuePlace?
  /// nil for a ticket that did not come in through messaging.
  package var session: SessionRow?
  /// The moment it was made, here or at its source.
  package var createdAt: Instant
  /// The moment of its latest change, here or at its source.
  package var updatedAt: Instant
  /// Where its survey stands.
  package var satisfaction: SatisfactionScore
}

/// What is read of a ticket, its customer, its session, and where it waits.
private enum Column: Int, StatementColumn {
  case id, subject, status, priority, type, channel, routingChannel, requesterID, name, email, phone,
    assigneeID
  case groupID, tags, createdAt, updatedAt, sessionID, state, startedAt, lastActivityAt, lastSender, endedAt
  case endReason, endedByKind, endedByID, queueKey, satisfaction, position

  var expression: String {
    switch self {
    case .name, .email: "u.\(name)"
    case .phone: "u.phone IS NOT NULL"
    case .sessionID: "s.id"
    case .state, .startedAt, .lastActivityAt, .lastSender, .endedAt, .endReason, .endedByKind, .endedByID:
      "s.\(name)"
    case .queueKey, .position: "w.\(name)"
    default: "t.\(name)"
    }
  }
}

extension StoreReader {
  /// What tickets can be sorted by, as SQL.
  package static let ticketOrders: [String: String] = [
    "id": "t.id", "subject": "t.subject", "status": "t.status", "priority": "t.priority", "type": "t.type",
    "channel": "t.channel", "routing_channel": "t.routing_channel", "requester_id": "t.requester_id",
    "requester_name": "u.name", "assignee_id": "t.assignee_id", "group_id": "t.group_id",
    "created_at": "t.created_at", "updated_at": "t.updated_at",
  ]

  private static let source = """
    ticket t LEFT JOIN session s ON s.ticket_id = t.id LEFT JOIN user u ON u.id = t.requester_id
    """

  private static let waiting = "LEFT JOIN queue_ticket w ON w.ticket_id = t.id"
  private static let places = """
    LEFT JOIN (SELECT ticket_id, queue_key, row_number() OVER (PARTITION BY queue_key ORDER BY \(serviceOrder)) AS position
      FROM queue_ticket WHERE queue_key IS NOT NULL) w ON w.ticket_id = t.id
    """

  /// Whether a ticket that needs an agent is with nobody, and nothing will bring it to anybody: no queue holds it, and
  /// in classic routing, which has none (Q1), no group either.
  package func waitsNowhere(_ ticket: TicketRow) throws -> Bool {
    guard ticket.status.isInProgress, ticket.assigneeID == nil, ticket.queue == nil else { return false }
    return try ticket.groupID == nil || isOmnichannel()
  }

  /// How many `forEachTicket` would give; it stops counting at the limit.
  package func countTickets(_ selection: Selection, limit: Int? = nil) throws -> Int {
    let sql = try conditions(selection)
    return try Int.fetchSure(
      db,
      sql: "SELECT count(*) FROM (SELECT 1 FROM \(Self.source)\(sql.whereClause) LIMIT \(limit ?? -1))",
      arguments: StatementArguments(sql.arguments))
  }

  /// Gives every matching ticket, ordered by id unless asked otherwise. Deleted ones only if asked for.
  package func forEachTicket(
    _ selection: Selection, order: ListOrder? = nil, limit: Int? = nil, _ body: (TicketRow) throws -> Void
  ) throws {
    let sql = try conditions(selection)
    var orderBy = "t.id"
    if let order, let column = Self.ticketOrders[order.field] {
      orderBy = "\(column) \(order.descending ? "DESC" : "ASC"), t.id"
    }
    // Counting who is ahead costs as many rows as there are; numbering a whole queue once serves many tickets.
    let isShort = selection.ticketIDs.map { $0.count <= 20 } ?? false
    let columns = Column.allCases.map {
      isShort && $0 == .position ? Self.placeInLine : $0.expression
    }
    let statement = try SteppedStatement(
      db,
      """
      SELECT \(columns.joined(separator: ", "))
      FROM \(Self.source) \(isShort ? Self.waiting : Self.places)\(sql.whereClause) ORDER BY \(orderBy) LIMIT \(limit ?? -1)
      """)
    statement.bind(sql)
    defer { statement.reset() }
    while try statement.step() { try body(ticket(statement)) }
  }

  /// Deleted ones, too; nil where there is none with this id.
  package func ticket(id: Int64) throws -> TicketRow? {
    var selection = Selection()
    selection.ticketIDs = [id]
    var found: TicketRow?
    try forEachTicket(selection) { found = $0 }
    return found
  }

  private func conditions(_ selection: Selection) throws -> SelectionSQL {
    var sql = try SelectionSQL(selection, leading: .tickets, in: db)
    sql.add("t.origin > 0")
    if selection.statuses.oneOf.isEmpty && selection.ticketIDs == nil {
      sql.add("t.status <> \(TicketStatus.deleted.rawValue)")
    }
    return sql
  }

  private func ticket(_ row: SteppedStatement) -> TicketRow {
    TicketRow(
      id: row.integer(Column.id), subject: row.text(Column.subject),
      status: row.word(Column.status) ?? .closed,
      priority: row.word(Column.priority) ?? .none, type: row.optionalText(Column.type),
      channel: row.text(Column.channel), routingChannel: row.word(Column.routingChannel) ?? .email,
      requesterID: row.optionalInteger(Column.requesterID),
      requesterName: row.optionalText(Column.name).flatMap { $0.isEmpty ? nil : $0 },
      requesterHasEmail: row.optionalText(Column.email)?.isMailAddress ?? false,
      requesterHasPhone: row.integer(Column.phone) == 1, assigneeID: row.optionalInteger(Column.assigneeID),
      groupID: row.optionalInteger(Column.groupID),
      tags: row.text(Column.tags).split(separator: " ").map(String.init),
      queue: row.optionalInteger(Column.queueKey)
        .map { QueuePlace(queueKey: $0, position: row.integer(Column.position)) },
      session: session(row), createdAt: row.moment(Column.createdAt), updatedAt: row.moment(Column.updatedAt),
      satisfaction: row.word(Column.satisfaction) ?? .unoffered)
  }

  private func session(_ row: SteppedStatement) -> SessionRow? {
    guard let id = row.optionalInteger(Column.sessionID) else { return nil }
    return SessionRow(
      id: id, ticketID: row.integer(Column.id), channel: row.text(Column.channel),
      state: row.word(Column.state) ?? .ended, startedAt: row.moment(Column.startedAt),
      lastActivityAt: row.moment(Column.lastActivityAt), lastSender: row.word(Column.lastSender),
      endedAt: row.optionalMoment(Column.endedAt), endReason: row.word(Column.endReason),
      endedBy: row.word(Column.endedByKind)
        .flatMap { Actor(kind: $0, id: row.optionalInteger(Column.endedByID)) })
  }

  /// The channels that sessions came in through, whatever this program knows of them.
  package func channelsMet() throws -> [String] {
    try String.fetchAll(db, sql: "SELECT DISTINCT channel FROM ticket WHERE origin > 0 ORDER BY channel")
  }

  /// nil where there is no group with this id.
  package func groupName(id: Int64) throws -> String? {
    try String.fetchOne(db, sql: "SELECT name FROM agent_group WHERE id = ?", arguments: [id])
  }
}
