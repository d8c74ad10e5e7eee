import JSONText
import TestSupport

/// Triggers made by chance, for an account with the groups 1 and 2, the agents 1 to 3 and the customers 11 to 13.
struct RandomRules {
  var chance: SplitMix

  private static let statuses = ["new", "open", "pending", "hold", "solved", "closed"]
  private static let tags = ["a", "b", "c", "a b", "c d"]
  private static let words = ["help", "pay", "now", "help now"]
  private static let equality = ["is", "is_not"]
  private static let change = [
    "changed", "not_changed", "value", "value_previous", "not_value", "not_value_previous",
  ]
  private static let order = ["less_than", "greater_than"]
  private static let people = ["1", "2", "3", "11", "12", "", "current_user", "requester_id"]
  static let channels = [
    "native_messaging", "whatsapp", "telegram", "74", "75", "messaging", "api", "email", "web",
  ]

  /// Fields with their operators and values; those that come up often stand more than once.
  private static let fields: [(field: String, operators: [String], values: [String])] = [
    ("update_type", ["is"], ["Create", "Change"]),
    ("status", equality + change + order, statuses), ("status", change, statuses),
    ("status_category", equality + change, statuses),
    ("priority", equality + change + order, ["", "low", "normal", "high", "urgent"]),
    ("group_id", equality + change, ["1", "2", ""]), ("assignee_id", equality + change, people),
    ("requester_id", equality + change, people), ("type", equality, ["", "task", "question"]),
    ("role", equality, ["end_user", "agent", "admin"]), ("requester_role", equality, ["end_user", "agent"]),
    ("current_tags", ["includes", "not_includes"], tags),
    ("current_tags", ["includes", "not_includes"], tags),
    ("requester_email", ["present", "not_present"], [""]), ("via_id", equality, channels),
    ("current_via_id", equality, channels),
    ("current_via_id", equality, channels),
    (
      "subject_includes_word", ["includes", "not_includes", "is", "is_not"],
      ["Conversation", "Ticket", "with"]
    ),
    ("comment_includes_word", ["includes", "not_includes", "is", "is_not"], words),
    ("comment_is_public", equality, ["true", "false", "not_relevant", "requester_can_see_comment"]),
    ("comment_is_public", equality, ["true", "false"]),
    ("ticket_is_public", equality, ["public", "private"]),
    ("satisfaction_score", equality + change, ["unoffered", "offered", "good"]),
    ("reopens", ["is"] + order, ["0", "1"]), ("replies", ["is"] + order, ["0", "1", "2"]),
    ("agent_stations", ["is"] + order, ["0", "1"]), ("group_stations", ["is"] + order, ["0", "1"]),
    ("in_business_hours", ["is"], ["true", "false"]), ("within_schedule", equality, ["21", "22"]),
    ("schedule_id", equality, ["21", "22", ""]),
    ("custom_fields_4", equality + change + ["present", "not_present"], ["gold", "tin", ""]),
    ("messaging_session_ended_reason", equality + change + ["present", "not_present"], reasons),
    ("messaging_session_ended_reason", change, reasons),
    ("messaging_session_state", equality + change, ["active", "ended"]),
    ("routing_channel", equality + change, ["messaging", "email"]),
  ]

  private static let reasons = [
    "agent_ended", "trigger_ended", "channel_changed", "inactivity_ended", "end_user_ended", "ticket_closed",
  ]

  private mutating func condition() -> JSONValue {
    let (field, operators, values) = chance.pick(Self.fields)
    let word = chance.pick(operators)
    let takesNone = ["changed", "not_changed", "present", "not_present"].contains(word)
    return [
      "field": .string(field), "operator": .string(word),
      "value": takesNone ? .null : .string(chance.pick(values)),
    ]
  }

  private mutating func action() -> JSONValue {
    let notice: JSONValue = ["hook", "called"]
    let actions: [(String, JSONValue)] = [
      ("notification_webhook", notice), ("notification_webhook", notice), ("notification_webhook", notice),
      ("notification_webhook", notice), ("notification_user", ["requester_id", "Subject", "Body"]),
      ("current_tags", .string(chance.pick(Self.tags))), ("remove_tags", .string(chance.pick(Self.tags))),
      ("set_tags", .string(chance.pick(Self.tags))),
      ("priority", .string(chance.pick(["", "low", "high"]))),
      ("status", .string(chance.pick(["open", "pending", "hold", "solved"]))),
      ("group_id", .string(chance.pick(["1", "2", ""]))),
      ("assignee_id", .string(chance.pick(["2", "3", "", "current_user"]))),
      ("type", .string(chance.pick(["", "task"]))), ("custom_fields_4", .string(chance.pick(["gold", ""]))),
      ("set_schedule", .string(chance.pick(["21", "22"]))), ("satisfaction_score", "offered"),
      chance.once(in: 6) ? ("messaging_session", "end_session") : ("notification_webhook", notice),
      chance.once(in: 6) ? ("routing_channel", "email") : ("notification_webhook", notice),
      chance.once(in: 9) ? ("status", "closed") : ("priority", "normal"),
    ]
    let (field, value) = chance.pick(actions)
    return ["field": .string(field), "value": value]
  }

  /// Rules in the wire format, with the ids and positions from 101.
  mutating func triggers(_ count: Int) -> [JSONValue] {
    (101..<(101 + count)).map { id in
      let all = chance.many(0...2) { _ in () }.map { condition() }
      let any = chance.once(in: 3) || all.isEmpty ? [condition(), condition()] : []
      let actions = (0..<chance.pick([1, 1, 1, 2, 3])).map { _ in action() }
      return [
        "id": .integer(Int64(id)), "title": .string("Rule \(id)"), "active": true,
        "position": .integer(Int64(id)),
        "conditions": ["all": .array(all), "any": .array(any)], "actions": .array(actions),
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
      ]
    }
  }

  // MARK: Deeds

  mutating func deed() -> Deed {
    var deed = Deed(
      kind: chance.pick([
        .update, .update, .update, .reply, .note, .customerSays, .customerSays, .customerMails, .botSays,
        .end, .end,
        .customerEnds,
      ]))
    deed.agent = chance.pick([("1", "admin"), ("2", "agent"), ("3", "agent")])
    switch deed.kind {
    case .update: deed.changes = changes()
    case .end:
      deed.reason = chance.pick(["agent_ended", "agent_ended", "inactivity_ended"])
      deed.text = chance.pick(["", "", "help now"])
    case .customerEnds: break
    default: deed.text = chance.pick(["help me", "pay", "now", "thanks"])
    }
    return deed
  }

  /// In the order in which `ticket update` does them.
  private mutating func changes() -> [(option: String, value: String)] {
    let possible: [(String, [String])] = [
      ("group", ["1", "2", "none"]), ("agent", ["2", "3", "none"]),
      ("priority", ["none", "low", "high", "urgent"]), ("tag", ["a", "b", "c"]), ("remove-tag", ["a", "b"]),
      ("field", ["4=gold", "4=tin", "4="]), ("routing-channel", ["email", "email", "messaging"]),
      ("status", ["open", "pending", "hold", "solved", "solved", "closed"]),
    ]
    var changes: [(option: String, value: String)] = []
    for (option, values) in possible where chance.once(in: ["routing-channel": 8][option] ?? 4) {
      // What is added and taken away again by the same update is another story.
      let value = chance.pick(values)
      if option == "remove-tag" && changes.contains(where: { $0.option == "tag" && $0.value == value }) {
        continue
      }
      changes.append((option, value))
    }
    return changes.isEmpty ? [("priority", chance.pick(["low", "high"]))] : changes
  }
}
