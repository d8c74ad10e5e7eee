/// What an action's field does.
public enum ActionEffect: Hashable, Sendable {
  case status, priority, type, group, assignee
  case setTags, addTags, removeTags
  case customField(Int64), customStatus, form, schedule
  case survey
  case notifyUser, notifyGroup, notifyWebhook, notifyTarget
  case endSession, routingChannel
  /// Macros only (§9).
  case comment, commentHTML, commentVisibility
}

/// One field that actions can name.
public struct ActionField: Sendable {
  /// The wire name, or `custom_fields_<id>` for all custom fields.
  public let name: String
  /// What it does to the ticket, or what it sends.
  public let effect: ActionEffect
  /// What its value has to be; notifications take a list of such parts.
  public let value: RuleValueKind
  /// What it does, as a phrase without a full stop, for `trigger fields` and the manual.
  public let description: String
  /// F2: only while sessions can be ended.
  public let needsFeature: Bool

  init(
    _ name: String, _ effect: ActionEffect, _ value: RuleValueKind, _ description: String,
    needsFeature: Bool = false
  ) {
    self.name = name
    self.effect = effect
    self.value = value
    self.description = description
    self.needsFeature = needsFeature
  }
}

/// Every action there is (domain §5); macros share them (§9).
public enum ActionCatalogue {
  /// All that ticket triggers can do but custom fields, in the order of the manual.
  public static let triggers: [ActionField] = [
    ActionField(
      "status", .status, .words(["open", "pending", "hold", "solved", "closed"], numbers: [1, 2, 3, 4, 5]),
      "Set the status"),
    ActionField("priority", .priority, .vocabulary(Priority.self), "Set the priority; empty for none"),
    ActionField(
      "type", .type,
      .words([""] + TicketType.words, numbers: [0] + TicketType.allCases.map { Int64($0.rawValue) }),
      "Set the type"),
    ActionField("group_id", .group, .reference(.group), "Give it to a group; empty for none"),
    ActionField("assignee_id", .assignee, .reference(.user), "Assign it; current_user, or empty to unassign"),
    ActionField("set_tags", .setTags, .tags, "Replace all tags"),
    ActionField("current_tags", .addTags, .tags, "Add tags"),
    ActionField("remove_tags", .removeTags, .tags, "Remove tags"),
    ActionField("custom_status_id", .customStatus, .reference(.customStatus), "Set the custom status"),
    ActionField("ticket_form_id", .form, .reference(.form), "Set the form"),
    ActionField("set_schedule", .schedule, .reference(.schedule), "Set the business hours"),
    ActionField(
      "satisfaction_score", .survey, .words(["offered"], numbers: [1]),
      "Send the survey, once per ticket: on messaging while the session is active, else by e-mail"),
    ActionField("notification_user", .notifyUser, .text, "E-mail somebody: recipient, subject, body"),
    ActionField("notification_group", .notifyGroup, .text, "E-mail a group: group, subject, body"),
    ActionField("notification_webhook", .notifyWebhook, .text, "Call a webhook: id, body"),
    ActionField("notification_target", .notifyTarget, .text, "Notify a target: id, message"),
    ActionField(
      "messaging_session", .endSession, .words(["end_session"], numbers: [1]), "End the messaging session",
      needsFeature: true),
    ActionField(
      "routing_channel", .routingChannel, .words(["email"], numbers: [2]),
      "Route it as email, which ends an active session", needsFeature: true),
  ]

  /// Stands for every custom field; `field` gives the one of an id.
  public static let customField = ActionField(
    "custom_fields_<id>", .customField(0), .text, "Set a custom field; empty clears it")

  /// What only macros can do (§9).
  public static let macros: [ActionField] = [
    ActionField("comment_value", .comment, .text, "Write this, with placeholders"),
    ActionField(
      "comment_value_html", .commentHTML, .text, "The same as rich text; its plain text is written"),
    ActionField("comment_mode_is_public", .commentVisibility, .boolean, "false: write an internal note"),
  ]

  /// The macro action of this name, or nil: those of triggers, and those that only macros have.
  public static func macroField(_ name: String) -> ActionField? {
    macros.first { $0.name == name } ?? field(name)
  }

  private static let byName = Dictionary(uniqueKeysWithValues: triggers.map { ($0.name, $0) })

  /// The trigger action of this name, or nil.
  public static func field(_ name: String) -> ActionField? {
    if let field = byName[name] { return field }
    guard let id = ConditionCatalogue.customFieldID(name) else { return nil }
    return ActionField(name, .customField(id), .text, customField.description)
  }
}
