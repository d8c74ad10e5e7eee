/// What values a condition or action takes.
public enum RuleValueKind: Hashable, Sendable {
  /// One of these words, with what it is compared as.
  case words([String], numbers: [Int64])
  /// A whole number.
  case integer
  /// The id of a thing; empty for none.
  case reference(ReferenceKind)
  /// Words separated by spaces.
  case tags
  /// A channel by its id or name, or `messaging` for all of messaging.
  case channel
  /// Any text.
  case text
  /// `true` or `false`.
  case boolean
  /// None: the operators say all.
  case nothing

  /// What the id is of; raw values are the words for sentences.
  public enum ReferenceKind: String, Hashable, Sendable {
    /// What rules name by an id of its kind; a locale is a language by the service's number.
    case group, user, organization, brand, form = "ticket form", customStatus = "custom status", schedule,
      locale

    /// The kind with its article, as sentences name it.
    package var phrase: String { self == .organization ? "an \(rawValue)" : "a \(rawValue)" }
  }
}

/// One field that conditions can name: its words, how it is compiled, and what it looks at.
public struct ConditionField: Sendable {
  /// What a condition depends on besides the ticket.
  public enum Ground: Sendable {
    /// The ticket and its session, as they are and were.
    case ticket
    /// The update, so that it makes no sense for a queue, which is asked at any time.
    case update
    /// The schedules that there are, and whether they are open now.
    case schedules
    /// The same, and the account's own, without which it can't be used (§8).
    case defaultSchedule
  }

  /// The wire name, or `custom_fields_<id>` for all custom fields.
  public let name: String
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
  /// What it depends on besides the ticket.
  public let ground: Ground
  /// The number that it compares; nil where it looks at something else.
  let attribute: Attribute?
  /// Makes a test of a condition, or says what is wrong with it (T10).
  let compile: @Sendable (ConditionReading) throws(RuleProblem) -> RuleTest
  /// What it looks at, in the words of the wire; nil for nothing.
  let actual: @Sendable (RuleEvent, WorkItem) -> String?

  /// The stored field of the ticket that it compares; nil where it looks at something else.
  package var ticketField: TicketField? { attribute?.field }

  /// Only the reason comes with the feature. Tickets that were routed as email go on waiting while it is off (Q7).
  public var needsFeatureInQueues: Bool { attribute == .endReason }

  /// One that looks at something of its own.
  init(
    _ name: String, _ operators: [ConditionOperator], _ value: RuleValueKind, _ description: String,
    operatorIsOptional: Bool = false, on ground: Ground = .ticket,
    compile: @escaping @Sendable (ConditionReading) throws(RuleProblem) -> RuleTest,
    actual: @escaping @Sendable (RuleEvent, WorkItem) -> String?
  ) {
    self.name = name
    self.operators = operators
    self.operatorIsOptional = operatorIsOptional
    self.value = value
    self.description = description
    self.ground = ground
    needsFeature = false
    attribute = nil
    self.compile = compile
    self.actual = actual
  }

  /// One that compares a number of the ticket or its session.
  init(
    _ name: String, _ attribute: Attribute, _ operators: [ConditionOperator], _ value: RuleValueKind,
    _ description: String, needsFeature: Bool = false, on ground: Ground = .ticket
  ) {
    self.name = name
    self.operators = operators
    operatorIsOptional = false
    self.value = value
    self.description = description
    self.ground = ground
    self.needsFeature = needsFeature
    self.attribute = attribute
    compile = { condition throws(RuleProblem) in try condition.test(of: attribute) }
    actual = { value.word(attribute.value(in: $1)) }
  }
}

/// Every condition there is: checks, evaluation, `trigger fields` and the manual read this one table (domain §5).
public enum ConditionCatalogue {
  /// All but the custom fields, in the order of the manual: the plain ones, then those of sessions.
  public static let fields: [ConditionField] = ticket + update + words + counted + hours + sessions

  private static let equality = ConditionOperator.equality
  private static let full = equality + ConditionOperator.change
  private static let counters: [ConditionOperator] = [.is] + ConditionOperator.order

