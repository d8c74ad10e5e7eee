import GRDB
import JSONText
import SessionModel
import StoreEngine

/// What a rule would do in a run that was planned, in numbers.
package struct PlannedFiring: Sendable, Equatable {
  /// With its title as it is now.
  package var rule: RuleReference
  /// How often it would fire; of a macro 0, which is applied and does not fire.
  package var times = 0
  /// What it would send, by kind; kinds of which it sends none are not in it.
  package var sends: [OutboxKind: Int] = [:]
}

extension StoreReader {
  /// The rules that would fire or send something in the dry run before, the most frequent first. To be called on the
  /// connection that planned, before another run.
  package func plannedFirings() throws -> [PlannedFiring] {
    guard try Staging.isMade(db) else { return [] }
    var firings: [RuleReference: PlannedFiring] = [:]
    // A list of rules is staged more than once where work items alternate.
    let lists = try StoredRow.fetchAll(
      db, of: "staged_fired",
      sql: """
        SELECT f.rules, count(*) AS times FROM temp.staged g JOIN temp.staged_fired f ON f.id = g.fired GROUP BY f.id
        """)
    for list in lists {
      let times: Int = try list("times")
      for rule in try FiredRules.rules(list("rules")) {
        firings[rule, default: PlannedFiring(rule: rule)].times += times
      }
    }
    let sent = try StoredRow.fetchAll(
      db, of: "outbox",
      sql: """
        SELECT rule_id, rule_kind, kind, count(*) AS number FROM temp.planned_outbox
        WHERE rule_id IS NOT NULL GROUP BY rule_id, rule_kind, kind
        """)
    for row in sent {
      guard let kind = (try row("rule_kind") as String?).flatMap(RuleReference.Kind.init(rawValue:)),
        let what = OutboxKind(rawValue: try row("kind"))
      else { continue }
      let id: Int64 = try row("rule_id")
      let known = firings.keys.first { $0.id == id && $0.kind == kind }
      let rule = try known ?? RuleReference(id: id, title: ruleTitle(kind, id) ?? "", kind: kind)
      firings[rule, default: PlannedFiring(rule: rule)].sends[what, default: 0] += try row("number")
    }
    return firings.values.sorted { ($1.times, $0.rule.id) < ($0.times, $1.rule.id) }
  }

  private func ruleTitle(_ kind: RuleReference.Kind, _ id: Int64) throws -> String? {
    switch kind {
    case .trigger: try rule(Trigger.self, id: id)?.rule.title
    case .messagingTrigger: try rule(MessagingTrigger.self, id: id)?.rule.title
    case .macro: try rule(Macro.self, id: id)?.rule.title
    }
  }
}
