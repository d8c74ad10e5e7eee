/// What a condition's field looks at.
public enum ConditionSource: Hashable, Sendable {
  case updateType
  case attribute(Attribute)
  case tags
  /// The channel the ticket came in through, and the one the update came in through.
  case channel, currentChannel
  case subjectText, commentText
  case commentVisibility
  /// The role of whoever made the update.
  case updaterRole
  case businessHours, withinSchedule
  case customField(Int64)
}

/// What values a condition or action takes.
public enum RuleValueKind: Hashable, Sendable {
  /// One of these words, with what it is compared as.
  case words([String], numbers: [Int64])
  case integer
  /// The id of a thing; empty for none.
  case reference(ReferenceKind)
  /// Words separated by spaces.
  case tags
  case channel
  case text
  case boolean
  /// None: the operators say all.
  case nothing

  /// What the id is of; raw values are the words for sentences.
  public enum ReferenceKind: String, Hashable, Sendable {
    case group, user, organization, brand, form = "ticket form", customStatus = "custom status", schedule,
      locale
  }
}

/// One field that conditions can name.
public struct ConditionField: Sendable {
  /// The wire name, or `custom_fields_<id>` for all custom fields.
  public let name: String
  /// What is looked at when the condition is asked.
  public let source: ConditionSource
  /// Those that it takes, in the order in which they are listed.
  public let operators: [ConditionOperator]
  /// Whether the operator may be left out, which means `is`.
  public let operatorIsOptional: Bool
  /// What its value has to be.
  public let value: RuleValueKind
  /// What it looks at, as a phrase without a full stop, for `trigger fields` and the manual.
  public let description: String
  /// F2: in triggers only while sessions can be ended.
  public let needsFeature: Bool

  /// Only the reason comes with the feature. Tickets that were routed as email go on waiting while it is off (Q7).
  public var needsFeatureInQueues: Bool { source == .attribute(.endReason) }

  init(
    _ name: String, _ source: ConditionSource, _ operators: [ConditionOperator], _ value: RuleValueKind,
    _ description: String, operatorIsOptional: Bool = false, needsFeature: Bool = false
  ) {
    self.name = name
    self.source = source
    self.operators = operators
    self.operatorIsOptional = operatorIsOptional
    self.value = value
    self.description = description
    self.needsFeature = needsFeature
  }
}

/// Every condition there is: checks, evaluation, `trigger fields` and the manual read this one table (domain §5).
public enum ConditionCatalogue {
  /// All but the custom fields, in the order of the manual: the plain ones, then those of sessions.
  public static let fields: [ConditionField] = plain + sessions

  private static let equality = ConditionOperator.equality
  private static let full = equality + ConditionOperator.change

