/// What an action's field does.
public enum ActionEffect: Hashable, Sendable {
  /// Sets a field of the ticket, and nothing with it.
  case set(TicketField)
  /// Sets the field and what follows from it: an assignee also stores the routing channel and opens a new ticket (E6, E16).
  case status, group, assignee
  /// All tags are replaced, or some added, or some taken away.
  case setTags, addTags, removeTags
  /// Sets the custom field of this id; 0 stands for every one, in lists of fields.
  case customField(Int64)
  /// Offers the satisfaction survey, once per ticket (E12).
  case survey
  /// What leaves by the outbox: e-mails to a person or a group, and calls of a webhook or a target.
  case notifyUser, notifyGroup, notifyWebhook, notifyTarget
  /// What ends a session: by itself, or because the ticket is routed as email (E3); needs the feature (F2).
  case endSession, routingChannel
  /// Macros only (§9).
  case comment, commentHTML, commentVisibility
}

/// One field that actions can name: its words, and how it is compiled.
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
  /// Makes what is done of an action, or says what is wrong with it (T10).
  let compile: @Sendable (ActionReading) throws(RuleProblem) -> CompiledAction

  init(
    _ name: String, _ effect: ActionEffect, _ value: RuleValueKind, _ description: String,
    needsFeature: Bool = false,
    compile: @escaping @Sendable (ActionReading) throws(RuleProblem) -> CompiledAction
  ) {
    self.name = name
    self.effect = effect
    self.value = value
    self.description = description
    self.needsFeature = needsFeature
    self.compile = compile
  }

  /// One that sets a field of the ticket.
  ///
  /// - Parameter isNeeded: whether it takes no empty value
  init(
    _ name: String, sets field: TicketField, _ value: RuleValueKind, _ description: String,
    isNeeded: Bool = false
  ) {
    self.init(name, .set(field), value, description) { action throws(RuleProblem) in
      .step(.set(field, try action.value(for: field, isNeeded: isNeeded)))
    }
  }

  /// One of macros only.
  fileprivate init(macro name: String, _ effect: ActionEffect, _ value: RuleValueKind, _ description: String)
  {
    self.init(name, effect, value, description) { action throws(RuleProblem) in
      throw RuleProblem("unknown_field", "'\(action.field.name)' is an action for macros only")
    }
  }
}

/// Every action there is (domain §5); macros share them (§9).
public enum ActionCatalogue {
  /// All that ticket triggers can do but custom fields, in the order of the manual.
  public static let triggers: [ActionField] = ticket + notices + sessions

  private static let ticket: [ActionField] = [
    ActionField(
      "status", .status, .words(["open", "pending", "hold", "solved", "closed"], numbers: [1, 2, 3, 4, 5]),
      "Set the status"
    ) { action throws(RuleProblem) in
      .step(.setStatus(TicketStatus(rawValue: try action.number()) ?? .open))
    },
    ActionField("priority", sets: .priority, .vocabulary(Priority.self), "Set the priority; empty for none"),
    ActionField("type", sets: .type, .ticketType, "Set the type"),
    ActionField(
      "group_id", .group, .reference(.group), "Assign it to a group; empty for none"
    ) { action throws(RuleProblem) in .step(.setGroup(try action.reference(.group))) },
    ActionField(
      "assignee_id", .assignee, .reference(.user), "Assign it to an agent; current_user, or empty to unassign"
    ) { action throws(RuleProblem) in
      if action.action.value.string == "current_user" { return action.assignUpdater }
      return action.assigning(try action.reference(.user))
    },
    ActionField("set_tags", .setTags, .tags, "Replace all tags") { action throws(RuleProblem) in
      .step(.setTags(try action.tags()))
    },
    ActionField("current_tags", .addTags, .tags, "Add tags") { action throws(RuleProblem) in
      .step(.addTags(try action.someTags()))
    },
    ActionField("remove_tags", .removeTags, .tags, "Remove tags") { action throws(RuleProblem) in
      .step(.removeTags(try action.someTags()))
    },
    ActionField(
      "custom_status_id", sets: .customStatus, .reference(.customStatus), "Set the custom status",
      isNeeded: true),
    ActionField("ticket_form_id", sets: .form, .reference(.form), "Set the form", isNeeded: true),
    ActionField("set_schedule", sets: .schedule, .reference(.schedule), "Set the business hours"),
  ]

  private static let notices: [ActionField] = [
    ActionField(
      "satisfaction_score", .survey, .words(["offered"], numbers: [1]),
      "Send the survey, once per ticket: through messaging while the session is active, otherwise by e-mail"
    ) { action throws(RuleProblem) in
      guard action.environment.hasSurvey else {
        throw RuleProblem(
          "plan",
          "the customizable survey needs suite_growth or higher, support_professional or support_enterprise")
      }
      _ = try action.number()
      return .survey
    },
    ActionField(
      "notification_user", .notifyUser, .text, "E-mail somebody: recipient, subject, body"
    ) { action throws(RuleProblem) in
      try action.notice { word throws(RuleProblem) in try action.person(word) }
    },
    ActionField(
      "notification_group", .notifyGroup, .text, "E-mail a group: group, subject, body"
    ) { action throws(RuleProblem) in
      try action.notice { word throws(RuleProblem) in try action.group(word) }
    },
    ActionField(
      "notification_webhook", .notifyWebhook, .text, "Call a webhook: id, body"
    ) { action throws(RuleProblem) in try action.notice { .webhook($0) } },
    ActionField(
      "notification_target", .notifyTarget, .text, "Notify a target: id, message"
    ) { action throws(RuleProblem) in try action.notice { .target($0) } },
  ]

  private static let sessions: [ActionField] = [
    ActionField(
      "messaging_session", .endSession, .words(["end_session"], numbers: [1]), "End the messaging session",
      needsFeature: true
    ) { action throws(RuleProblem) in
      _ = try action.number()
      return .step(.endSession(.triggerEnded, routing: nil))
    },
    ActionField(
      "routing_channel", .routingChannel, .words(["email"], numbers: [2]),
      "Route it as email, which ends an active session", needsFeature: true
    ) { action throws(RuleProblem) in
      _ = try action.number()
      return .step(.setRoutingChannel(.email))
    },
  ]

  /// Stands for every custom field; `field` gives the one of an id.
  public static let customField = customField("custom_fields_<id>", 0)

  private static func customField(_ name: String, _ id: Int64) -> ActionField {
    ActionField(
      name, .customField(id), .text, "Set a custom field; empty clears it"
    ) { action throws(RuleProblem) in .step(.setCustomField(id: id, value: try action.text())) }
  }

  /// What only macros can do (§9).
  public static let macros: [ActionField] = [
    ActionField(macro: "comment_value", .comment, .text, "Write this comment; it may contain placeholders"),
    ActionField(
      macro: "comment_value_html", .commentHTML, .text, "Write this rich text as a plain comment"),
    ActionField(
      macro: "comment_mode_is_public", .commentVisibility, .boolean, "false: write an internal note"),
  ]

  /// The macro action of this name, or nil: those of triggers, and those that only macros have.
  public static func macroField(_ name: String) -> ActionField? {
    macros.first { $0.name == name } ?? field(name)
  }

  private static let byName = Dictionary(uniqueKeysWithValues: triggers.map { ($0.name, $0) })

  /// The trigger action of this name, or nil.
  public static func field(_ name: String) -> ActionField? {
    if let field = byName[name] { return field }
    return ConditionCatalogue.customFieldID(name).map { customField(name, $0) }
  }
}
