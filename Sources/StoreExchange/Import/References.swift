import CivilTime
import GRDB
import SessionModel
import SessionStore
import StoreEngine

/// Sees to it that what a record names has a row: references may arrive before what they name (§12).
///
/// What is named has its id from elsewhere, as what is imported has, so that ids made here keep apart from it.
final class References {
  private let db: Database
  private let insertUser: SteppedStatement
  private let insertGroup: SteppedStatement
  private let insertTicket: SteppedStatement
  /// Lately seen ids, so that most references cost no statement; bounded, because memory stays flat.
  private var seenUsers: Set<Int64> = []
  private var seenGroups: Set<Int64> = []
  private var noted: Set<ImportedKind> = []
  private static let remembered = 65_536

  init(_ db: Database, now: Instant) throws {
    self.db = db
    let origin = Origin.placeholder.rawValue
    insertUser = try SteppedStatement(
      db,
      """
      INSERT INTO user(id, name, role, created_at, updated_at, origin) VALUES (?, '', 0, 0, 0, \(origin))
      ON CONFLICT(id) DO NOTHING
      """)
    insertGroup = try SteppedStatement(
      db,
      """
      INSERT INTO agent_group(id, name, created_at, updated_at, origin) VALUES (?, '', 0, 0, \(origin))
      ON CONFLICT(id) DO NOTHING
      """)
    insertTicket = try SteppedStatement(
      db,
      """
      INSERT INTO ticket(id, subject, status, priority, channel, routing_channel, tags, created_at, updated_at, origin)
      VALUES (?, '', 0, 0, '', \(RoutingChannel.email.rawValue), '', 0, 0, \(origin)) ON CONFLICT(id) DO NOTHING
      """)
  }

  func needUser(_ id: Int64?) throws { try need(id, .user, in: &seenUsers, insertUser) }

  func needGroup(_ id: Int64?) throws { try need(id, .group, in: &seenGroups, insertGroup) }

  func needTicket(_ id: Int64) throws { try place(id, .ticket, insertTicket) }

  /// Who wrote something needs no row, but ids made here keep apart from theirs as well. The system's own updates
  /// have the author -1.
  func note(author id: Int64?) throws {
    guard let id, id > 0, noted.insert(.user).inserted else { return }
    try StoreWriter(db).noteImported(.user)
  }

  /// The user is no more: who names them again needs them again.
  func forget(user id: Int64) { seenUsers.remove(id) }

  /// What was put in place for a record that failed is gone with it.
  func forgetAll() {
    seenUsers.removeAll()
    seenGroups.removeAll()
    noted.removeAll()
  }

  private func need(
    _ id: Int64?, _ kind: ImportedKind, in seen: inout Set<Int64>, _ insert: SteppedStatement
  ) throws {
    guard let id, !seen.contains(id) else { return }
    if seen.count >= Self.remembered { seen.removeAll(keepingCapacity: true) }
    seen.insert(id)
    try place(id, kind, insert)
  }

  private func place(_ id: Int64, _ kind: ImportedKind, _ insert: SteppedStatement) throws {
    insert.bind(id)
    try insert.run()
    guard db.changesCount > 0, noted.insert(kind).inserted else { return }
    try StoreWriter(db).noteImported(kind)
  }
}