  private static let ticket: [ConditionField] = [
    ConditionField(
      "update_type", [.is], .words(["Create", "Change"], numbers: [1, 2]),
      "The ticket is created or updated", operatorIsOptional: true, on: .update,
      compile: { condition throws(RuleProblem) in
        .always((condition.event.isCreation ? 1 : 2) == (try condition.number()))
      },
      actual: { event, _ in event.isCreation ? "Create" : "Change" }),
    ConditionField(
      "status", .status, full + ConditionOperator.order, .vocabulary(TicketStatus.self), "The ticket's status"
    ),
    ConditionField(
      "status_category", .status, full + ConditionOperator.order, .vocabulary(TicketStatus.self),
      "The category of the ticket's status"),
    ConditionField(
      "priority", .priority, full + ConditionOperator.order, .vocabulary(Priority.self),
      "The ticket's priority; empty for none"),
    ConditionField("group_id", .group, full, .reference(.group), "The ticket's group"),
    ConditionField("assignee_id", .assignee, full, .reference(.user), "The ticket's assignee"),
    ConditionField("requester_id", .requester, full, .reference(.user), "The ticket's requester"),
    ConditionField(
      "organization_id", .organization, full, .reference(.organization), "The requester's organization"),
    ConditionField("type", .type, equality, .ticketType, "The ticket's type"),
    ConditionField("brand_id", .brand, equality, .reference(.brand), "The ticket's brand"),
    ConditionField("ticket_form_id", .form, equality, .reference(.form), "The ticket's form"),
    ConditionField(
      "role", equality, .role, "The role of whoever made the update", on: .update,
      compile: { condition throws(RuleProblem) in
        let isMet = try condition.number() == Int64(condition.event.updaterRole.rawValue)
        return .always(isMet == (condition.comparison == .is))
      },
      actual: { event, _ in event.updaterRole.word }),
    ConditionField("locale_id", .requesterLocale, equality, .reference(.locale), "The requester's language"),
    ConditionField("requester_role", .requesterRole, equality, .role, "The requester's role"),
    ConditionField(
      "requester_email", .requesterEmail, ConditionOperator.presence, .nothing,
      "Whether the requester has an e-mail address"),
    ConditionField(
      "current_tags", ConditionOperator.inclusion, .tags,
      "The ticket has one of these tags (includes) or none of them (not_includes)",
      compile: { condition throws(RuleProblem) in
        let tags = try condition.words()
        guard !tags.isEmpty else {
          throw RuleProblem("value", "'\(condition.field.name)' needs at least one tag")
        }
        return .tags(tags, condition.comparison == .includes)
      },
      actual: { $1.ticket?.tags.joined(separator: " ") }),
  ]

  private static let update: [ConditionField] = [
    ConditionField(
      "via_id", equality, .channel, "The channel through which the ticket came in",
      compile: { condition throws(RuleProblem) in
        .channel(try condition.channels(), condition.comparison == .is)
      },
      actual: { $1.ticket?.facts.channel }),
    ConditionField(
      "current_via_id", equality, .channel,
      "The channel through which the update came in; never messaging if the update ends the session",
      on: .update,
      compile: { condition throws(RuleProblem) in
        .always(
          try condition.channels().contains(condition.event.channel) == (condition.comparison == .is))
      },
      actual: { event, _ in event.channel }),
  ]

  private static let words: [ConditionField] = [
    ConditionField(
      "subject_includes_word", ConditionOperator.inclusion + equality, .text,
      "The subject has one of the words (includes), none of them (not_includes), or contains exactly this text (is)",
      compile: { condition throws(RuleProblem) in
        let text = try condition.someText()
        return condition.isAboutWords
          ? .subjectWords(try condition.words(), condition.comparison == .includes)
          : .subjectText(text, condition.comparison == .is)
      },
      actual: { $1.ticket?.facts.subject }),
    ConditionField(
      "comment_includes_word", ConditionOperator.inclusion + equality, .text,
      "The update's comment has one of the words (includes), none of them (not_includes), or contains exactly this text (is)",
      on: .update,
      compile: { condition throws(RuleProblem) in
        condition.test(
          of: .text(try condition.someText(), byWords: condition.isAboutWords),
          wanted: condition.comparison == .includes || condition.comparison == .is,
          varies: condition.event.commentVaries)
      },
      actual: { event, _ in event.comment?.body }),
    ConditionField(
      "comment_is_public", equality,
      .words(["true", "false", "not_relevant", "requester_can_see_comment"], numbers: [1, 2, 3, 4]),
      "The update has a comment of this kind; not_relevant means any kind", on: .update,
      compile: { condition throws(RuleProblem) in
        condition.test(
          of: .visibility(try condition.number()), wanted: condition.comparison == .is,
          varies: condition.event.commentVisibilityVaries)
      },
      actual: { event, _ in event.comment.map { $0.isPublic ? "true" : "false" } }),
  ]

