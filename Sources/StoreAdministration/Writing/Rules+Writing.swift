import CivilTime
import GRDB
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the door writes of triggers, messaging triggers and macros.
extension StoreWriter {
  /// Behind every rule of the kind: new ones go last (T3).
  func nextPosition<Rule: StorableRule>(of kind: Rule.Type) throws -> Int64 {
    try Int64.fetchSure(db, sql: "SELECT coalesce(max(position) + 1, 0) FROM \(Rule.kind.table)")
  }

  /// Turns a rule on or off and nothing else; whether it may be, the caller has checked (T8, T9, T10).
  package func setActive(_ active: Bool, _ rule: some StorableRule, at: Instant) throws {
    try set("active", active, .active, rule, at)
  }

  /// Moves a rule within the order of its kind (T3); no other rule moves with it.
  func setPosition(_ position: Int64, _ rule: some StorableRule, at: Instant) throws {
    try set("position", position, .position, rule, at)
  }

  private func set<Rule: StorableRule>(
    _ column: String, _ value: some DatabaseValueConvertible, _ field: RuleLocalFields, _ rule: Rule,
    _ at: Instant
  ) throws {
    try db.execute(
      sql: """
        UPDATE \(Rule.kind.table) SET \(column) = ?1, updated_at = max(updated_at, ?2),
          local_fields = \(RuleLocalFields.adding(field)) WHERE id = ?3
        """,
      arguments: [value, at.seconds, rule.id])
  }

  /// Deletes a rule for good, with the count of how often it fired; that it is inactive is the caller's (T8).
  func delete<Rule: StorableRule>(_ rule: Rule) throws {
    try db.execute(sql: "DELETE FROM \(Rule.kind.table) WHERE id = ?", arguments: [rule.id])
    try RuleFirings.forget(db, Rule.kind, rule.id)
  }
}
