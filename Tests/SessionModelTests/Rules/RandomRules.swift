import JSONText
import TestSupport

@testable import SessionModel

/// Rules, tickets and updates by chance, of so few values that they meet each other often.
struct RandomRules {
  var random: SplitMix

  private static let values: [(field: String, values: [String])] = [
    ("status", ["new", "open", "pending", "solved", "closed"]), ("status_category", ["open", "solved"]),
    ("priority", ["", "low", "high"]), ("group_id", ["", "1", "2"]),
    ("assignee_id", ["", "5", "6", "current_user", "requester_id"]),
    ("requester_id", ["", "6", "8", "current_user", "assignee_id"]), ("organization_id", ["", "21"]),
    ("type", ["", "task"]), ("brand_id", ["41", "42"]), ("ticket_form_id", ["43", "44"]),
    ("locale_id", ["1", "8"]), ("requester_role", ["end_user", "agent"]),
    ("requester_email", ["yes", "-"]),
    ("current_tags", ["a", "b c", "d"]),
    ("via_id", ["messaging", "75", "whatsapp", "4"]), ("current_via_id", ["messaging", "4", "api"]),
    ("subject_includes_word", ["help", "pay help"]), ("comment_includes_word", ["help", "pay now"]),
    ("comment_is_public", ["true", "false", "not_relevant", "requester_can_see_comment"]),
    ("ticket_is_public", ["public", "private"]), ("satisfaction_score", ["unoffered", "offered", "good"]),
    ("reopens", ["0", "1"]), ("replies", ["0", "1"]), ("agent_stations", ["0", "1"]),
    ("group_stations", ["0", "1"]), ("in_business_hours", ["true", "false"]),
    ("within_schedule", ["1", "2"]),
    ("schedule_id", ["", "1", "2"]), ("custom_status_id", ["", "31", "32"]),
    ("custom_fields_4", ["", "gold", "tin"]), ("update_type", ["Create", "Change"]),
    ("role", ["end_user", "agent", "admin"]), ("messaging_session_state", ["active", "ended"]),
    ("messaging_session_ended_reason", ["agent_ended", "trigger_ended", "channel_changed", "ticket_closed"]),
    ("routing_channel", ["messaging", "email"]), ("colour", ["red"]),
  ]

  private static let actions: [(field: String, values: [String])] = [
    ("status", ["open", "pending", "solved", "closed"]), ("priority", ["", "low", "high"]),
    ("type", ["", "task"]), ("group_id", ["", "1", "2"]), ("assignee_id", ["", "5", "6", "current_user"]),
    ("set_tags", ["", "a", "d b"]), ("current_tags", ["a", "b", "c d"]), ("remove_tags", ["a", "b c"]),
    ("custom_status_id", ["31", "32"]), ("ticket_form_id", ["43", "44"]), ("set_schedule", ["", "1", "2"]),
    ("custom_fields_4", ["", "gold", "tin"]), ("satisfaction_score", ["offered"]),
    ("notification_user", [""]),
    ("messaging_session", ["end_session"]), ("routing_channel", ["email"]),
  ]

  private mutating func pick<Element>(_ list: [Element]) -> Element { list.randomElement(using: &random)! }
  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
  private mutating func many<Element>(_ range: ClosedRange<Int>, _ one: (inout Self) -> Element) -> [Element]
  {
    (0..<Int.random(in: range, using: &random)).map { _ in one(&self) }
  }

  // MARK: Rules

  mutating func triggers() -> [Trigger] {
    (1...Int64.random(in: 1...9, using: &random)).map { id in
      Trigger(
        id: id, title: "Rule \(id)", active: !chance(12), position: id,
        conditions: RuleConditions(all: many(0...2) { $0.condition() }, any: many(0...2) { $0.condition() }),
        actions: many(1...3) { $0.action() })
    }
  }

  private mutating func condition() -> RuleCondition {
    // Some fields only now and then, because they hold for all or bar the rule.
    var (name, values) = pick(Self.values)
    while ["colour", "update_type", "within_schedule", "in_business_hours"].contains(name) && !chance(3) {
      (name, values) = pick(Self.values)
    }
    let comparison = ConditionCatalogue.field(name).map { pick($0.operators) } ?? .is
    let leftOut = ConditionCatalogue.field(name)?.operatorIsOptional == true && chance(2)
    var value = pick(values)
    // A status to be among none bars the rule.
    while name == "custom_status_id", ConditionOperator.inclusion.contains(comparison), value.isEmpty {
      value = pick(values)
    }
    return RuleCondition(
      field: name, operatorWord: leftOut ? nil : comparison.rawValue,
      value: comparison.takesNoValue && chance(2) ? .null : .string(value))
  }