  private static let counted: [ConditionField] = [
    ConditionField(
      "ticket_is_public", .isPublic, equality, .words(["public", "private"], numbers: [1, 0]),
      "The requester can see the ticket"),
    ConditionField(
      "satisfaction_score", .satisfaction, full, .vocabulary(SatisfactionScore.self),
      "The state of the survey"),
    ConditionField("reopens", .reopens, counters, .integer, "How often the ticket was reopened"),
    ConditionField("replies", .replies, counters, .integer, "How many public replies agents have written"),
    ConditionField(
      "agent_stations", .agentStations, counters, .integer, "How many agents have had the ticket"),
    ConditionField(
      "group_stations", .groupStations, counters, .integer, "How many groups have had the ticket"),
  ]

  private static let hours: [ConditionField] = [
    ConditionField(
      "in_business_hours", [.is], .boolean,
      "The time is within the business hours of the ticket, or else of the account",
      operatorIsOptional: true, on: .defaultSchedule,
      compile: { condition throws(RuleProblem) in try condition.hours() },
      actual: { scheduleName($1) }),
    ConditionField(
      "within_schedule", equality, .reference(.schedule), "The time is within this schedule", on: .schedules,
      compile: { condition throws(RuleProblem) in
        let isOpen = try condition.isOpen(try condition.reference(.schedule))
        return .always(isOpen == (condition.comparison == .is))
      },
      actual: { scheduleName($1) }),
    ConditionField(
      "schedule_id", .schedule, equality, .reference(.schedule), "The ticket's schedule", on: .schedules),
    ConditionField(
      "custom_status_id", .customStatus, full + ConditionOperator.presence + ConditionOperator.inclusion,
      .reference(.customStatus), "The ticket's custom status; includes: one of these"),
  ]

  private static let sessions: [ConditionField] = [
    ConditionField(
      "messaging_session_ended_reason", .endReason, full + ConditionOperator.presence,
      .vocabulary(EndReason.self), "Why the messaging session ended", needsFeature: true),
    ConditionField(
      "messaging_session_state", .sessionState, full,
      .words(SessionState.words, numbers: SessionState.allCases.map(Attribute.stateValue)),
      "Whether the messaging session is active or ended", needsFeature: true),
    ConditionField(
      "routing_channel", .routingChannel, full, .vocabulary(RoutingChannel.self),
      "How routing treats the ticket now", needsFeature: true),
  ]

  private static func scheduleName(_ item: WorkItem) -> String {
    item.ticket?.scheduleID.map { "schedule \($0)" } ?? "the default schedule"
  }

  // MARK: By name

  /// `custom_fields_<id>`
  static let customFieldPrefix = "custom_fields_"
  /// Stands for every custom field; `field` gives the one of an id.
  public static let customField = customField("custom_fields_<id>", 0)

  private static func customField(_ name: String, _ id: Int64) -> ConditionField {
    ConditionField(
      name, full + ConditionOperator.presence, .text, "A custom field's value",
      compile: { condition throws(RuleProblem) in .customField(id, try condition.fieldTest()) },
      actual: { $1.ticket?.customFields[id] })
  }

  /// The field's name, if it is one that was used before; else the same word.
  public static func todaysName(of field: String) -> String {
    field == "messaging_session_end_reason" ? "messaging_session_ended_reason" : field
  }

  private static let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })

  /// The field of this name, or nil.
  public static func field(_ name: String) -> ConditionField? {
    if let field = byName[name] { return field }
    return customFieldID(name).map { customField(name, $0) }
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

  /// A ticket's types, and none.
  static let ticketType = RuleValueKind.words(
    [""] + TicketType.words, numbers: [0] + TicketType.allCases.map { Int64($0.rawValue) })

  /// Roles by word, or by the numbers of the public API.
  static let role = RuleValueKind.words(
    ["end_user", "agent", "admin", "0", "4", "2"], numbers: [0, 1, 2, 0, 1, 2])

  /// A number as a condition would write it; nil for none.
  fileprivate func word(_ value: Int64) -> String? {
    if case .words(let words, let numbers) = self, let index = numbers.firstIndex(of: value) {
      return words[index]
    }
    if case .integer = self { return String(value) }
    return value == 0 ? nil : String(value)
  }
}
