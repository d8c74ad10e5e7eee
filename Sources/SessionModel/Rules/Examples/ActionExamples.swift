import JSONText

/// What actions make of a ticket, when a trigger does them (domain §5): the manual shows them, and the tests try each.
///
/// Scenes are those of `ConditionExample`, every part with its name.
public struct ActionExample: Sendable, CustomStringConvertible {
  /// Done together, in this order, as one trigger's.
  public let actions: [RuleAction]
  /// The ticket and the update before; parts are separated by `&`.
  public let scene: String
  /// The parts of the scene that are different afterwards.
  public let gives: String
  /// What the history says of what could not be done.
  public let remark: String?
  /// How many things leave the machine.
  public let sends: Int

  init(
    _ actions: [(String, JSONValue)], on scene: String, gives: String = "", remark: String? = nil,
    sends: Int = 0
  ) {
    self.actions = actions.map { RuleAction(field: $0.0, value: $0.1) }
    (self.scene, self.gives, self.remark, self.sends) = (scene, gives, remark, sends)
  }

  init(
    _ field: String, _ value: JSONValue, on scene: String, gives: String = "", remark: String? = nil,
    sends: Int = 0
  ) {
    self.init([(field, value)], on: scene, gives: gives, remark: remark, sends: sends)
  }

  public var description: String {
    actions.map { "\($0.field) \($0.value)" }.joined(separator: ", ") + " on \(scene)"
  }
}

extension ActionExample {
  /// What the manual shows of a field: the first examples in which it alone changes or sends something.
  public static func shown(of field: ActionField) -> [ActionExample] {
    let name = field.name.replacing("<id>", with: "4")
    let examples = all.filter {
      $0.actions.count == 1 && $0.actions[0].field == name && (!$0.gives.isEmpty || $0.sends > 0)
    }
    return Array(examples.prefix(2))
  }

  static let fields: [ActionExample] = [
    ActionExample("status", "solved", on: "status=open", gives: "status=solved"),
    ActionExample("status", "open", on: "status=open"),
    ActionExample("status", "hold", on: "status=new", gives: "status=hold"),
    // E16
    ActionExample("status", "open", on: "status=solved", gives: "status=open & reopens=1"),
    ActionExample("status", "pending", on: "status=solved & reopens=2", gives: "status=pending & reopens=3"),
    ActionExample("status", "open", on: "status=pending", gives: "status=open"),
    ActionExample("priority", "high", on: "", gives: "priority=high"),
    ActionExample("priority", "", on: "priority=low", gives: "priority=-"),
    ActionExample("type", "incident", on: "", gives: "type=incident"),
    ActionExample("type", "", on: "type=task", gives: "type=-"),
    ActionExample("custom_status_id", "31", on: "", gives: "custom_status_id=31"),
    ActionExample("ticket_form_id", "43", on: "ticket_form_id=44", gives: "ticket_form_id=43"),
    ActionExample("set_schedule", "2", on: "schedule_id=1", gives: "schedule_id=2"),
    ActionExample("set_schedule", "", on: "schedule_id=1", gives: "schedule_id=-"),
    ActionExample("custom_fields_4", "gold", on: "", gives: "custom_fields_4=gold"),
    ActionExample("custom_fields_4", "tin", on: "custom_fields_4=gold", gives: "custom_fields_4=tin"),
    ActionExample("custom_fields_4", "", on: "custom_fields_4=gold", gives: "custom_fields_4=-"),
    ActionExample("custom_fields_4", .null, on: "custom_fields_4=gold", gives: "custom_fields_4=-"),
    ActionExample("custom_fields_4", true, on: "", gives: "custom_fields_4=true"),
    ActionExample("custom_fields_4", 17, on: "custom_fields_5=x", gives: "custom_fields_4=17"),
  ]

