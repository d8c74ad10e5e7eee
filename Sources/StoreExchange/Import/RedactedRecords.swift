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

  /// Whether anybody was redacted here.
  var areAny: Bool { !users.isEmpty }

  /// Whether a record is to be left out. One that can't be read is somebody else's matter.
  func concerns(_ record: JSONRecord, _ kind: WireKind) throws -> Bool {
    guard areAny else { return false }
    // What is taken is read once more, and told then.
    return try Mending.$current.withValue(nil) {
      guard try kind.owners(of: record).contains(where: isTheirs) else { return false }
      switch kind {
      case .ticket: try leaveOut(WireTicket(record))
      case .session: try sessions.insert(WireSession(record).id)
      default: break
      }
      return true
    }
  }

  private func isTheirs(_ owner: RecordOwner) throws -> Bool {
    switch owner {
    case .user(let id): return has(user: id)
    case .ticket(let id): return try has(ticket: id)
    case .audit(let id): return try has(ticket: ticket(ofAudit: id))
    case .session(let id):
      guard let id else { return false }
      if sessions.contains(id) { return true }
      return has(
        user: try self.id(
          """
          SELECT coalesce(t.requester_id, s.user_id) FROM session s LEFT JOIN ticket t ON t.id = s.ticket_id
          WHERE s.id = ?
          """, sessionImport.currentID(of: id)))
    }
  }

  private func has(user id: Int64?) -> Bool { id.map(users.contains) ?? false }

  private func has(ticket id: Int64?) throws -> Bool {
    guard let id else { return false }
    return has(user: try requester(ofTicket: id))
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
  private func leaveOut(_ ticket: WireTicket) throws {
    if let session = ticket.local?.session {
      sessions.insert(session.id)
      try sessionImport.recognize(session, ofTicket: ticket.id)
    }
    guard try requester(ofTicket: ticket.id) == nil, let requester = ticket.requesterID else { return }
    try references.needTicket(ticket.id)
    try db.execute(
      sql: "UPDATE ticket SET requester_id = ? WHERE id = ? AND origin = \(Origin.placeholder.rawValue)",
      arguments: [requester, ticket.id])
    guard db.changesCount > 0 else { return }
    // What came before the ticket itself.
    for table in ["audit", "message", "satisfaction_rating"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE ticket_id = ?", arguments: [ticket.id])
    }
  }
}
