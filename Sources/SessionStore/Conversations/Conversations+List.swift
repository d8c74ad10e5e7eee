import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// A conversation as lists and `conversation show` have it.
package struct ConversationRow: Sendable {
  /// Its one session, under the conversation's id (domain §1).
  package var session: SessionRow
  /// The conversation's own state, which is not its session's (§1).
  package var state: ConversationState
  /// When the conversation itself ended: its ticket was closed then, or its session ended without one. Of a closed
  /// ticket it is the last change, for nothing comes after it.
  package var endedAt: Instant?
  /// The customer's id; nil where nobody is known.
  package var userID: Int64?
  /// nil where the customer has no name, or is not known.
  package var userName: String?
  /// The public messages that are known of it.
  package var messages: Int
}

/// A public message of a conversation.
package struct ConversationMessage: Sendable {
  /// When it was said; nil where its record does not tell.
  package var at: Instant?
  /// nil where nothing tells whose it is.
  package var sender: Sender?
  /// The id of who wrote it; nil for the AI agent, and where nobody is named.
  package var authorID: Int64?
  /// What was said, as the history has it.
  package var body: String
}

extension StoreReader {
  /// What conversations can be sorted by, as SQL.
  package static let conversationOrders: [String: String] = [
    "id": "s.id", "conversation_id": "s.id", "session_id": "s.id", "user_id": "s.user_id",
    "channel": "s.channel", "state": closed, "ticket_id": "s.ticket_id", "started_at": "s.started_at",
    "ended_at": ended, "session_state": "s.state", "session_ended_at": "s.ended_at", "messages": "messages",
  ]

  /// Whether a conversation is closed (`ConversationState`), of a session `s` and a ticket `t`.
  private static let closed = "coalesce(t.status >= \(TicketStatus.closed.rawValue), s.state)"
  private static let ended = """
    CASE WHEN t.id IS NULL THEN s.ended_at
      WHEN t.status >= \(TicketStatus.closed.rawValue) THEN max(t.updated_at, coalesce(s.ended_at, 0)) END
    """

  /// The public comments in the history of a conversation: of its time with the AI agent, and of its ticket until the
  /// session ended; e-mails about it are none of its messages. A ticket's first audit repeats what was said to and by
  /// the AI agent, where that is known; what a messaging trigger wrote at the hand-off is new.
  private static let messageCount = """
    (SELECT count(*) FROM audit a, \(ToldComment.events)
      WHERE a.session_id = s.id AND \(ToldComment.isMessage))
    + (SELECT count(*) FROM audit a, \(ToldComment.events)
      WHERE a.ticket_id = s.ticket_id AND a.created_at <= coalesce(s.ended_at, a.created_at)
        AND \(ToldComment.isMessage)
        AND NOT (EXISTS (SELECT 1 FROM audit b WHERE b.session_id = s.id)
          AND a.id = (SELECT min(id) FROM audit c WHERE c.ticket_id = s.ticket_id)
          AND e.value ->> '$.via.channel' IS NOT 'rule')
        AND coalesce(a.via = \(Via.email.rawValue), a.document ->> '$.via.channel' = 'email', 0) = 0)
    """

  /// Gives conversations, ordered by id unless asked otherwise.
  ///
  /// - Parameters:
  ///   - userID: only those of this customer
  ///   - state: the conversation's own; nil for any
  package func forEachConversation(
    id: Int64? = nil, userID: Int64? = nil, state: ConversationState? = nil, session: SessionState? = nil,
    order: ListOrder? = nil, limit: Int? = nil, _ body: (ConversationRow) throws -> Void
  ) throws {
    var orderBy = "s.id"
    if let order, let column = Self.conversationOrders[order.field] {
      orderBy = "\(column) \(order.descending ? "DESC" : "ASC"), s.id"
    }
    let conditions = Self.conditions(id: id, userID: userID, state: state, session: session)
    let rows = try StoredRow.fetchCursor(
      db, of: "session",
      sql: """
        SELECT s.*, u.name, \(Self.closed) AS closed, \(Self.ended) AS conversation_ended_at,
          \(Self.messageCount) AS messages
        FROM session s LEFT JOIN ticket t ON t.id = s.ticket_id LEFT JOIN user u ON u.id = s.user_id
        WHERE \(conditions)
        ORDER BY \(orderBy) LIMIT \(limit ?? -1)
        """)
    while let row = try rows.next() {
      let endedBy: Actor.Kind? = try row("ended_by_kind")
      let session = try SessionRow(
        id: row("id"), ticketID: row("ticket_id"), channel: row("channel"),
        state: row("state"), startedAt: row("started_at"), lastActivityAt: row("last_activity_at"),
        lastSender: row("last_sender"), endedAt: row("ended_at"), endReason: row("end_reason"),
        endedBy: endedBy.flatMap { Actor(kind: $0, id: try row("ended_by_id")) })
      try body(
        ConversationRow(
          session: session, state: row("closed"),
          endedAt: row("conversation_ended_at"), userID: row("user_id"),
          userName: (row("name") as String?).flatMap { $0.isEmpty ? nil : $0 }, messages: row("messages")))
    }
  }

