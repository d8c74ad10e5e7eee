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

  private enum NewSession: Int, StatementColumn {
    case id, userID, channel, startedAt, chain, ticketID, lastActivityAt, lastSender
  }
  /// What no update changes; the fields that updates change follow.
  private enum NewTicket: Int, StatementColumn {
    case id, subject, channel, requesterID, createdAt, updatedAt
  }
  private enum Link: Int, StatementColumn { case sessionID, ticketID, at, sender }
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

  private let log: WriteLog
  private let insertSession: LoggedStatement
  private let insertTicket: LoggedStatement
  private let link: LoggedStatement
  private let beginnings: SteppedStatement
  private let newest: SteppedStatement
  private let latest: SteppedStatement
  private let requester: SteppedStatement
  private let words: SteppedStatement
  private let counters: Counters

  init(_ db: Database, _ log: WriteLog) throws {
    self.log = log
    counters = try Counters(db)
    // Whom others name is written first.
    let columns = NewTicket.allCases.map(\.name) + TicketField.changeable.map(\.field.column)
    insertTicket = try log.adding(
      """
      INSERT INTO ticket(\(columns.joined(separator: ", ")), origin)
      SELECT \(columns.indices.map { WriteLog.value(at: Int32($0 + 1)) }.joined(separator: ", ")),
        \(Origin.local.rawValue)
      FROM \(WriteLog.rows)
      """)
    insertSession = try log.adding(
      """
      INSERT INTO session(\(NewSession.names), state)
      SELECT \(NewSession.allCases.map(\.logged).joined(separator: ", ")), \(SessionState.active.rawValue)
      FROM \(WriteLog.rows)
      """)
    // With what was said since, for both change the same indexes. What comes late does not make a session older.
    link = try log.adding(
      """
      UPDATE session SET ticket_id = \(Link.ticketID.logged),
        last_activity_at = iif(last_activity_at <= \(Link.at.logged), \(Link.at.logged), last_activity_at),
        last_sender = iif(last_activity_at <= \(Link.at.logged), \(Link.sender.logged), last_sender)
      FROM \(WriteLog.rows) WHERE session.id = \(Link.sessionID.logged)
      """)
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

  func nextSessionID() throws -> Int64 { try counters.sessions.take() }

  /// The conversation that a start makes, with what was said in it by now.
  func add(_ session: WorkItem.Session, _ beginning: Beginning, ticketID: Int64?) throws {
    insertSession.bind(session.id, NewSession.id)
    insertSession.bind(beginning.userID, NewSession.userID)
    insertSession.bind(beginning.channel, NewSession.channel)
    insertSession.bind(beginning.startedAt, NewSession.startedAt)
    insertSession.bind(beginning.chain, NewSession.chain)
    insertSession.bind(ticketID, NewSession.ticketID)
    insertSession.bind(session.activity?.at ?? beginning.startedAt, NewSession.lastActivityAt)
    insertSession.bind(session.activity?.sender ?? .customer, NewSession.lastSender)
    try insertSession.run()
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

  /// The ticket that a hand-off makes, as updates have left it by now.
  func add(_ ticket: WorkItem.Ticket, madeAt: Instant, updatedAt: Instant) throws {
    insertTicket.bind(ticket.id, NewTicket.id)
    insertTicket.bind(ticket.facts.subject, NewTicket.subject)
    insertTicket.bind(ticket.facts.channel, NewTicket.channel)
    insertTicket.bind(ticket.facts.requesterID, NewTicket.requesterID)
    insertTicket.bind(madeAt, NewTicket.createdAt)
    insertTicket.bind(updatedAt, NewTicket.updatedAt)
    var place = Int32(NewTicket.allCases.count)
    for (_, change) in TicketField.changeable {
      place += 1
      change.writing.bind(ticket, to: insertTicket, at: place)
    }
    try insertTicket.run()
  }

  /// Links it to its session, which is a row already, with what was said in that.
  func link(_ ticketID: Int64, to session: WorkItem.Session) throws {
    link.bind(session.id, Link.sessionID)
    link.bind(ticketID, Link.ticketID)
    link.bind(session.activity?.at, Link.at)
    link.bind(session.activity?.sender, Link.sender)
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
    try log.writeAdded()
    newest.bind(first)
    defer { newest.reset() }
    return try newest.step() ? newest.integer() : first
  }

  /// The conversation that a customer began last in a channel.
  func latest(ofCustomer userID: Int64, channel: String) throws -> Int64? {
    try log.writeAdded()
    latest.bind(userID, Latest.userID)
    latest.bind(channel, Latest.channel)
    defer { latest.reset() }
    return try latest.step() ? latest.integer() : nil
  }

  /// What was said while the conversation was with the AI agent, the oldest first.
  func lines(sessionID: Int64) throws -> [Handoff.Line] {
    try log.writeAdded()
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
