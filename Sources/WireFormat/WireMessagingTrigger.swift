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

  public var id: Int64?
  public var title: String
  public var active: Bool
  public var position: Int64?
  public var event: String
  public var conditions: RuleConditions
  public var actions: [RuleAction]
  public var createdAt: Instant?
  public var updatedAt: Instant?

  public init(_ record: JSONRecord) throws(WireProblem) {
    let fields = RecordFields(record)
    id = try fields.id("id")
    let (name, ownTitle) = (try fields.text("name"), try fields.text("title"))
    guard let title = ownTitle ?? name, !title.isEmpty else {
      throw WireProblem("title: expected a text")
    }
    self.title = title
    // Live chat counts: 1 is enabled.
    let enabled = fields.value("enabled").map { $0.bool ?? ($0.integer() != 0) }
    active = try fields.bool("active") ?? enabled ?? true
    position = fields.value("position")?.integer()
    createdAt = try fields.time("created_at")
    updatedAt = try fields.time("updated_at") ?? createdAt
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

  public func rule(id: Int64, position: Int64) -> MessagingTrigger {
    MessagingTrigger(
      id: id, title: title, active: active, position: position, event: event, conditions: conditions,
      actions: actions)
  }

  public static func members(of rule: MessagingTrigger) -> [(String, JSONValue)] {
    var members = WireRule.members(of: rule)
    members.insert(("event", .string(rule.event)), at: 4)
    return members
  }
}
