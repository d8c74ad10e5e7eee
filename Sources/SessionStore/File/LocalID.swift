import GRDB
import SessionModel

/// Kinds of things that are made here and are also imported, so that their ids must keep apart (§12).
public enum ImportedKind: String, CaseIterable, Sendable {
  case user, group, groupMembership = "group_membership", ticket, audit, trigger, schedule

  var table: String {
    switch self {
    case .user: "user"
    case .group: "agent_group"
    case .groupMembership: "group_membership"
    case .ticket: "ticket"
    case .audit: "audit"
    case .trigger: "ticket_trigger"
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
    let last =
      imported
      ? try lastID(kind, from: firstLocalIDBesideImports, to: lastLocalID)
      : try lastID(kind, from: .min, to: .max)
    return last.map { $0 + 1 } ?? (imported ? firstLocalIDBesideImports : 1)
  }

  /// The last id that is taken; an audit takes those of its events too, which count on from its own.
  private func lastID(_ kind: ImportedKind, from first: Int64, to last: Int64) throws -> Int64? {
    let taken =
      kind == .audit
      ? "id + coalesce(json_array_length(events), json_array_length(document, '$.events'), 0)" : "id"
    return try Int64.fetchOne(
      db, sql: "SELECT \(taken) FROM \(kind.table) WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
      arguments: [first, last])
  }
}

extension StoreWriter {
  func noteImported(_ kind: ImportedKind) throws {
    try db.execute(sql: "INSERT OR IGNORE INTO imported_kind VALUES (?)", arguments: [kind.rawValue])
  }
}
