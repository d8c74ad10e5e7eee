import CivilTime
import JSONText
import SessionModel

/// A messaging trigger's record.
///
/// `[local]` The public API has none, so that it is written like the other rules, with the run event beside them:
/// `{"title", "active", "position", "event", "conditions": {"all", "any"}, "actions"}`. The form of live chat's
/// triggers, `{"name", "enabled", "definition": {"event", "condition", "actions"}}`, is understood as well.
public struct WireMessagingTrigger: WireRuleRecord {
  public static let kind = WireKind.messagingTrigger

  /// Live chat's `name` and `enabled` serve where `title` and `active` are missing.
  public let head: WireRuleHead
  /// The run event's word, known here or not (M1, T10); empty where the record has none.
  public let event: String
  /// `conditions`, else those of `definition`; that only one of both lists may be used (M2) is checked later.
  public let conditions: RuleConditions
  /// `actions`, else those of `definition`; empty where the record has none.
  public let actions: [RuleAction]

  /// Throws `WireProblem`, which names the member; what the engine does not know is no problem here (T10).
  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    // Live chat counts: 1 is enabled.
    let enabled = fields.value("enabled").map { $0.bool ?? ($0.integer() != 0) }
    head = try WireRuleHead(fields, otherTitle: fields.text("name"), otherActive: enabled)
    let definition = try fields.value("definition").map { (slice) throws(WireProblem) in
      try ChatDefinition(slice.value)
    }
    event = try fields.text("event") ?? definition?.event ?? ""
    conditions =
      try fields.value("conditions").map { (slice) throws(WireProblem) in try WireRule.conditions(slice.value)
      }
      ?? definition?.conditions ?? RuleConditions()
    actions =
      try fields.value("actions").map { (slice) throws(WireProblem) in try WireRule.actions(slice.value) }
      ?? definition?.actions ?? []
  }

  /// The messaging trigger of this record, under an id and at a place of ours.
  public func rule(id: Int64, position: Int64) -> MessagingTrigger {
    MessagingTrigger(
      id: id, title: head.title, active: head.active, position: position, event: event,
      conditions: conditions,
      actions: actions)
  }

  /// The members that every kind of rule has, and `event` ahead of the conditions.
  public static func members(of rule: MessagingTrigger) -> [(String, JSONValue)] {
    var members = WireRule.members(of: rule)
    members.insert(("event", .string(rule.event)), at: 4)
    return members
  }
}