  private mutating func action() -> RuleAction {
    let (name, values) = pick(Self.actions)
    if name == "notification_user" { return RuleAction(field: name, value: ["requester_id", "S", "B"]) }
    return RuleAction(field: name, value: .string(pick(values)))
  }

  // MARK: What they run on

  mutating func scene() -> Scene {
    var scene = Scene("")
    for name in Scene.fields where !chance(3) {
      let values = Self.values.first { $0.field == name }!.values
      scene.before.set(name, pick(values.filter { !$0.contains("_id") && $0 != "current_user" }))
    }
    scene.before.set("tags", many(0...3) { $0.pick(["a", "b", "c", "d"]) }.uniqued.joined(separator: " "))
    scene.before.set("requester_email", pick(["yes", "no"]))
    scene.before.set("via_id", pick(["native_messaging", "whatsapp", "line", "email", "web"]))
    scene.before.set("subject", pick(["", "help me", "pay now", "helper"]))
    scene.before.session = pick([nil, WorkItems.active, WorkItems.active, WorkItems.ended])
    if scene.before.session?.state == .active { scene.before.set("routing_channel", "messaging") }
    if scene.before.ticket?.assigneeID != nil { scene.before.set("assigned_channel", "messaging") }
    if chance(8) { scene = Scene("feature=off", from: scene.before) }
    scene.environment.hasSurvey = !chance(6)
    scene.environment.defaultHoursOpen = pick([nil, true, false, true])
    scene.environment.openSchedules = pick([[], [1], [2], [1, 2]])
    scene.policy.triggerEndSetsEmail = .random(using: &random)
    scene.policy.endedSessionsAsEmail = .random(using: &random)
    return scene
  }

  mutating func event(_ steps: [Update.Step]) -> RuleEvent {
    var event = RuleEvent(
      isCreation: chance(6), updaterID: pick([nil, 5, 6, 8]), updaterRole: pick(Role.allCases),
      channel: pick(["api", "native_messaging", "email", "line"]))
    for case .comment(let body, let isPublic) in steps {
      event.comment = RuleEvent.Comment(body: body, isPublic: isPublic)
    }
    return event
  }

  mutating func steps() -> [Update.Step] {
    many(0...3) { $0.step() }.flatMap { $0 }
  }

  private mutating func step() -> [Update.Step] {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      [.endSession(pick([.agentEnded, .inactivityEnded]), routing: nil), .noteOnEnd(pick(["help", "bye"]))]
    case 1: [.endSession(.endUserEnded, routing: pick([nil, .email]))]
    case 2: [.setRoutingChannel(.email)]
    case 3: [.setStatus(pick([.open, .pending, .solved, .closed]))]
    case 4: [.setPriority(pick([.none, .low, .high]))]
    case 5: [.setGroup(pick([nil, 1, 2]))]
    case 6: [.setAssignee(pick([nil, 5, 6]))]
    case 7: [.addTags([pick(["a", "b", "c"])])]
    case 8: [.set(.type, StoredValue(pick([nil, "task"])))]
    case 9: [.setCustomField(id: 4, value: pick(["", "gold", "tin"]))]
    case 10: [.set(.schedule, StoredValue(pick([nil, 1] as [Int64?])))]
    default: [.comment(body: pick(["help me", "pay", "now"]), isPublic: .random(using: &random))]
    }
  }
}

extension Scene {
  /// The fields that have random values of their own kind.
  fileprivate static let fields = [
    "status", "priority", "group_id", "assignee_id", "requester_id", "organization_id", "type", "brand_id",
    "ticket_form_id", "locale_id", "requester_role", "ticket_is_public", "satisfaction_score", "reopens",
    "replies", "agent_stations", "group_stations", "schedule_id", "custom_status_id", "custom_fields_4",
    "routing_channel",
  ]
}

extension [String] {
  fileprivate var uniqued: [String] { Set(self).sorted() }
}
