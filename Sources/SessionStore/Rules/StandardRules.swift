import CivilTime
import GRDB
import SessionModel
import StoreEngine
import WireFormat

/// The rules that a new account has from the beginning (E12).
package enum StandardRules {
  private static let description =
    "The standard messaging survey: an agent solves the ticket in the messaging channel, while the session is active"

  private static func survey(id: Int64, active: Bool) -> Trigger {
    func condition(_ field: String, _ word: String, _ value: String) -> RuleCondition {
      RuleCondition(field: field, operatorWord: word, value: .string(value))
    }
    return Trigger(
      id: id, title: "Request customer satisfaction rating (messaging)", active: active, position: 0,
      conditions: RuleConditions(all: [
        condition("via_id", "is", "messaging"), condition("current_via_id", "is", "messaging"),
        condition("status", "value", "solved"), condition("satisfaction_score", "is", "unoffered"),
      ]), actions: [RuleAction(field: "satisfaction_score", value: "offered")])
  }

  private static func document(_ rule: Trigger, at moment: Instant) -> [UInt8] {
    WireRule.document(WireTrigger.self, of: rule, description: description, at: moment)
  }

  /// Puts them into a new store: inactive what the plan does not have (P3).
  package static func install(_ writer: StoreWriter, at moment: Instant) throws {
    let rule = survey(
      id: try writer.takeLocalID(.trigger), active: try writer.reader.account().plan.hasCustomizableSurvey)
    try writer.save(
      StoredRule(rule: rule, createdAt: moment, updatedAt: moment, document: document(rule, at: moment)),
      origin: .local)
  }

  /// Whether a stored trigger is a standard one that nobody has touched: an import may put its own in that place.
  package static func isUntouched(_ id: Int64, in db: Database) throws -> Bool {
    let row = try StoredRow.fetchOne(
      db, of: "ticket_trigger",
      sql: """
        SELECT t.active, t.document, t.created_at FROM ticket_trigger t, account a
        WHERE t.id = ? AND t.origin = \(Origin.local.rawValue) AND t.position = 0 AND t.created_at = a.created_at
        """, arguments: [id])
    guard let row else { return false }
    let original = try document(survey(id: id, active: row("active")), at: row("created_at"))
    return try row.utf8("document") == original
  }
}
