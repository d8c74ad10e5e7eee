import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

// What agents have in hand, counted from the tickets (C1, E6): there is no second truth to fall out of step.
extension StoreReader {
  /// C4: the moment since which a customer must have written for their session to count; nil where all count.
  package func idleCutoff(at now: Instant) throws -> Instant? {
    try setting(Setting.idleAfter).flatMap(Setting.idleMinutes).map { now.advanced(by: -Int64($0) * 60) }
  }

  private enum Held: Int, StatementColumn { case id, assigneeID, assignedChannel }
  private enum Active: Int, StatementColumn { case ticketID }

  /// Every agent's load now: of those who have anything in hand.
  ///
  /// Two indexes have all that is asked for, and are walked one after the other: to look up each ticket's session takes
  /// many times as long. Only where idle sessions don't count some histories are asked, those of tickets in hand.
  package func loads(at now: Instant) throws -> [Int64: AgentLoad] {
    var loads: [Int64: AgentLoad] = [:]
    var holders: [Int64: Int64] = [:]
    let held = try SteppedStatement(
      db,
      """
      SELECT \(Held.selected) FROM ticket INDEXED BY ticket_in_progress
      WHERE status <= 1 AND assignee_id IS NOT NULL
      """)
    defer { held.reset() }
    while try held.step() {
      let agent = held.integer(Held.assigneeID)
      holders[held.integer(Held.id)] = agent
      let isEmail = held.word(Held.assignedChannel) == RoutingChannel.email
      loads[agent, default: AgentLoad()].email += isEmail ? 1 : 0
    }
    let cutoff = try idleCutoff(at: now)
    let isInHand =
      cutoff == nil
      ? "s.ticket_id IS NOT NULL"
      : "s.ticket_id IN (SELECT id FROM ticket WHERE status <= 1 AND assignee_id IS NOT NULL)"
    let active = try SteppedStatement(
      db,
      """
      SELECT \(Active.selected) FROM session s INDEXED BY session_active
      WHERE \(isInHand) AND \(Self.takesMessagingSlot(since: cutoff))
      """)
    defer { active.reset() }
    while try active.step() {
      if let agent = holders[active.integer(Active.ticketID)] { loads[agent]?.messaging += 1 }
    }
    return loads
  }

  /// C4: how many active sessions of each agent do not count, because the customer has not written for so long.
  package func idleSessions(at now: Instant) throws -> [Int64: Int] {
    guard let cutoff = try idleCutoff(at: now) else { return [:] }
    let rows = try StoredRow.fetchAll(
      db, of: "ticket",
      sql: """
        SELECT t.assignee_id, count(*) FROM ticket t JOIN session s ON s.ticket_id = t.id
        WHERE t.status <= 1 AND t.assignee_id IS NOT NULL AND s.state = \(SessionState.active.rawValue)
          AND NOT (\(Self.takesMessagingSlot(since: cutoff)))
        GROUP BY t.assignee_id
        """)
    return Dictionary(try rows.map { try ($0(0), $0(1)) }, uniquingKeysWith: { first, _ in first })
  }

  /// C1, of one agent and channel, counted no further than `limit`.
  func load(of agentID: Int64, _ channel: RoutingChannel, upTo limit: Int, at now: Instant) throws -> Int {
    let counted =
      channel == .email
      ? "t.assigned_channel = \(RoutingChannel.email.rawValue)"
      : """
      EXISTS (SELECT 1 FROM session s WHERE s.ticket_id = t.id
        AND \(Self.takesMessagingSlot(since: try idleCutoff(at: now))))
      """
    let statement = try db.cachedStatement(
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM ticket t
          WHERE t.status <= 1 AND t.assignee_id IS NOT NULL AND t.assignee_id = ? AND \(counted) LIMIT ?)
        """)
    return try Int.fetchSure(statement, arguments: [agentID, limit])
  }

  /// A condition on a `session s` that has a ticket: it is active, and (C4) its customer has written since a moment.
  ///
  /// Most sessions are decided by their last message alone; only where somebody else wrote last and not long ago, the
  /// history is asked.
  private static func takesMessagingSlot(since cutoff: Instant?) -> String {
    let isActive = "s.state = \(SessionState.active.rawValue)"
    guard let cutoff else { return isActive }
    let moment = cutoff.seconds
    // What a ticket begins with was said before, at `said_at`.
    func wrote(_ audits: String) -> String {
      """
      EXISTS (SELECT 1 FROM audit a, \(ToldComment.events)
        LEFT JOIN user u ON u.id = \(ToldComment.author)
        WHERE \(audits) AND a.created_at > \(moment) AND \(ToldComment.isPublic)
          AND (u.id = s.user_id OR u.role = \(Role.endUser.rawValue))
          AND coalesce(unixepoch(e.value ->> '$.said_at'), a.created_at) > \(moment))
      """
    }
    // A live talk that was imported stands in one event, message by message, in milliseconds.
    let talked = """
      EXISTS (SELECT 1 FROM audit a, json_each(a.document -> '$.events') e, json_each(e.value -> '$.value.history') h
        WHERE a.ticket_id = s.ticket_id AND instr(a.document, '"ChatStartedEvent"')
          AND e.value ->> '$.type' = 'ChatStartedEvent' AND h.value ->> '$.actor_type' = 'end-user'
          AND h.value ->> '$.timestamp' > \(moment) * 1000)
      """
    return """
      \(isActive) AND s.last_activity_at > \(moment)
        AND (s.last_sender IS \(Sender.customer.rawValue) OR s.started_at > \(moment)
          OR \(wrote("a.ticket_id = s.ticket_id")) OR \(wrote("a.session_id = s.id")) OR \(talked))
      """
  }
}
