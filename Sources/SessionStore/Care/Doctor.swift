import GRDB
import Glibc

/// One thing that `doctor` looked at.
public struct Finding: Sendable {
  public enum Verdict: String, Sendable { case ok, problem }
  public let check: String
  public let verdict: Verdict
  public let detail: String
}

extension StoreReader {
  /// Looks whether the store is whole and keeps the domain's rules.
  public func examine(path: String) throws -> [Finding] {
    var findings = [try integrity(), try references(), try schema(), permissions(path)]
    for invariant in Self.invariants { findings.append(try examine(invariant)) }
    findings.append(try size())
    return findings
  }

  private func integrity() throws -> Finding {
    let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(5)")
    return Finding(
      check: "integrity", verdict: lines == ["ok"] ? .ok : .problem, detail: lines.joined(separator: "; "))
  }

  private func references() throws -> Finding {
    let broken = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
    return Finding(
      check: "references", verdict: broken.isEmpty ? .ok : .problem,
      detail: broken.isEmpty ? "every reference has its row" : "\(broken.count) references have no row")
  }

  private func schema() throws -> Finding {
    let number = try Int.fetchOne(db, sql: "PRAGMA user_version")!
    return Finding(
      check: "schema", verdict: number == Schema.currentNumber ? .ok : .problem,
      detail: "number \(number), this program's is \(Schema.currentNumber)")
  }

  private func permissions(_ path: String) -> Finding {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      return Finding(check: "permissions", verdict: .problem, detail: "unknown")
    }
    let mode = String(facts.st_mode & 0o777, radix: 8)
    let isPrivate = facts.st_mode & 0o077 == 0
    return Finding(
      check: "permissions", verdict: isPrivate ? .ok : .problem,
      detail: isPrivate
        ? "0\(mode), its owner's only" : "0\(mode): others can reach it; run 'chmod 600 \(path)'")
  }

  private func size() throws -> Finding {
    let bytes = try Int.fetchOne(
      db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")!
    let sessions = try Int.fetchOne(db, sql: "SELECT count(*) FROM session")!
    return Finding(check: "size", verdict: .ok, detail: "\(bytes / 1_048_576) MiB, \(sessions) sessions")
  }

  private struct Invariant {
    let check: String
    let rule: String
    /// Counts the rows that break it.
    let sql: String
  }

  private func examine(_ invariant: Invariant) throws -> Finding {
    let broken = try Int.fetchOne(db, sql: invariant.sql)!
    return Finding(
      check: invariant.check, verdict: broken == 0 ? .ok : .problem,
      detail: broken == 0 ? invariant.rule : "\(broken) break it: \(invariant.rule)")
  }

  private static let invariants = [
    Invariant(
      check: "closed tickets", rule: "no closed or deleted ticket has an active session (E14)",
      sql:
        "SELECT count(*) FROM session s JOIN ticket t ON t.id = s.ticket_id WHERE s.state = 0 AND t.status >= 5"
    ),
    Invariant(
      check: "end reasons", rule: "every end with a reason has its moment and actor (domain §3)",
      sql:
        "SELECT count(*) FROM session WHERE end_reason IS NOT NULL AND (ended_at IS NULL OR ended_by_kind IS NULL)"
    ),
    Invariant(
      check: "email routing",
      rule: "no ticket with an active session is routed as email (E3, channel_changed)",
      sql: """
        SELECT count(*) FROM session s JOIN ticket t ON t.id = s.ticket_id WHERE s.state = 0 AND t.routing_channel = 2
        """),
    Invariant(
      check: "assignments", rule: "an assigned ticket knows the routing channel of its assignment (E6)",
      sql: """
        SELECT count(*) FROM ticket WHERE origin > 0 AND (assignee_id IS NULL) <> (assigned_channel IS NULL)
        """),
    Invariant(
      check: "default schedule", rule: "the setting account.default_schedule names a schedule (§8)",
      sql: """
        SELECT count(*) FROM setting WHERE key = 'account.default_schedule' AND value <> ''
          AND NOT EXISTS (SELECT 1 FROM schedule
              WHERE origin > 0 AND (CAST(id AS TEXT) = value OR name = value))
        """),
    Invariant(
      check: "admins", rule: "there is an admin who is not suspended",
      sql: "SELECT NOT EXISTS (SELECT 1 FROM user WHERE role = 2 AND NOT suspended)"),
  ]
}