  /// How many `forEachConversation` would give; it stops counting at the limit.
  package func countConversations(
    userID: Int64?, state: ConversationState?, session: SessionState?, limit: Int?
  ) throws -> Int {
    let conditions = Self.conditions(userID: userID, state: state, session: session)
    return try Int.fetchSure(
      db,
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM session s LEFT JOIN ticket t ON t.id = s.ticket_id
          WHERE \(conditions) LIMIT \(limit ?? -1))
        """)
  }

  private static func conditions(
    id: Int64? = nil, userID: Int64?, state: ConversationState?, session: SessionState?
  ) -> String {
    var conditions = ["1"]
    if let id { conditions.append("s.id = \(id)") }
    if let userID { conditions.append("s.user_id = \(userID)") }
    if let state { conditions.append("\(closed) = \(state.rawValue)") }
    if let session { conditions.append("s.state = \(session.rawValue)") }
    return conditions.joined(separator: " AND ")
  }

  /// nil where there is none with this id.
  package func conversation(id: Int64) throws -> ConversationRow? {
    var found: ConversationRow?
    try forEachConversation(id: id) { found = $0 }
    return found
  }

  /// The conversations that a customer had before this one, the latest first (E13).
  package func earlierConversations(of session: SessionRow, limit: Int = 20) throws -> [(
    id: Int64, ticketID: Int64?
  )] {
    try StoredRow.fetchAll(
      db, of: "session",
      sql: """
        SELECT id, ticket_id FROM session
        WHERE user_id = (SELECT user_id FROM session WHERE id = ?1) AND (started_at, id) < (?2, ?1)
        ORDER BY started_at DESC, id DESC LIMIT ?3
        """, arguments: [session.id, session.startedAt.seconds, limit]
    ).map { try ($0("id"), $0("ticket_id")) }
  }

  /// The public messages of a conversation, the oldest first.
  package func messages(of conversation: ConversationRow) throws -> [ConversationMessage] {
    var messages: [ConversationMessage] = []
    let session = conversation.session
    try StoredDocuments(db).forEachAudit(where: "session_id = \(session.id)", order: "created_at, id") {
      document in
      messages += try publicComments(document, conversation).map(\.message)
    }
    guard let ticketID = session.ticketID else { return messages }
    var isRepetition = !messages.isEmpty
    try forEachAudit(ofTicket: ticketID) { document in
      defer { isRepetition = false }
      messages += try publicComments(document, conversation)
        .filter { !isRepetition || $0.isByRule }.map(\.message)
        .filter { message in session.endedAt.map { end in message.at.map { $0 <= end } ?? true } ?? true }
    }
    return messages
  }

  private func publicComments(
    _ document: [UInt8], _ conversation: ConversationRow
  ) throws -> [(message: ConversationMessage, isByRule: Bool)] {
    let audit = try JSONValue.parse(document, allowingDuplicateKeys: true)
    guard audit["via"]?["channel"]?.string != Via.email.word else { return [] }
    return try ToldComment.all(in: audit).filter(\.isPublic).map { comment in
      let message = ConversationMessage(
        at: comment.toldAt, sender: try comment.authorID.flatMap { try sender($0, conversation) },
        authorID: comment.authorID.flatMap { $0 > 0 ? $0 : nil }, body: comment.body ?? "")
      return (message, comment.isByRule)
    }
  }

  /// The public API writes -1 for the account itself, which speaks as the AI agent.
  private func sender(_ author: Int64, _ conversation: ConversationRow) throws -> Sender? {
    if author == conversation.userID { return .customer }
    if author < 0 { return .aiAgent }
    return try person(id: author).map { $0.role.isStaff ? .agent : .customer }
  }
}