  static let people: [ActionExample] = [
    ActionExample("group_id", "2", on: "group_id=1", gives: "group_id=2 & group_stations=1"),
    ActionExample("group_id", "1", on: "group_id=1"),
    ActionExample("group_id", "", on: "group_id=1", gives: "group_id=-"),
    ActionExample(
      "assignee_id", "6", on: "",
      gives: "assignee_id=6 & agent_stations=1 & assigned_channel=messaging"),
    // E6
    ActionExample(
      "assignee_id", "6", on: "routing_channel=email",
      gives: "assignee_id=6 & agent_stations=1 & assigned_channel=email"),
    // E16
    ActionExample(
      "assignee_id", "6", on: "status=new",
      gives: "status=open & assignee_id=6 & agent_stations=1 & assigned_channel=messaging"),
    ActionExample(
      "assignee_id", "6", on: "status=hold & assignee_id=5 & agent_stations=4",
      gives: "assignee_id=6 & agent_stations=5 & assigned_channel=messaging"),
    ActionExample("assignee_id", "5", on: "status=new & assignee_id=5"),
    ActionExample(
      "assignee_id", "", on: "assignee_id=5 & assigned_channel=email",
      gives: "assignee_id=- & assigned_channel=-"),
    ActionExample("assignee_id", "", on: "status=new"),
    ActionExample(
      "assignee_id", "current_user", on: "by=7 & role=agent",
      gives: "assignee_id=7 & agent_stations=1 & assigned_channel=messaging"),
    // Nobody but staff can be assigned, and the account itself is nobody.
    ActionExample(
      "assignee_id", "current_user", on: "by=- & assignee_id=5",
      remark: "not done by trigger 1: no agent made the update, so there is nobody to assign"),
    ActionExample(
      "assignee_id", "current_user", on: "by=8 & role=end_user & assignee_id=5",
      remark: "not done by trigger 1: no agent made the update, so there is nobody to assign"),
  ]

  static let tags: [ActionExample] = [
    ActionExample("set_tags", "x y x", on: "tags=a b", gives: "tags=x y"),
    ActionExample("set_tags", "", on: "tags=a b", gives: "tags=-"),
    ActionExample("set_tags", "b a", on: "tags=a b"),
    ActionExample("current_tags", "b c", on: "tags=a b", gives: "tags=a b c"),
    ActionExample("current_tags", "b,c", on: "tags=a", gives: "tags=a b c"),
    ActionExample("current_tags", "a", on: "tags=a b"),
    ActionExample("remove_tags", "b z", on: "tags=a b c", gives: "tags=a c"),
    ActionExample("remove_tags", "z", on: "tags=a"),
  ]

  private static let live = "messaging_session_state=active & via_id=native_messaging"

