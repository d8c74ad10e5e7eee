import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// The rows that events make: conversations and their tickets.
struct ConversationRows {
  /// How a conversation began, and how its customer stands.
  struct Beginning {
    var userID: Int64?
    var channel: String
    var startedAt: Instant
    var customerIsSuspended: Bool
    var customerIsRedacted: Bool
    /// The first of the conversations that followed one another, where this one followed (E13).
    var chain: Int64?
  }

  private final class Counters {
    var sessions: LocalIDs
    var tickets: LocalIDs

    init(_ db: Database) throws {
      sessions = try LocalIDs(db, .session)
      tickets = try LocalIDs(db, .ticket)
    }
  }

  private enum NewSession: Int, StatementColumn { case id, userID, channel, startedAt, chain }
  private enum NewTicket: Int, StatementColumn {
    case id, subject, status, channel, routingChannel, assignedChannel, requesterID, assigneeID, groupID
    case createdAt, agentStations, groupStations
  }
  private enum Link: Int, StatementColumn { case ticketID, sessionID }
  private enum Latest: Int, StatementColumn { case userID, channel }
  private enum Requester: Int, StatementColumn { case role, localeID, email }
  private enum Began: Int, StatementColumn {
    case userID, channel, startedAt, suspended, isRedacted, chain

    var expression: String {
      switch self {
      case .suspended: "coalesce(u.suspended, 0)"
      case .isRedacted: "EXISTS (SELECT 1 FROM redaction r WHERE r.user_id = s.user_id)"
      default: "s.\(name)"
      }
    }
  }
  private enum Word: Int, StatementColumn {
    case body, authorID, createdAt

    var expression: String {
      switch self {
      case .body: "e.value ->> '$.body'"
      case .authorID: ToldComment.author
      case .createdAt: "a.created_at"
      }
    }
  }

  private let insertSession: SteppedStatement
  private let insertTicket: SteppedStatement
  private let link: SteppedStatement
  private let beginnings: SteppedStatement
  private let newest: SteppedStatement
  private let latest: SteppedStatement
  private let requester: SteppedStatement
  private let words: SteppedStatement
  private let counters: Counters

  init(_ db: Database) throws {
    counters = try Counters(db)
    insertSession = try SteppedStatement(
      db,
      """
      INSERT INTO session(\(NewSession.names), state, last_activity_at, last_sender)
      VALUES (\(NewSession.parameters), \(SessionState.active.rawValue), :started_at, \(Sender.customer.rawValue))
      """, NewSession.self)
    insertTicket = try SteppedStatement(
      db,
      """
      INSERT INTO ticket(\(NewTicket.names), priority, tags, updated_at, origin)
      VALUES (\(NewTicket.parameters), 0, '', :created_at, \(Origin.local.rawValue))
      """, NewTicket.self)
    link = try SteppedStatement(
      db, "UPDATE session SET ticket_id = :ticket_id WHERE id = :session_id", Link.self)
    words = try SteppedStatement(
      db,
      """
      SELECT \(Word.selected)
      FROM audit a, \(ToldComment.events)
      WHERE a.session_id = ? AND \(ToldComment.isPublic)
      ORDER BY a.created_at, a.id, e.key
      """)
    requester = try SteppedStatement(db, "SELECT \(Requester.selected) FROM user WHERE id = ?")
    beginnings = try SteppedStatement(
      db,
      """
      SELECT \(Began.selected)
      FROM session s LEFT JOIN user u ON u.id = s.user_id WHERE s.id = ?
      """)
    newest = try SteppedStatement(
      db, "SELECT id FROM session WHERE chain = ? ORDER BY started_at DESC, id DESC LIMIT 1")
    latest = try SteppedStatement(
      db, "SELECT id FROM session WHERE user_id = :user_id AND channel = :channel ORDER BY id DESC LIMIT 1",
      Latest.self)
  }

