import GRDB
import SessionModel

/// Kinds of things that are made here and are also imported, so that their ids must keep apart (§12).
public enum ImportedKind: String, CaseIterable, Sendable {
  case user, group, groupMembership = "group_membership", ticket, audit, schedule

  var table: String {
    switch self {
    case .user: "user"
    case .group: "agent_group"
    case .groupMembership: "group_membership"
    case .ticket: "ticket"
    case .audit: "audit"
    case .schedule: "schedule"
    }
  }
}

/// Where ids made here begin once the kind was imported, above all imported ones.
let firstLocalIDBesideImports: Int64 = 1_000_000_000_000_000
let lastLocalID: Int64 = (1 << 53) - 1

extension StoreReader {
  /// The id of the next thing of a kind made here `[local]`: from 1 as long as none was imported, else from 10^15.
  func nextLocalID(_ kind: ImportedKind) throws -> Int64 {
    let imported = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM imported_kind WHERE kind = ?)", arguments: [kind.rawValue])!
    if !imported {
      return (try Int64.fetchOne(db, sql: "SELECT max(id) FROM \(kind.table)") ?? 0) + 1
    }
    let last = try Int64.fetchOne(
      db, sql: "SELECT max(id) FROM \(kind.table) WHERE id BETWEEN ? AND ?",
      arguments: [firstLocalIDBesideImports, lastLocalID])
    return last.map { $0 + 1 } ?? firstLocalIDBesideImports
  }
}

extension StoreWriter {
  func noteImported(_ kind: ImportedKind) throws {
    try db.execute(sql: "INSERT OR IGNORE INTO imported_kind VALUES (?)", arguments: [kind.rawValue])
  }
}
