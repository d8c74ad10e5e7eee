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
}

private enum Column: Int32, StatementColumn {
  case id, ticketID, channel, state, startedAt, lastActivityAt, lastSender, endedAt, endReason, endedByKind,
    endedByID

  var expression: String { "s.\(name)" }
}

extension StoreReader {
  /// What sessions can be sorted by, as SQL.
  package static let sessionOrders: [String: String] = [
    "id": "s.id", "conversation_id": "s.id", "ticket_id": "s.ticket_id", "channel": "s.channel",
    "state": "s.state", "started_at": "s.started_at", "last_activity_at": "s.last_activity_at",
    "last_sender": "s.last_sender", "ended_at": "s.ended_at", "end_reason": "s.end_reason",
  ]

  /// How many sessions a selection matches.
  package func countSessions(_ selection: Selection, limit: Int? = nil) throws -> Int {
    let sql = try SelectionSQL(selection, leading: .sessions, in: db)
    let matching = "SELECT 1 FROM \(source(sql, hinted: true))\(sql.whereClause) LIMIT \(limit ?? -1)"
    return try Int.fetchSure(
      db, sql: "SELECT count(*) FROM (\(matching))", arguments: StatementArguments(sql.arguments))
  }

  /// Gives every matching session, ordered by id unless asked otherwise; memory stays flat.
  package func forEachSession(
    _ selection: Selection, order: ListOrder? = nil, limit: Int? = nil,
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
      SELECT \(Column.selected)
      FROM \(source(sql, hinted: selection.idleSince != nil))\(sql.whereClause)
      ORDER BY \(orderBy) LIMIT \(limit ?? -1)
      """)
    row.bind(sql)
    defer { row.reset() }
    var channels = Interned { String(decoding: $0, as: UTF8.self) }
    while try row.step() {
      try body(
        SessionRow(
          id: row.integer(Column.id), ticketID: row.optionalInteger(Column.ticketID),
          channel: channels.value(of: row.utf8(Column.channel)), state: row.word(Column.state) ?? .ended,
          startedAt: row.moment(Column.startedAt), lastActivityAt: row.moment(Column.lastActivityAt),
          lastSender: row.word(Column.lastSender), endedAt: row.optionalMoment(Column.endedAt),
          endReason: row.word(Column.endReason),
          endedBy: row.word(Column.endedByKind)
            .flatMap { Actor(kind: $0, id: row.optionalInteger(Column.endedByID)) }))
    }
  }

  /// nil where there is none with this id.
  package func session(id: Int64) throws -> SessionRow? {
    var selection = Selection()
    selection.sessionIDs = [id]
    var found: SessionRow?
    try forEachSession(selection) { found = $0 }
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
  private func source(_ sql: SelectionSQL, hinted: Bool) -> String {
    let session = "session s\(hinted ? sql.indexHint : "")"
    return sql.readsTicket ? "\(session) JOIN ticket t ON t.id = s.ticket_id" : session
  }
}
