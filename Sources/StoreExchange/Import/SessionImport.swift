import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Makes the sessions that come with tickets, takes those of exports, and ends them (§12).
final class SessionImport {
  /// A comment that audits told of before their ticket came.
  struct KnownComment {
    var at: Instant
    var sender: Sender?
  }

  private enum NewSession: Int, StatementColumn {
    case id, ticketID, userID, channel, state, startedAt, lastActivityAt, lastSender
    case endedAt, endReason, endedByKind, endedByID, endedVia, ticketCreatedAt, routingChangedAt
  }
  private enum NewEnd: Int, StatementColumn {
    case endedAt, endReason, endedByKind, endedByID, endedVia, id
  }
  private enum Close: Int, StatementColumn { case ticketID, at }
  private enum Twin: Int, StatementColumn { case channel, startedAt, userID }

  private let db: Database
  private let references: References
  private var ids: LocalIDs
  /// The ids that sessions of an export have here, where those they came with were taken.
  private var renumbered: [Int64: Int64] = [:]
  private let insert: SteppedStatement
  private let byID: SteppedStatement
  private let byTicket: SteppedStatement
  private let endSession: SteppedStatement
  private let noteOverlap: SteppedStatement
  private let noteClose: SteppedStatement

  init(_ db: Database, _ references: References) throws {
    self.db = db
    self.references = references
    ids = try LocalIDs(db, .session)
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS import_close (ticket_id INTEGER PRIMARY KEY, at INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS import_overlap (session_id INTEGER PRIMARY KEY);
        CREATE TEMP TABLE IF NOT EXISTS import_chain (session_id INTEGER PRIMARY KEY, first_id INTEGER);
        DELETE FROM temp.import_close;
        DELETE FROM temp.import_overlap;
        DELETE FROM temp.import_chain;
        """)
    insert = try SteppedStatement(
      db,
      """
      INSERT INTO session(\(NewSession.names)) VALUES (\(NewSession.parameters))
      """, NewSession.self)
    byID = try SteppedStatement(db, "\(Known.select) WHERE id = ?")
    byTicket = try SteppedStatement(db, "SELECT id FROM session WHERE ticket_id = ?")
    endSession = try SteppedStatement(
      db,
      """
      UPDATE session SET state = \(SessionState.ended.rawValue), ended_at = :ended_at, end_reason = :end_reason,
        ended_by_kind = :ended_by_kind, ended_by_id = :ended_by_id, ended_via = :ended_via
      WHERE id = :id AND state = \(SessionState.active.rawValue)
      """, NewEnd.self)
    noteOverlap = try SteppedStatement(
      db,
      """
      INSERT OR IGNORE INTO temp.import_overlap SELECT id FROM session WHERE id = ? AND last_activity_at > ended_at
      """)
    noteClose = try SteppedStatement(
      db, "INSERT OR IGNORE INTO temp.import_close(\(Close.names)) VALUES (\(Close.parameters))", Close.self)
  }

  // MARK: Coming in

  /// Gives a messaging ticket its session: that of an export, else one that fits what the ticket tells.
  func add(of ticket: WireTicket, comment: KnownComment?) throws {
    guard let session = ticket.local?.session else {
      try insert(fitting(ticket, comment), of: ticket, id: try ids.take(), by: insert)
      return
    }
    try references.needUser(session.userID)
    let known = try known(session.id)
    if let known, known.ticketID == nil, known.isSame(as: session) {
      // The conversation was with the AI agent when it was exported before.
      try db.execute(
        sql: "UPDATE session SET ticket_id = ? WHERE id = ?", arguments: [ticket.id, known.id])
      _ = try follow(session, known)
      return
    }
    let isFree = known == nil && session.id <= lastLocalID
    let id = try isFree ? session.id : ids.take()
    if isFree { ids.note(taken: id) } else { renumbered[session.id] = id }
    try insert(session, of: ticket, id: id, by: insert)
  }

  /// The session that fits what a ticket tells.
  private func fitting(_ ticket: WireTicket, _ comment: KnownComment?) -> WireSession {
    WireSession(
      id: 0, userID: ticket.requesterID, channel: ticket.channel,
      state: ticket.status.isFinal ? .ended : .active, startedAt: ticket.createdAt,
      lastActivityAt: comment?.at ?? ticket.updatedAt, lastSender: comment?.sender, end: nil)
  }

  /// The statement that notes the sessions of tickets which are noted (`NewTickets`).
  func noting(in log: WriteLog) throws -> LoggedStatement { try log.adding(to: "session", NewSession.self) }

  /// Whether the next session gets its id without a look at the store.
  var knowsNextID: Bool { ids.knowsNext }

  /// Gives a ticket that is noted the session that fits it.
  func note(of ticket: WireTicket, by noting: LoggedStatement) throws {
    try insert(fitting(ticket, nil), of: ticket, id: try ids.take(), by: noting)
  }

  /// A conversation that has no ticket yet, from an export.
  func take(_ session: WireSession) throws -> ImportOutcome {
    if let known = try session.id <= lastLocalID ? known(session.id) : twin(of: session) {
      guard known.isSame(as: session) else {
        throw WireProblem("another conversation has this id here, and an import never overwrites one")
      }
      if known.id != session.id { renumbered[session.id] = known.id }
      guard known.ticketID == nil else { return .unchanged }
      return try follow(session, known) ? .updated : .unchanged
    }
    try references.needUser(session.userID)
    let isFree = session.id <= lastLocalID
    let id = try isFree ? session.id : ids.take()
    if isFree { ids.note(taken: id) } else { renumbered[session.id] = id }
    try insert(session, of: nil, id: id, by: insert)
    return .created
  }

  /// Remembers under which id a ticket's session is known here, for the audits that name it.
  func recognize(_ session: WireSession, ofTicket ticketID: Int64) throws {
    byTicket.bind(ticketID)
    defer { byTicket.reset() }
    guard try byTicket.step(), byTicket.integer() != session.id else { return }
    renumbered[session.id] = byTicket.integer()
  }

  /// The id that a session of this input has here.
  func currentID(of id: Int64) -> Int64 { renumbered[id] ?? id }

  private func insert(
    _ session: WireSession, of ticket: WireTicket?, id: Int64, by statement: some BindableStatement
  ) throws {
    statement.bind(id, NewSession.id)
    statement.bind(ticket?.id, NewSession.ticketID)
    statement.bind(session.userID, NewSession.userID)
    statement.bind(session.channel, NewSession.channel)
    statement.bind(session.state, NewSession.state)
    statement.bind(session.startedAt, NewSession.startedAt)
    statement.bind(session.lastActivityAt, NewSession.lastActivityAt)
    statement.bind(session.lastSender, NewSession.lastSender)
    statement.bind(session.end?.at, NewSession.endedAt)
    statement.bind(session.end?.knownReason, NewSession.endReason)
    statement.bind(session.end?.by?.kind, NewSession.endedByKind)
    statement.bind(session.end?.by?.id, NewSession.endedByID)
    statement.bind((session.end?.via?.rawValue).map(Int64.init), NewSession.endedVia)
    // Reports read these beside the end.
    statement.bind(ticket?.createdAt, NewSession.ticketCreatedAt)
    statement.bind(ticket?.local?.routingChannelChangedAt, NewSession.routingChangedAt)
    try statement.run()
    if let first = session.firstID {
      try db.execute(sql: "INSERT OR REPLACE INTO temp.import_chain VALUES (?, ?)", arguments: [id, first])
    }
  }

  /// E13: which conversations followed one another, once all of them have their ids here. What an export leaves out
  /// is not taken for another that has its id.
  private func chain() throws {
    let follow = try db.cachedStatement(
      sql: """
        UPDATE session SET chain = f.id FROM session f WHERE session.id = ?1 AND f.id = ?2 AND f.id <> session.id
          AND f.user_id IS session.user_id AND f.channel = session.channel AND f.started_at <= session.started_at
          AND f.chain IS NULL
        """)
    let rows = try StoredRow.fetchCursor(
      db, of: "import_chain", sql: "SELECT session_id, first_id FROM temp.import_chain")
    while let row = try rows.next() {
      try follow.execute(arguments: [row(0) as Int64, currentID(of: row(1))])
    }
  }

  // MARK: Sessions that were here before

  private struct Known {
    var id: Int64
    var ticketID: Int64?
    var userID: Int64?
    var channel: String
    var startedAt: Instant
    var state: SessionState
    var lastActivityAt: Instant

    private enum Column: Int, StatementColumn {
      case id, ticketID, userID, channel, startedAt, state, lastActivityAt
    }

    static let select = "SELECT \(Column.selected) FROM session"

    init(_ row: SteppedStatement) {
      id = row.integer(Column.id)
      ticketID = row.optionalInteger(Column.ticketID)
      userID = row.optionalInteger(Column.userID)
      channel = row.text(Column.channel)
      startedAt = row.moment(Column.startedAt)
      state = row.word(Column.state) ?? .ended
      lastActivityAt = row.moment(Column.lastActivityAt)
    }

    /// What never changes in the life of a conversation.
    func isSame(as session: WireSession) -> Bool {
      channel == session.channel && startedAt == session.startedAt && userID == session.userID
    }
  }

  private func known(_ statement: SteppedStatement) throws -> Known? {
    defer { statement.reset() }
    return try statement.step() ? Known(statement) : nil
  }

  private func known(_ id: Int64) throws -> Known? {
    byID.bind(id)
    return try known(byID)
  }

  /// A session whose id can't be kept, brought by an earlier import of the same export.
  private func twin(of session: WireSession) throws -> Known? {
    let statement = try SteppedStatement(
      db,
      """
      \(Known.select) WHERE ticket_id IS NULL AND channel = :channel AND started_at = :started_at
        AND user_id IS :user_id
      """, Twin.self)
    statement.bind(session.channel, Twin.channel)
    statement.bind(session.startedAt, Twin.startedAt)
    statement.bind(session.userID, Twin.userID)
    return try known(statement)
  }

  /// Takes what went on in an active conversation since; one that has ended stays as it is (§3).
  private func follow(_ session: WireSession, _ known: Known) throws -> Bool {
    guard known.state == .active else { return false }
    let isNewer = session.lastActivityAt > known.lastActivityAt
    if isNewer {
      try db.execute(
        sql: "UPDATE session SET last_activity_at = ?, last_sender = ? WHERE id = ?",
        arguments: [session.lastActivityAt.seconds, session.lastSender?.rawValue, known.id])
    }
    guard session.state == .ended else { return isNewer }
    try end(known.id, session.end ?? WorkItem.End(reason: nil, at: nil, by: nil, via: nil))
    return true
  }

  // MARK: Ends

  /// Ends an active session; its last activity is looked at again if it came after the end.
  func end(_ sessionID: Int64, _ end: WorkItem.End) throws {
    endSession.bind(sessionID, NewEnd.id)
    endSession.bind(end.at, NewEnd.endedAt)
    endSession.bind(end.knownReason, NewEnd.endReason)
    endSession.bind(end.by?.kind, NewEnd.endedByKind)
    endSession.bind(end.by?.id, NewEnd.endedByID)
    endSession.bind((end.via?.rawValue).map(Int64.init), NewEnd.endedVia)
    try endSession.run()
    noteOverlap.bind(sessionID)
    try noteOverlap.run()
  }

  /// E14: the ticket was closed elsewhere while its session was still active here. All of them are ended together,
  /// unless an audit of the same input tells of another end.
  func endLater(ticketID: Int64, at moment: Instant) throws {
    noteClose.bind(ticketID, Close.ticketID)
    noteClose.bind(moment, Close.at)
    try noteClose.run()
  }

  /// Ends the sessions of the tickets that were closed, as one update over a batch, each at its ticket's moment.
  func finish(now: Instant) throws {
    try ids.save()
    try chain()
    let isAny = try Bool.fetchSure(db, sql: "SELECT EXISTS (SELECT 1 FROM temp.import_close)")
    guard isAny else { return }
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY);
        DELETE FROM temp.counted;
        INSERT INTO temp.counted SELECT c.ticket_id FROM temp.import_close c JOIN session s ON s.ticket_id = c.ticket_id
          WHERE s.state = \(SessionState.active.rawValue);
        """)
    let update = Update(
      actor: .system, via: .system, at: now, steps: [.endSession(.ticketClosed, routing: nil)])
    var request = UpdateRequest(.tickets, Selection(), update, policy: try StoreReader(db).updatePolicy())
    request.onlyCounted = true
    var batch = BatchUpdate(db, request, .store)
    try batch.freeze()
    try db.execute(
      sql: "UPDATE temp.batch SET at = c.at FROM temp.import_close c WHERE c.ticket_id = batch.ticket_id")
    try batch.decide { _, _ in }
    try batch.apply()
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.import_overlap SELECT s.id FROM temp.counted c JOIN session s ON s.ticket_id = c.id
          WHERE s.last_activity_at > s.ended_at;
        DELETE FROM temp.counted;
        DELETE FROM temp.import_close;
        """)
  }
}

extension WorkItem.End {
  /// A reason without its moment or actor would be half an end.
  fileprivate var knownReason: EndReason? { at != nil && by != nil ? reason : nil }
}
