import CivilTime
import GRDB
import JSONText
import SessionModel
import StoreEngine
import WireFormat

/// How often rules fired, counted while a run decides and added to the store once at its end.
///
/// Counting the history instead would read every audit there is; a row for each firing would grow as the history does.
/// One row a rule is found, added to and forgotten in a run's last statement, however many work items it had.
package struct RuleFirings {
  private struct Rule: Hashable {
    var kind: RuleReference.Kind
    var id: Int64
  }
  private var counts: [Rule: Int] = [:]

  /// Nothing has fired yet.
  package init() {}

  /// Counts one firing.
  package mutating func note(_ rule: RuleReference) {
    counts[Rule(kind: rule.kind, id: rule.id), default: 0] += 1
  }

  /// Adds what was counted to the store; `moment` is when the rules fired last.
  package func apply(_ db: Database, at moment: Instant) throws {
    for (rule, count) in counts {
      try db.execute(
        sql: """
          INSERT INTO rule_firing VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT DO UPDATE SET fired = fired + ?3, last_fired_at = max(last_fired_at, ?4)
          """, arguments: [rule.kind.rawValue, rule.id, count, moment.seconds])
    }
  }
}

// Rules are called by the same words here as where they are stored.
extension RuleFirings {
  /// Of a rule that is deleted: its id may be given again by an import.
  package static func forget(_ db: Database, _ kind: ImportedKind, _ id: Int64) throws {
    try db.execute(
      sql: "DELETE FROM rule_firing WHERE kind = ? AND rule_id = ?", arguments: [kind.rawValue, id])
  }

  /// What an export says of a rule beside its document; nil of one that never fired.
  package static func companion(_ db: Database, _ kind: ImportedKind, _ id: Int64) throws -> JSONValue? {
    try told(db, kind, id)?.json
  }

  /// How often a rule fired; nil of one that never did.
  static func told(_ db: Database, _ kind: ImportedKind, _ id: Int64) throws -> WireFirings? {
    let row = try StoredRow.fetchOne(
      db, of: "rule_firing",
      sql: "SELECT fired, last_fired_at FROM rule_firing WHERE kind = ? AND rule_id = ?",
      arguments: [kind.rawValue, id])
    return try row.map { try WireFirings(count: $0(0), lastAt: $0(1)) }
  }

  /// Takes that back for a rule whose firings nobody here has counted.
  package static func take(_ firings: WireFirings, _ db: Database, _ kind: ImportedKind, _ id: Int64) throws {
    try db.execute(
      sql: "INSERT INTO rule_firing VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      arguments: [kind.rawValue, id, firings.count, firings.lastAt.seconds])
  }
}
