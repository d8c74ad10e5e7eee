import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What plans of ends rest on.
extension StoreReader {
  /// The word that tells this store from others; copies of a store share it.
  public func identity() throws -> String {
    guard let word = try String.fetchOne(db, sql: "SELECT word FROM store_identity") else {
      throw StoreError(.damaged, "the store has lost its identity, which plans name")
    }
    return word
  }

  /// The sessions that the dry run before would end, in the order of their ids. To be called within `Store.plan`, so that
  /// it is the state that was planned on.
  public func forEachPlannedSession(_ body: (PlannedSession) throws -> Void) throws {
    let ended = UpdateItem.Outcome.ended.rawValue
    guard try Staging.isMade(db) else { return }
    try step(
      """
      temp.staged g JOIN session s ON s.id = g.session_id \(Self.ticketAndRequester)
      WHERE g.outcome = \(ended) ORDER BY s.id
      """, nil, body)
  }

  /// The sessions of these ids as they are now, in the order of their ids; those that there aren't are left out.
  public func forEachPlannedSession(of ids: [Int64], _ body: (PlannedSession) throws -> Void) throws {
    try step(
      """
      session s \(Self.ticketAndRequester)
      WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.id
      """, SelectionSQL.jsonArray(ids), body)
  }

  private static let ticketAndRequester =
    "LEFT JOIN ticket t ON t.id = s.ticket_id LEFT JOIN user u ON u.id = coalesce(t.requester_id, s.user_id)"

  /// Hot loop: a plan may have a hundred thousand.
  private func step(_ source: String, _ argument: String?, _ body: (PlannedSession) throws -> Void) throws {
    // What was told by an import may come late and tell of long ago: only what was done here is a change by itself.
    func lastEvent(_ key: String) -> String {
      "(SELECT a.id FROM audit a WHERE a.\(key) AND a.events IS NOT NULL ORDER BY a.id DESC LIMIT 1)"
    }
    let statement = try SteppedStatement(
      db,
      """
      SELECT s.id, s.ticket_id, u.name, s.last_activity_at, s.last_sender, t.subject, t.status, t.priority,
        t.assignee_id, t.group_id, t.tags, t.updated_at,
        iif(s.ticket_id IS NULL, \(lastEvent("session_id = s.id")), \(lastEvent("ticket_id = s.ticket_id"))),
        s.state, s.ended_at, s.end_reason
      FROM \(source)
      """)
    defer { statement.reset() }
    if let argument { statement.bind(argument, at: 1) }
    while try statement.step() {
      var planned = PlannedSession(
        id: statement.integer(0), ticketID: statement.optionalInteger(1),
        requesterName: statement.optionalText(2).flatMap { $0.isEmpty ? nil : $0 },
        lastActivityAt: statement.moment(3),
        lastSender: Sender(rawValue: Int(statement.integer(4))), ticket: nil,
        lastEventID: statement.optionalInteger(12))
      if !statement.isNull(5) {
        planned.ticket = PlannedSession.Ticket(
          subject: statement.text(5), status: TicketStatus(rawValue: Int(statement.integer(6))) ?? .new,
          priority: Priority(rawValue: Int(statement.integer(7))) ?? Priority.none,
          assigneeID: statement.optionalInteger(8), groupID: statement.optionalInteger(9),
          tags: statement.text(10), updatedAt: statement.moment(11))
      }
      if statement.integer(13) != Int64(SessionState.active.rawValue) {
        planned.end = PlannedSession.End(
          at: statement.optionalMoment(14), reason: EndReason(rawValue: Int(statement.integer(15))))
      }
      try body(planned)
    }
  }
}
