import GRDB
import SessionModel
import StoreEngine

/// Kinds of things that are made here and are also imported, so that their ids must keep apart (§12).
package enum ImportedKind: String, CaseIterable, Sendable {
  /// The words stand in the store, so that they stay as they are.
  case user, group, groupMembership = "group_membership", ticket, session, audit, trigger, schedule,
    messagingTrigger = "messaging_trigger", macro, satisfactionRating = "satisfaction_rating"

  /// The table that holds its rows.
  package var table: String {
    switch self {
    case .group: "agent_group"
    case .trigger: "ticket_trigger"
    default: rawValue
    }
  }

  /// SQL for how many ids a row takes besides its own: an audit's events count on from its id.
  fileprivate var furtherIDs: String {
    self == .audit ? "coalesce(json_array_length(events), json_array_length(document, '$.events'), 0)" : "0"
  }
}

/// Where ids made here begin once the kind was imported: above all imported ones, and of 15 digits, which is what
/// spreadsheets keep of a number. A store that began at 10^15, as earlier programs did, goes on there.
package let firstLocalIDBesideImports: Int64 = 900_000_000_000_000
/// The last id that every reader of JSON keeps exactly; none above it is made here.
package let lastLocalID: Int64 = (1 << 53) - 1

extension StoreReader {
  /// The id of the next thing of a kind made here `[local]`: from 1 as long as none was imported, else from 9×10^14.
  package func nextLocalID(_ kind: ImportedKind) throws -> Int64 {
    var ids = try LocalIDs(db, kind)
    return try ids.take()
  }

  /// Where the ids of a kind go on that are given here: none from there on was given yet.
  package func localIDsEnd(_ kind: ImportedKind) throws -> Int64 { try LocalIDs(db, kind).end }
}

extension StoreWriter {
  /// The same, taken: no other thing of the kind will get it.
  package func takeLocalID(_ kind: ImportedKind) throws -> Int64 {
    var ids = try LocalIDs(db, kind)
    let id = try ids.take()
    try ids.save()
    return id
  }

  /// Remembers that things of a kind came from elsewhere, so that ids made here keep apart from theirs.
  package func noteImported(_ kind: ImportedKind) throws {
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO imported_kind VALUES (?)")
      .execute(arguments: [kind.rawValue])
  }
}

/// Hands out the ids of one kind to things made here, one after the other.
///
/// The last one is remembered in the store and never looked for among the rows: an import may have brought
/// any id, also one at the end of the range. Ids that are taken are passed over.
package struct LocalIDs {
  private let db: Database
  private let kind: ImportedKind
  private var last: Int64
  /// The next id that is taken; nothing needs to be asked before it.
  private var ceiling: Int64 = .min

  /// Goes on after the last id of a kind that was given here.
  package init(_ db: Database, _ kind: ImportedKind) throws {
    self.db = db
    self.kind = kind
    let row = try StoredRow.fetchSure(
      db, of: "local_id",
      sql: """
        SELECT (SELECT last FROM local_id WHERE kind = ?1), EXISTS (SELECT 1 FROM imported_kind WHERE kind = ?1)
        """, arguments: [kind.rawValue])
    // Sessions are made here even when their tickets are imported (§12).
    let isBesideImports = try row(1) && kind != .session
    last = try max(row(0) ?? 0, isBesideImports ? firstLocalIDBesideImports - 1 : 0)
  }

  /// Behind the last id that was given here.
  fileprivate var end: Int64 { last &+ 1 }

  /// Whether the next id is told without asking the store.
  package var knowsNext: Bool { last < .max - 1 && last + 1 < ceiling }

  /// The next id, with as many after it that nothing else will get.
  package mutating func take(further: Int64 = 0) throws -> Int64 {
    guard last < .max - 1 - further else {
      throw UnreadableValue(table: "local_id", id: nil, column: "last")
    }
    var id = last + 1
    if id + further >= ceiling {
      id = try free(from: id, further)
      ceiling =
        try Int64.fetchOne(db, sql: "SELECT min(id) FROM \(kind.table) WHERE id >= ?", arguments: [id])
        ?? .max
    }
    last = id + further
    return id
  }

  /// Passes over an id that something was given otherwise.
  package mutating func note(taken id: Int64) {
    if id > last { ceiling = min(ceiling, id) }
  }

  private func free(from first: Int64, _ further: Int64) throws -> Int64 {
    let below = try StoredRow.fetchOne(
      db, of: kind.table,
      sql: "SELECT id, id + \(kind.furtherIDs) FROM \(kind.table) WHERE id <= ? ORDER BY id DESC LIMIT 1",
      arguments: [first + further])
    guard let below, try below(1) >= first else { return first }
    if kind.furtherIDs == "0", let end = try endOfUnbroken() { return end }
    // Behind the first row that has enough room behind it.
    return try Int64.fetchSure(
      db,
      sql: """
        SELECT next FROM (SELECT id, id + 1 + \(kind.furtherIDs) AS next FROM \(kind.table) WHERE id >= ?1) x
        WHERE NOT EXISTS (SELECT 1 FROM \(kind.table) y WHERE y.id > x.id AND y.id <= x.next + ?2) ORDER BY id LIMIT 1
        """, arguments: [below(0) as Int64, further])
  }

  /// Behind the last row, where the ids of all rows follow one another; nil where some are missing in between. Rows are
  /// counted from an index, which takes a hundredth of looking at each of a million.
  private func endOfUnbroken() throws -> Int64? {
    let row = try StoredRow.fetchSure(
      db, of: kind.table,
      sql: """
        SELECT (SELECT count(*) FROM \(kind.table)) AS count, (SELECT min(id) FROM \(kind.table)) AS lowest,
          (SELECT max(id) FROM \(kind.table)) AS highest
        """)
    let (count, lowest, highest): (Int64, Int64, Int64) = try (row("count"), row("lowest"), row("highest"))
    return highest < .max && highest &- lowest &+ 1 == count ? highest + 1 : nil
  }

  /// Remembers the last id, once what has it is written.
  ///
  /// - Parameter db: the connection that writes; nil for the one that reads
  package func save(in db: Database? = nil) throws { try Self.save(db ?? self.db, kind, last: last) }

  /// Remembers a last id; a lower one than is known changes nothing.
  package static func save(_ db: Database, _ kind: ImportedKind, last: Int64) throws {
    try db.execute(
      sql: "INSERT INTO local_id VALUES (?1, ?2) ON CONFLICT DO UPDATE SET last = ?2 WHERE last < ?2",
      arguments: [kind.rawValue, last])
  }
}