  private static let plain: [ConditionField] = [
    ConditionField(
      "update_type", .updateType, [.is], .words(["Create", "Change"], numbers: [1, 2]),
      "The ticket is created, or updated", operatorIsOptional: true),
    ConditionField(
      "status", .attribute(.status), full + ConditionOperator.order, .vocabulary(TicketStatus.self),
      "The ticket's status"),
    ConditionField(
      "status_category", .attribute(.status), full + ConditionOperator.order, .vocabulary(TicketStatus.self),
      "The category of the ticket's status"),
    ConditionField(
      "priority", .attribute(.priority), full + ConditionOperator.order, .vocabulary(Priority.self),
      "The ticket's priority; empty for none"),
    ConditionField("group_id", .attribute(.group), full, .reference(.group), "The ticket's group"),
    ConditionField(
      "assignee_id", .attribute(.assignee), full, .reference(.user), "Whom the ticket is assigned to"),
    ConditionField("requester_id", .attribute(.requester), full, .reference(.user), "Who asked"),
    ConditionField(
      "organization_id", .attribute(.organization), full, .reference(.organization),
      "The requester's organization"),
    ConditionField(
      "type", .attribute(.type), equality,
      .words([""] + TicketType.words, numbers: [0] + TicketType.allCases.map { Int64($0.rawValue) }),
      "The ticket's type"),
    ConditionField("brand_id", .attribute(.brand), equality, .reference(.brand), "The ticket's brand"),
    ConditionField("ticket_form_id", .attribute(.form), equality, .reference(.form), "The ticket's form"),
    ConditionField(
      "role", .updaterRole, equality, .role, "The role of whoever made the update"),
    ConditionField(
      "locale_id", .attribute(.requesterLocale), equality, .reference(.locale), "The requester's language"),
    ConditionField(
      "requester_role", .attribute(.requesterRole), equality, .role, "The requester's role"),
    ConditionField(
      "requester_email", .attribute(.requesterEmail), ConditionOperator.presence, .nothing,
      "Whether the requester has an e-mail address"),
    ConditionField(
      "current_tags", .tags, ConditionOperator.inclusion, .tags,
      "The ticket has one of the tags, or none of them"),
    ConditionField("via_id", .channel, equality, .channel, "The channel the ticket came in through"),
    ConditionField(
      "current_via_id", .currentChannel, equality, .channel,
      "The channel the update came in through; an update that ends the session comes in through none of messaging"
    ),
    ConditionField(
      "subject_includes_word", .subjectText, ConditionOperator.inclusion + equality, .text,
      "The subject has one of the words (includes), none of them, or the very text (is)"),
    ConditionField(
      "comment_includes_word", .commentText, ConditionOperator.inclusion + equality, .text,
      "The update's comment has one of the words (includes), none of them, or the very text (is)"),
    ConditionField(
      "comment_is_public", .commentVisibility, equality,
      .words(["true", "false", "not_relevant", "requester_can_see_comment"], numbers: [1, 2, 3, 4]),
      "The update has a comment of this kind; not_relevant: of any kind"),
    ConditionField(
      "ticket_is_public", .attribute(.isPublic), equality, .words(["public", "private"], numbers: [1, 0]),
      "The requester can see the ticket"),
    ConditionField(
      "satisfaction_score", .attribute(.satisfaction), full, .vocabulary(SatisfactionScore.self),
      "Where the survey stands"),
    ConditionField("reopens", .attribute(.reopens), counters, .integer, "How often it was reopened"),
    ConditionField("replies", .attribute(.replies), counters, .integer, "Public replies of agents"),
    ConditionField(
      "agent_stations", .attribute(.agentStations), counters, .integer, "How many agents had it"),
    ConditionField(
      "group_stations", .attribute(.groupStations), counters, .integer, "How many groups had it"),
    ConditionField(
      "in_business_hours", .businessHours, [.is], .boolean,
      "Now is within the ticket's or the account's business hours",
      operatorIsOptional: true),
    ConditionField(
      "within_schedule", .withinSchedule, equality, .reference(.schedule), "Now is within this schedule"),
    ConditionField(
      "schedule_id", .attribute(.schedule), equality, .reference(.schedule), "The ticket's schedule"),
    ConditionField(
      "custom_status_id", .attribute(.customStatus),
      full + ConditionOperator.presence + ConditionOperator.inclusion, .reference(.customStatus),
      "The ticket's custom status; includes: one of these"),
  ]

  private static let counters: [ConditionOperator] = [.is] + ConditionOperator.order

  private static let sessions: [ConditionField] = [
    ConditionField(
      "messaging_session_ended_reason", .attribute(.endReason), full + ConditionOperator.presence,
      .vocabulary(EndReason.self), "Why the messaging session ended", needsFeature: true),
    ConditionField(
      "messaging_session_state", .attribute(.sessionState), full,
      .words(SessionState.words, numbers: SessionState.allCases.map(Attribute.stateValue)),
      "Whether the messaging session is active or ended", needsFeature: true),
    ConditionField(
      "routing_channel", .attribute(.routingChannel), full, .vocabulary(RoutingChannel.self),
      "How routing treats the ticket now", needsFeature: true),
  ]

  /// `custom_fields_<id>`
  static let customFieldPrefix = "custom_fields_"
  /// Stands for every custom field; `field` gives the one of an id.
  public static let customField = ConditionField(
    "custom_fields_<id>", .customField(0), full + ConditionOperator.presence, .text, "A custom field's value")

  /// The field's name, if it is one that was used before; else the same word.
  public static func todaysName(of field: String) -> String {
    field == "messaging_session_end_reason" ? "messaging_session_ended_reason" : field
  }

  private static let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })

  /// The field of this name, or nil.
  public static func field(_ name: String) -> ConditionField? {
    if let field = byName[name] { return field }
    guard let id = customFieldID(name) else { return nil }
    return ConditionField(
      name, .customField(id), customField.operators, customField.value, customField.description)
  }

  static func customFieldID(_ name: String) -> Int64? {
    guard name.hasPrefix(customFieldPrefix) else { return nil }
    return Int64(name.dropFirst(customFieldPrefix.count)).flatMap { $0 > 0 ? $0 : nil }
  }
}

extension RuleValueKind {
  /// A vocabulary's words, compared by their place in its order.
  static func vocabulary<Word: Vocabulary>(_ type: Word.Type) -> RuleValueKind {
    .words(Word.words, numbers: Word.allCases.map { Int64($0.rawValue) })
  }

  /// Roles by word, or by the numbers of the public API.
  static let role = RuleValueKind.words(
    ["end_user", "agent", "admin", "0", "4", "2"], numbers: [0, 1, 2, 0, 1, 2])
}