  /// - Parameter chain: the first of the conversations that it follows, if it follows any
  func addSession(userID: Int64?, channel: String, chain: Int64?, at moment: Instant) throws -> Int64 {
    let id = try counters.sessions.take()
    insertSession.bind(id, NewSession.id)
    insertSession.bind(userID, NewSession.userID)
    insertSession.bind(channel, NewSession.channel)
    insertSession.bind(moment, NewSession.startedAt)
    insertSession.bind(chain, NewSession.chain)
    try insertSession.run()
    return id
  }

  /// What rules may ask of the customer whose ticket is made.
  func tellRequester(of handoff: inout Handoff) throws {
    guard let id = handoff.requesterID else { return }
    requester.bind(id)
    defer { requester.reset() }
    guard try requester.step() else { return }
    handoff.requesterRole = requester.word(Requester.role) ?? .endUser
    handoff.requesterLocaleID = requester.optionalInteger(Requester.localeID)
    handoff.requesterHasEmail = requester.optionalText(Requester.email)?.isMailAddress ?? false
  }

  func nextTicketID() throws -> Int64 { try counters.tickets.take() }

  /// The ticket that a hand-off makes, linked to its session.
  func add(_ ticket: WorkItem.Ticket, to sessionID: Int64, at moment: Instant) throws {
    insertTicket.bind(ticket.id, NewTicket.id)
    insertTicket.bind(ticket.facts.subject, NewTicket.subject)
    insertTicket.bind(ticket.status, NewTicket.status)
    insertTicket.bind(ticket.facts.channel, NewTicket.channel)
    insertTicket.bind(ticket.routingChannel, NewTicket.routingChannel)
    insertTicket.bind(ticket.assignedChannel, NewTicket.assignedChannel)
    insertTicket.bind(ticket.facts.requesterID, NewTicket.requesterID)
    insertTicket.bind(ticket.assigneeID, NewTicket.assigneeID)
    insertTicket.bind(ticket.groupID, NewTicket.groupID)
    insertTicket.bind(moment, NewTicket.createdAt)
    insertTicket.bind(ticket.agentStations, NewTicket.agentStations)
    insertTicket.bind(ticket.groupStations, NewTicket.groupStations)
    try insertTicket.run()
    link.bind(ticket.id, Link.ticketID)
    link.bind(sessionID, Link.sessionID)
    try link.run()
  }

  func beginning(ofSession id: Int64) throws -> Beginning? {
    beginnings.bind(id)
    defer { beginnings.reset() }
    guard try beginnings.step() else { return nil }
    return Beginning(
      userID: beginnings.optionalInteger(Began.userID), channel: beginnings.text(Began.channel),
      startedAt: beginnings.moment(Began.startedAt), customerIsSuspended: beginnings.flag(Began.suspended),
      customerIsRedacted: beginnings.flag(Began.isRedacted),
      chain: beginnings.optionalInteger(Began.chain))
  }

  /// The newest of the conversations that followed one another, by the first of them; one look-up, however many there
  /// are (E13).
  func newest(ofChain first: Int64) throws -> Int64 {
    newest.bind(first)
    defer { newest.reset() }
    return try newest.step() ? newest.integer() : first
  }

  /// The conversation that a customer began last in a channel.
  func latest(ofCustomer userID: Int64, channel: String) throws -> Int64? {
    latest.bind(userID, Latest.userID)
    latest.bind(channel, Latest.channel)
    defer { latest.reset() }
    return try latest.step() ? latest.integer() : nil
  }

  /// What was said while the conversation was with the AI agent, the oldest first.
  func lines(sessionID: Int64) throws -> [Handoff.Line] {
    words.bind(sessionID)
    defer { words.reset() }
    var lines: [Handoff.Line] = []
    while try words.step() {
      lines.append(
        Handoff.Line(
          text: words.text(Word.body),
          authorID: words.optionalInteger(Word.authorID).flatMap { $0 > 0 ? $0 : nil },
          at: words.moment(Word.createdAt)))
    }
    return lines
  }

  /// Remembers which ids were taken, once what has them is written.
  func saveIDs() throws {
    try counters.sessions.save()
    try counters.tickets.save()
  }
}