  static let sessions: [ActionExample] = [
    ActionExample(
      "messaging_session", "end_session", on: live,
      gives: "messaging_session_ended_reason=trigger_ended & routing_channel=email"),
    // `triggers.end_session_sets_email` off
    ActionExample(
      "messaging_session", "end_session", on: "\(live) & trigger_end=unchanged",
      gives: "messaging_session_ended_reason=trigger_ended"),
    // E7
    ActionExample(
      "messaging_session", "end_session",
      on: "\(live) & status=new & assignee_id=5 & group_id=1 & priority=low & tags=a",
      gives: "messaging_session_ended_reason=trigger_ended & routing_channel=email"),
    // E1
    ActionExample(
      "messaging_session", "end_session", on: "messaging_session_ended_reason=agent_ended",
      gives: "routing_channel=email"),
    ActionExample(
      "messaging_session", "end_session",
      on: "messaging_session_ended_reason=agent_ended & routing_channel=email"),
    ActionExample(
      "messaging_session", "end_session",
      on: "messaging_session_ended_reason=agent_ended & trigger_end=unchanged"),
    ActionExample(
      "messaging_session", "end_session", on: "via_id=web",
      remark:
        "not done by trigger 1: ticket 42 has no messaging session; it did not come in through a messaging channel"
    ),
    ActionExample(
      "routing_channel", "email", on: live,
      gives: "messaging_session_ended_reason=channel_changed & routing_channel=email"),
    ActionExample(
      "routing_channel", "email", on: "messaging_session_ended_reason=agent_ended",
      gives: "routing_channel=email"),
    ActionExample(
      "routing_channel", "email", on: "messaging_session_ended_reason=agent_ended & routing_channel=email"),
    ActionExample("routing_channel", "email", on: "via_id=web", gives: "routing_channel=email"),
    // E14, also when a trigger closes it, and without the feature
    ActionExample(
      "status", "closed", on: "\(live) & status=solved",
      gives: "status=closed & messaging_session_ended_reason=ticket_closed"),
    ActionExample(
      "status", "closed", on: "\(live) & feature=off",
      gives: "status=closed & messaging_session_ended_reason=ticket_closed"),
    ActionExample(
      "status", "closed", on: "messaging_session_ended_reason=agent_ended", gives: "status=closed"),
    // T3: rules may still add to what closes in this update, but it stays closed.
    ActionExample(
      [("status", "closed"), ("current_tags", "late")], on: "\(live) & tags=a",
      gives: "status=closed & messaging_session_ended_reason=ticket_closed & tags=a late"),
    ActionExample(
      [("status", "closed"), ("status", "open")], on: live,
      gives: "status=closed & messaging_session_ended_reason=ticket_closed",
      remark: "not done by trigger 1: ticket 42 is closed and never changes again"),
    ActionExample(
      [("status", "closed"), ("messaging_session", "end_session")], on: live,
      gives: "status=closed & messaging_session_ended_reason=ticket_closed"),
    // The actions are done in order: what the assignment counts as is the channel of its moment (E6).
    ActionExample(
      [("messaging_session", "end_session"), ("assignee_id", "6")], on: live,
      gives: """
        messaging_session_ended_reason=trigger_ended & routing_channel=email & assignee_id=6 & agent_stations=1 \
        & assigned_channel=email
        """),
    // What does not fit leaves the others alone.
    ActionExample(
      [("messaging_session", "end_session"), ("current_tags", "b")], on: "via_id=web & tags=a",
      gives: "tags=a b",
      remark:
        "not done by trigger 1: ticket 42 has no messaging session; it did not come in through a messaging channel"
    ),
  ]

  static let sending: [ActionExample] = [
    ActionExample(
      "satisfaction_score", "offered", on: "requester_email=yes", gives: "satisfaction_score=offered",
      sends: 1),
    // E15
    ActionExample(
      "satisfaction_score", "offered", on: "requester_id=8",
      remark: "no survey was sent: the requester has no e-mail address"),
    ActionExample(
      "satisfaction_score", "offered", on: "requester_id=-",
      remark: "no survey was sent: the ticket has no requester"),
    ActionExample("satisfaction_score", "offered", on: "satisfaction_score=offered"),
    ActionExample("satisfaction_score", "offered", on: "satisfaction_score=bad"),
    ActionExample(
      [("satisfaction_score", "offered"), ("satisfaction_score", "offered")], on: "requester_email=yes",
      gives: "satisfaction_score=offered", sends: 1),
    ActionExample("notification_user", ["requester_id", "S", "B {{ticket.id}}"], on: "", sends: 1),
    ActionExample("notification_user", ["all_agents", "S", "B"], on: "", sends: 1),
    ActionExample("notification_user", ["5", "S", "B"], on: "", sends: 1),
    ActionExample("notification_group", ["group_id", "S", "B"], on: "", sends: 1),
    ActionExample("notification_group", [2, "S", "B"], on: "", sends: 1),
    ActionExample("notification_webhook", ["hook", "{}"], on: "", sends: 1),
    ActionExample("notification_target", ["target", "B"], on: "", sends: 1),
    ActionExample(
      [("notification_user", ["assignee_id", "S", "B"]), ("notification_target", ["t", "B"])], on: "",
      sends: 2),
  ]

  static let all: [ActionExample] = fields + people + tags + sessions + sending
}
