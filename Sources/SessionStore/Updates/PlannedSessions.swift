import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// What is read of a session that a plan tells of.
private enum Column: Int, StatementColumn {
  case id, ticketID, requesterName, lastActivityAt, lastSender, subject, status, priority, assigneeID, groupID
  case tags, updatedAt, lastEventID, state, endedAt, endReason

  var expression: String {
    switch self {
    case .id, .ticketID, .lastActivityAt, .lastSender, .state, .endedAt, .endReason: "s.\(name)"
    case .requesterName: "u.name"
    case .lastEventID:
      "iif(s.ticket_id IS NULL, \(Self.lastEvent("session_id = s.id")), \(Self.lastEvent("ticket_id = s.ticket_id")))"
    default: "t.\(name)"
    }
  }

  /// What was told by an import may come late and tell of long ago: only what was done here is a change by itself.
  private static func lastEvent(_ key: String) -> String {
    "(SELECT a.id FROM audit a WHERE a.\(key) AND a.events IS NOT NULL ORDER BY a.id DESC LIMIT 1)"
  }
}

/// What plans of ends rest on.
extension StoreReader {
  /// The word that tells this store from others; copies of a store share it.
  package func identity() throws -> String {
    guard let word = try String.fetchOne(db, sql: "SELECT word FROM store_identity") else {
      throw StoreError(.damaged, "the store has lost its identity, which plans name")
    }
    return word
  }

  /// The sessions that the dry run before would end, in the order of their ids. To be called within `Store.plan`, so that
  /// it is the state that was planned on.
  package func forEachPlannedSession(_ body: (PlannedSession) throws -> Void) throws {
    let ended = UpdateItem.Outcome.ended.rawValue
    guard try Staging.isMade(db) else { return }
    try step(
      """
      temp.staged g JOIN session s ON s.id = g.session_id \(Self.ticketAndRequester)
      WHERE g.outcome = \(ended) ORDER BY s.id
      """, nil, body)
  }

  /// The first sessions that the dry run before would do something to, in the order of its items. To be called on the
  /// connection that planned, before another run.
  package func firstPlannedSessions(_ count: Int) throws -> [PlannedSession] {
    guard try Staging.isMade(db) else { return [] }
    var sessions: [PlannedSession] = []
    try step(
      """
      (SELECT position, session_id FROM temp.staged WHERE session_id IS NOT NULL
          AND outcome IN (\(UpdateItem.Outcome.ended.rawValue), \(UpdateItem.Outcome.updated.rawValue))
        ORDER BY position LIMIT \(count)) g
      JOIN session s ON s.id = g.session_id \(Self.ticketAndRequester) ORDER BY g.position
      """, nil
    ) { sessions.append($0) }
    return sessions
  }

  /// The sessions of these ids as they are now, in the order of their ids; those that there aren't are left out.
  package func forEachPlannedSession(of ids: [Int64], _ body: (PlannedSession) throws -> Void) throws {
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
    let row = try SteppedStatement(db, "SELECT \(Column.selected) FROM \(source)")
    defer { row.reset() }
    if let argument { row.bind(argument) }
    while try row.step() {
      var planned = PlannedSession(
        id: row.integer(Column.id), ticketID: row.optionalInteger(Column.ticketID),
        requesterName: row.optionalText(Column.requesterName).flatMap { $0.isEmpty ? nil : $0 },
        lastActivityAt: row.moment(Column.lastActivityAt), lastSender: row.word(Column.lastSender),
        ticket: nil,
        lastEventID: row.optionalInteger(Column.lastEventID))
      if !row.isNull(Column.subject) {
        planned.ticket = PlannedSession.Ticket(
          subject: row.text(Column.subject), status: row.word(Column.status) ?? .new,
          priority: row.word(Column.priority) ?? Priority.none,
          assigneeID: row.optionalInteger(Column.assigneeID), groupID: row.optionalInteger(Column.groupID),
          tags: row.text(Column.tags), updatedAt: row.moment(Column.updatedAt))
      }
      if row.integer(Column.state) != Int64(SessionState.active.rawValue) {
        planned.end = PlannedSession.End(
          at: row.optionalMoment(Column.endedAt), reason: row.word(Column.endReason))
      }
      try body(planned)
    }
  }
}
