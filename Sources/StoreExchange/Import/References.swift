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
    insertUser = try SteppedStatement(db, Placeholder.user.insert)
    insertGroup = try SteppedStatement(db, Placeholder.group.insert)
    insertTicket = try SteppedStatement(db, Placeholder.ticket.insert)
  }

  func needUser(_ id: Int64?) throws { try need(id, in: &seenUsers) { try place($0, .user, insertUser) } }

  func needGroup(_ id: Int64?) throws { try need(id, in: &seenGroups) { try place($0, .group, insertGroup) } }

  func needTicket(_ id: Int64) throws { try place(id, .ticket, insertTicket) }

  /// Statements that note what is named by tickets which are noted (`NewTickets`).
  struct Noting {
    fileprivate let user: Placeholder.Noting
    fileprivate let group: Placeholder.Noting
  }

  func noting(in log: WriteLog) throws -> Noting {
    try Noting(user: Placeholder.user.noting(in: log), group: Placeholder.group.noting(in: log))
  }

  /// Sees to it that the row of whom a ticket names is noted before the ticket's.
  func noteUser(_ id: Int64?, by noting: Noting) throws {
    try need(id, in: &seenUsers) { try noting.user.note($0) }
  }

  /// The same of the group that has the ticket.
  func noteGroup(_ id: Int64?, by noting: Noting) throws {
    try need(id, in: &seenGroups) { try noting.group.note($0) }
  }

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

  private func need(_ id: Int64?, in seen: inout Set<Int64>, place: (Int64) throws -> Void) throws {
    guard let id, !seen.contains(id) else { return }
    if seen.count >= Self.remembered { seen.removeAll(keepingCapacity: true) }
    seen.insert(id)
    try place(id)
  }

  private func place(_ id: Int64, _ kind: ImportedKind, _ insert: SteppedStatement) throws {
    insert.bind(id)
    try insert.run()
    guard db.changesCount > 0, noted.insert(kind).inserted else { return }
    try StoreWriter(db).noteImported(kind)
  }
}

/// The row of what is only named so far.
private struct Placeholder {
  let kind: ImportedKind
  /// The columns besides the id and the origin, and what they hold.
  let columns: String
  let values: String

  static let user = Placeholder(
    kind: .user, columns: "name, role, created_at, updated_at", values: "'', 0, 0, 0")
  static let group = Placeholder(
    kind: .group, columns: "name, created_at, updated_at", values: "'', 0, 0")
  static let ticket = Placeholder(
    kind: .ticket,
    columns: "subject, status, priority, channel, routing_channel, tags, created_at, updated_at",
    values: "'', 0, 0, '', \(RoutingChannel.email.rawValue), '', 0, 0")

  /// SQL that puts one in place, unless its id has a row.
  var insert: String { "\(into) VALUES (?, \(rest)) ON CONFLICT(id) DO NOTHING" }

  private var into: String { "INSERT INTO \(kind.table)(id, \(columns), origin)" }
  private var rest: String { "\(values), \(Origin.placeholder.rawValue)" }

  /// What does the same to all that are noted.
  struct Noting {
    fileprivate let origin: LoggedStatement
    fileprivate let row: LoggedStatement

    func note(_ id: Int64) throws {
      origin.bind(id)
      try origin.run()
      row.bind(id)
      try row.run()
    }
  }

  func noting(in log: WriteLog) throws -> Noting {
    let id = WriteLog.value(at: 1)
    return try Noting(
      // That there are things of the kind from elsewhere is told by the first that has no row yet.
      origin: log.adding(
        """
        INSERT OR IGNORE INTO imported_kind SELECT '\(kind.rawValue)' FROM \(WriteLog.rows)
        WHERE NOT EXISTS (SELECT 1 FROM \(kind.table) x WHERE x.id = \(id)) LIMIT 1
        """),
      // SQLite takes an ON behind the rows for that of a join, unless a WHERE stands between.
      row: log.adding(
        "\(into) SELECT \(id), \(rest) FROM \(WriteLog.rows) WHERE true ON CONFLICT(id) DO NOTHING"))
  }
}
