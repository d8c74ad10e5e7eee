import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// The rows that events make: conversations and their tickets.
struct ConversationRows {
  /// What never changes in a conversation.
  struct Facts {
    var userID: Int64?
    var channel: String
    var startedAt: Instant
    var customerIsSuspended: Bool
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

  private let insertSession: SteppedStatement
  private let insertTicket: SteppedStatement
  private let link: SteppedStatement
  private let facts: SteppedStatement
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
      INSERT INTO session(id, user_id, channel, state, started_at, last_activity_at, last_sender, chain)
      VALUES (?1, ?2, ?3, \(SessionState.active.rawValue), ?4, ?4, \(Sender.customer.rawValue), ?5)
      """)
    insertTicket = try SteppedStatement(
      db,
      """
      INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, assigned_channel, requester_id,
        assignee_id, group_id, tags, created_at, updated_at, agent_stations, group_stations, origin)
      VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, '', ?10, ?10, ?11, ?12, \(Origin.local.rawValue))
      """)
    link = try SteppedStatement(db, "UPDATE session SET ticket_id = ?1 WHERE id = ?2")
    words = try SteppedStatement(
      db,
      """
      SELECT e.value ->> '$.body', coalesce(e.value ->> '$.author_id', a.author_id), a.created_at
      FROM audit a, json_each(coalesce(a.events, a.document -> '$.events')) e
      WHERE a.session_id = ? AND e.value ->> '$.type' = 'Comment' AND e.value ->> '$.public'
      ORDER BY a.created_at, a.id, e.key
      """)
    requester = try SteppedStatement(db, "SELECT role, locale_id, email FROM user WHERE id = ?")
    facts = try SteppedStatement(
      db,
      """
      SELECT s.user_id, s.channel, s.started_at, coalesce(u.suspended, 0), s.chain
      FROM session s LEFT JOIN user u ON u.id = s.user_id WHERE s.id = ?
      """)
    newest = try SteppedStatement(
      db, "SELECT id FROM session WHERE chain = ? ORDER BY started_at DESC, id DESC LIMIT 1")
    latest = try SteppedStatement(
      db, "SELECT id FROM session WHERE user_id = ? AND channel = ? ORDER BY id DESC LIMIT 1")
  }

  /// - Parameter chain: the first of the conversations that it follows, if it follows any
  func addSession(userID: Int64?, channel: String, chain: Int64?, at moment: Instant) throws -> Int64 {
    let id = try counters.sessions.take()
    insertSession.bind(id, at: 1)
    insertSession.bind(userID, at: 2)
    insertSession.bind(channel, at: 3)
    insertSession.bind(moment.seconds, at: 4)
    insertSession.bind(chain, at: 5)
    try insertSession.run()
    return id
  }

  /// What rules may ask of the customer whose ticket is made.
  func tellRequester(of handoff: inout Handoff) throws {
    guard let id = handoff.requesterID else { return }
    requester.bind(id, at: 1)
    defer { requester.reset() }
    guard try requester.step() else { return }
    handoff.requesterRole = Role(rawValue: Int(requester.integer(0))) ?? .endUser
    handoff.requesterLocaleID = requester.optionalInteger(1)
    handoff.requesterHasEmail = requester.optionalText(2)?.isMailAddress ?? false
  }

  func nextTicketID() throws -> Int64 { try counters.tickets.take() }

  /// The ticket that a hand-off makes, linked to its session.
  func add(_ ticket: WorkItem.Ticket, to sessionID: Int64, at moment: Instant) throws {
    insertTicket.bind(ticket.id, at: 1)
    insertTicket.bind(ticket.facts.subject, at: 2)
    insertTicket.bind(Int64(ticket.status.rawValue), at: 3)
    insertTicket.bind(ticket.facts.channel, at: 4)
    insertTicket.bind(Int64(ticket.routingChannel.rawValue), at: 5)
    insertTicket.bind((ticket.assignedChannel?.rawValue).map(Int64.init), at: 6)
    insertTicket.bind(ticket.facts.requesterID, at: 7)
    insertTicket.bind(ticket.assigneeID, at: 8)
    insertTicket.bind(ticket.groupID, at: 9)
    insertTicket.bind(moment.seconds, at: 10)
    insertTicket.bind(ticket.agentStations, at: 11)
    insertTicket.bind(ticket.groupStations, at: 12)
    try insertTicket.run()
    link.bind(ticket.id, at: 1)
    link.bind(sessionID, at: 2)
    try link.run()
  }

  func facts(ofSession id: Int64) throws -> Facts? {
    facts.bind(id, at: 1)
    defer { facts.reset() }
    guard try facts.step() else { return nil }
    return Facts(
      userID: facts.optionalInteger(0), channel: facts.text(1), startedAt: facts.moment(2),
      customerIsSuspended: facts.integer(3) != 0, chain: facts.optionalInteger(4))
  }

  /// The newest of the conversations that followed one another, by the first of them; one look-up, however many there
  /// are (E13).
  func newest(ofChain first: Int64) throws -> Int64 {
    newest.bind(first, at: 1)
    defer { newest.reset() }
    return try newest.step() ? newest.integer(0) : first
  }

  /// The conversation that a customer began last in a channel.
  func latest(ofCustomer userID: Int64, channel: String) throws -> Int64? {
    latest.bind(userID, at: 1)
    latest.bind(channel, at: 2)
    defer { latest.reset() }
    return try latest.step() ? latest.integer(0) : nil
  }

  /// What was said while the conversation was with the AI agent, the oldest first.
  func lines(sessionID: Int64) throws -> [Handoff.Line] {
    words.bind(sessionID, at: 1)
    defer { words.reset() }
    var lines: [Handoff.Line] = []
    while try words.step() {
      lines.append(
        Handoff.Line(
          text: words.text(0), authorID: words.optionalInteger(1).flatMap { $0 > 0 ? $0 : nil },
          at: words.moment(2)))
    }
    return lines
  }

  /// Remembers which ids were taken, once what has them is written.
  func saveIDs() throws {
    try counters.sessions.save()
    try counters.tickets.save()
  }
}
