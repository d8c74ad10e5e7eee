import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// Keeps out of the store what an input tells of customers who were redacted, whatever kind of record tells it.
///
/// Whose a record is, is asked of the record, of the ticket or the conversation that it names, and of what the same input
/// has left out before.
final class RedactedRecords {
  private let db: Database
  private let references: References
  private let sessionImport: SessionImport
  private let users: Set<Int64>
  /// Conversations of this input that were left out, by the ids that it has for them.
  private var sessions: Set<Int64> = []

  init(_ db: Database, _ references: References, _ sessions: SessionImport) throws {
    self.db = db
    self.references = references
    sessionImport = sessions
    users = Set(try StoreReader(db).redactions().map(\.userID))
  }

  /// Whether a record is to be left out. One that can't be read is somebody else's matter.
  func concerns(_ record: JSONRecord, _ kind: WireKind) throws -> Bool {
    if users.isEmpty { return false }
    // What is taken is read once more, and told then.
    return try Mending.$current.withValue(nil) { try isTheirs(record, kind) }
  }

  private func isTheirs(_ record: JSONRecord, _ kind: WireKind) throws -> Bool {
    switch kind {
    case .user: return has(user: try? record.wireID())
    case .groupMembership: return has(user: (try? WireMembership(record))?.userID)
    case .ticket: return try (try? WireTicket(record)).map(leaveOut) ?? false
    case .audit, .ticketEvent:
      guard let audit = try? WireAudit(record) else { return false }
      return try has(ticket: audit.ticketID) || has(session: audit.sessionID)
    case .satisfactionRating:
      guard let rating = try? WireRating(record) else { return false }
      return try has(user: rating.requesterID) || has(ticket: rating.ticketID)
    case .comment:
      guard let comment = try? WireComment(record) else { return false }
      return try has(ticket: comment.ticketID ?? ticket(ofAudit: comment.auditID))
    case .conversationLogEvent: return try has(ticket: (try? WireLogEvent(record))?.ticketID)
    case .session:
      guard let session = try? WireSession(record) else { return false }
      guard try has(user: session.userID) || has(session: session.id) else { return false }
      sessions.insert(session.id)
      return true
    case .conversationKey: return try has(session: (try? WireConversationKey(record))?.sessionID)
    case .outboxMessage:
      guard let entry = (try? WireOutboxMessage(record))?.entry else { return false }
      return try has(ticket: entry.ticketID) || has(session: entry.ticketID == nil ? Int64(entry.to) : nil)
    case .logEntry:
      let changes = (try? WireLogEntry(record))?.changes.flatMap { try? JSONValue.parse(Array($0.utf8)) }
      return changes?.array?.contains { change in
        ["user", "agent"].contains(change["kind"]?.string ?? "")
          && has(user: change["id"]?.string.flatMap { Int64($0) })
      } ?? false
    case .group, .schedule, .holiday, .trigger, .triggerCategory, .messagingTrigger, .macro, .queue, .account,
      .ingestedEvent, .archive:
      return false
    }
  }

  private func has(user id: Int64?) -> Bool { id.map(users.contains) ?? false }

  private func has(ticket id: Int64?) throws -> Bool {
    guard let id else { return false }
    return has(user: try requester(ofTicket: id))
  }

  private func has(session id: Int64?) throws -> Bool {
    guard let id else { return false }
    if sessions.contains(id) { return true }
    return has(
      user: try self.id(
        """
        SELECT coalesce(t.requester_id, s.user_id) FROM session s LEFT JOIN ticket t ON t.id = s.ticket_id
        WHERE s.id = ?
        """, sessionImport.currentID(of: id)))
  }

  private func requester(ofTicket id: Int64) throws -> Int64? {
    try self.id("SELECT requester_id FROM ticket WHERE id = ?", id)
  }

  private func ticket(ofAudit id: Int64?) throws -> Int64? {
    try id.flatMap { try self.id("SELECT ticket_id FROM audit WHERE id = ?", $0) }
  }

  private func id(_ sql: String, _ id: Int64) throws -> Int64? {
    try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [id])
  }

  /// A ticket of theirs that the store does not have is named, so that its history is known when it comes.
  private func leaveOut(_ ticket: WireTicket) throws -> Bool {
    let stored = try requester(ofTicket: ticket.id)
    guard has(user: ticket.requesterID) || has(user: stored) else { return false }
    if let session = ticket.local?.session {
      sessions.insert(session.id)
      try sessionImport.recognize(session, ofTicket: ticket.id)
    }
    guard stored == nil, let requester = ticket.requesterID else { return true }
    try references.needTicket(ticket.id)
    try db.execute(
      sql: "UPDATE ticket SET requester_id = ? WHERE id = ? AND origin = \(Origin.placeholder.rawValue)",
      arguments: [requester, ticket.id])
    guard db.changesCount > 0 else { return true }
    // What came before the ticket itself.
    for table in ["audit", "message", "satisfaction_rating"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE ticket_id = ?", arguments: [ticket.id])
    }
    return true
  }
}
