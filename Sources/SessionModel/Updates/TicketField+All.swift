/// The stored fields of a ticket. A new one is a property of `WorkItem.Ticket` or `WorkItem.Facts`, a declaration here,
/// and a column.
///
/// Two things are written out at the end of the file, because a hundred thousand tickets pass by: what tells whether a
/// field has changed, and the numbers that conditions compare. Tests hold both against the declarations.
extension TicketField {
  /// All fields, in the order in which the history tells changes.
  public static let all: [TicketField] = [
    priority, type, group, assignee, assignedChannel, status, tags, form, customStatus, schedule,
    satisfaction,
    reopens, replies, agentStations, groupStations, routingChannel, channel, subject, isPublic, requester,
    organization, brand, requesterRole, requesterLocale, requesterEmail,
  ]

  /// What the public API has first, in its order; further members of a record follow in that of `all`.
  private static let leading = [
    subject, status, priority, type, requester, assignee, group, organization, brand, tags,
  ]

  // MARK: What updates change

  /// Its rank; null on the wire is `none`.
  public static let priority = TicketField(
    "priority", .fields, .integer { $0.priority = Priority(stored: $1) ?? .none },
    Change(.priority, .integer { $0.priority.stored }),
    told: Telling(.record, "priority", .word(Words(of: Priority.self, missing: Priority.none))), as: .priority
  )

  /// A word that nobody here knows stays in the column as the record has it.
  public static let type = TicketField(
    "type", .details, .word { $0.type = $1.flatMap(TicketType.init(word:)) },
    Change(.type, .text { $0.type?.word }), told: Telling(.record, "type", .text(nil)), as: .type)

  /// The group that has it.
  public static let group = TicketField(
    "group_id", .fields, .integer { $0.groupID = $1 }, Change(.group, .integer { $0.groupID }),
    told: Telling(.record, "group_id", .id), as: .group)

  /// The agent who has it.
  public static let assignee = TicketField(
    "assignee_id", .fields, .integer { $0.assigneeID = $1 },
    Change(.assignee, .integer { $0.assigneeID }), told: Telling(.record, "assignee_id", .id), as: .assignee)

  /// It follows the assignee (E6).
  public static let assignedChannel = TicketField(
    "assigned_channel", .fields, .integer { $0.assignedChannel = RoutingChannel(stored: $1) },
    Change(.assignee, .integer { $0.assignedChannel?.stored }))

  /// Its status (§1); closed is for good.
  public static let status = TicketField(
    "status", [], .integer { $0.status = TicketStatus(stored: $1) ?? .closed },
    Change(.status, .integer { $0.status.stored }),
    told: Telling(.record, "status", .word(Words(of: TicketStatus.self, missing: nil))), as: .status)

  /// Its tags, with spaces between.
  public static let tags = TicketField(
    "tags", .tags, .words { $0.tags = $1 }, Change(.tags, .text { TagList.text($0.tags) }),
    told: Telling(.record, "tags", .tags))

  /// The form that it was filled in with.
  public static let form = TicketField(
    "ticket_form_id", .details, .integer { $0.formID = $1 }, Change(.form, .integer { $0.formID }),
    told: Telling(.record, "ticket_form_id", .id, isOptional: true), as: .form)

  /// A status of the account's own.
  public static let customStatus = TicketField(
    "custom_status_id", .details, .integer { $0.customStatusID = $1 },
    Change(.customStatus, .integer { $0.customStatusID }),
    told: Telling(.record, "custom_status_id", .id, isOptional: true), as: .customStatus)

  /// The business hours that count for it (§8).
  public static let schedule = TicketField(
    "schedule_id", .details, .integer { $0.scheduleID = $1 },
    Change(.details, .integer { $0.scheduleID }), told: Telling(.details, "schedule_id", .id), as: .schedule)

  /// A record tells it in an object of its own (`WireRating`).
  public static let satisfaction = TicketField(
    "satisfaction", .details, .integer { $0.satisfaction = SatisfactionScore(stored: $1) ?? .unoffered },
    Change(.details, .integer { $0.satisfaction.stored }),
    told: Telling(
      .details, "satisfaction_score", .word(Words(of: SatisfactionScore.self, missing: .unoffered))),
    as: .satisfaction)

  /// How often it was opened again.
  public static let reopens = TicketField(
    "reopens", .details, .integer { $0.reopens = $1 ?? 0 }, Change(.details, .integer { $0.reopens }),
    told: Telling(.details, "reopens", .count), as: .reopens)

  /// How many public replies agents wrote.
  public static let replies = TicketField(
    "replies", .details, .integer { $0.replies = $1 ?? 0 }, Change(.details, .integer { $0.replies }),
    told: Telling(.details, "replies", .count), as: .replies)

  /// How many agents have had it.
  public static let agentStations = TicketField(
    "agent_stations", .details, .integer { $0.agentStations = $1 ?? 0 },
    Change(.details, .integer { $0.agentStations }), told: Telling(.details, "agent_stations", .count),
    as: .agentStations)

  /// How many groups have had it.
  public static let groupStations = TicketField(
    "group_stations", .details, .integer { $0.groupStations = $1 ?? 0 },
    Change(.details, .integer { $0.groupStations }), told: Telling(.details, "group_stations", .count),
    as: .groupStations)

  /// The end of a session tells of it, and an event of its own.
  public static let routingChannel = TicketField(
    "routing_channel", [], .integer { $0.routingChannel = RoutingChannel(stored: $1) ?? .email },
    Change(.routingChannel, .integer { $0.routingChannel.stored }), as: .routingChannel)

  // MARK: What no update changes

  /// A record tells it in its `via`.
  public static let channel = TicketField("channel", .facts, .word { $0.facts.channel = $1 ?? "" })

  /// Its subject, empty where it has none.
  public static let subject = TicketField(
    "subject", .facts, .text { $0.facts.subject = $1 ?? "" }, fact: .text { $0.facts.subject },
    told: Telling(.record, "subject", .text("")))

  /// Whether its customer can see it.
  public static let isPublic = TicketField(
    "is_public", .facts, .integer { $0.facts.isPublic = $1 != 0 },
    fact: .integer { $0.facts.isPublic ? 1 : 0 }, told: Telling(.recordOnly, "is_public", .flag),
    as: .isPublic)

  /// The customer whose it is.
  public static let requester = TicketField(
    "requester_id", .facts, .integer { $0.facts.requesterID = $1 }, fact: .integer { $0.facts.requesterID },
    told: Telling(.record, "requester_id", .id), as: .requester)

  /// The organization of its customer.
  public static let organization = TicketField(
    "organization_id", .facts, .integer { $0.facts.organizationID = $1 },
    fact: .integer { $0.facts.organizationID }, told: Telling(.record, "organization_id", .id),
    as: .organization)

  /// The brand that it came in for.
  public static let brand = TicketField(
    "brand_id", .facts, .integer { $0.facts.brandID = $1 }, fact: .integer { $0.facts.brandID },
    told: Telling(.record, "brand_id", .id), as: .brand)

  /// What its customer is in the account.
  public static let requesterRole = TicketField(
    "role", of: .requester, .requester,
    .integer { $0.facts.requesterRole = Role(stored: $1) ?? .endUser }, as: .requesterRole)

  /// The language of its customer, by its id.
  public static let requesterLocale = TicketField(
    "locale_id", of: .requester, .requester, .integer { $0.facts.requesterLocaleID = $1 },
    as: .requesterLocale)

  /// Whether its customer can be told by e-mail (E15).
  public static let requesterEmail = TicketField(
    "email", of: .requester, .requester,
    .text { $0.facts.requesterHasEmail = $1?.isMailAddress ?? false }, as: .requesterEmail)
}

// MARK: -

extension TicketField {
  /// Those that an update can change.
  public static let changeable: [(field: TicketField, change: Change)] = all.compactMap { field in
    field.change.map { (field, $0) }
  }

  /// The bits of those that an update can change, in their order, to pass over most of them fast.
  public static let changeableBits: [TicketChanges] = changeable.map(\.change.bit)

  /// The members of a ticket's record, in the order in which `export` writes those of a ticket that was made here.
  public static let inRecord: [(field: TicketField, telling: Telling)] =
    (leading + all.filter { !leading.contains($0) }).compactMap { field in
      field.telling.flatMap { $0.place == .details ? nil : (field, $0) }
    }

  /// The members of what `export` writes beside it.
  public static let inDetails: [(field: TicketField, telling: Telling)] = all.compactMap { field in
    field.telling.flatMap { $0.place == .details ? (field, $0) : nil }
  }
}

/// Which stored fields of a ticket an update changes, a bit each; the store keeps them under these numbers
/// (`ticket.local_fields`), so that no bit ever changes its meaning.
public struct TicketChanges: OptionSet, Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// With an end or by itself; no source tells it (§12).
  public static let routingChannel = TicketChanges(rawValue: 1)
  /// Custom statuses have a bit of their own.
  public static let status = TicketChanges(rawValue: 2)
  /// The priority is another one.
  public static let priority = TicketChanges(rawValue: 4)
  /// The group is another one.
  public static let group = TicketChanges(rawValue: 8)
  /// With it goes the channel of the assignment (E6).
  public static let assignee = TicketChanges(rawValue: 16)
  /// Any tag added or removed.
  public static let tags = TicketChanges(rawValue: 32)
  /// Question, incident, problem, task, or none.
  public static let type = TicketChanges(rawValue: 64)
  /// schedule, survey, counters
  public static let details = TicketChanges(rawValue: 128)
  /// The field `ticket_form_id`.
  public static let form = TicketChanges(rawValue: 256)
  /// The field `custom_status_id`.
  public static let customStatus = TicketChanges(rawValue: 512)

  /// What a source tells of a ticket too, so that an import has to leave it alone once it was changed here (§12).
  public static let importable: TicketChanges = TicketField.inRecord.reduce(into: []) { changes, member in
    if let change = member.field.change { changes.formUnion(change.bit) }
  }

  /// The fields that are written.
  public var fields: [TicketField] {
    TicketField.changeable.filter { contains($0.change.bit) }.map(\.field)
  }

  /// Which fields differ; custom fields are not among them.
  ///
  /// Written out, because every update of every work item asks: that costs 4 % of a bulk end less than asking the
  /// declarations one by one. A test compares both.
  public init(from before: WorkItem.Ticket, to ticket: WorkItem.Ticket) {
    self = []
    if ticket.routingChannel != before.routingChannel { insert(.routingChannel) }
    if ticket.status != before.status { insert(.status) }
    if ticket.priority != before.priority { insert(.priority) }
    if ticket.groupID != before.groupID { insert(.group) }
    // The channel of the assignment follows the assignee (E6).
    if ticket.assigneeID != before.assigneeID { insert(.assignee) }
    if ticket.tags != before.tags { insert(.tags) }
    if ticket.type != before.type { insert(.type) }
    if ticket.formID != before.formID { insert(.form) }
    if ticket.customStatusID != before.customStatusID { insert(.customStatus) }
    if ticket.scheduleID != before.scheduleID || ticket.satisfaction != before.satisfaction
      || ticket.reopens != before.reopens || ticket.replies != before.replies
      || ticket.agentStations != before.agentStations || ticket.groupStations != before.groupStations
    {
      insert(.details)
    }
  }
}

/// What conditions look at: every value is one integer, 0 for none, so that a hundred thousand comparisons are cheap.
public enum Attribute: Int, Hashable, Sendable {
  /// The numbers of words in their vocabularies; the session's state counts from 1, and 0 is having none.
  case status, priority, type, routingChannel, sessionState, endReason
  /// The ids of what the ticket has.
  case group, assignee, requester, organization, brand, form, customStatus, schedule
  /// The number of the score; how often it was reopened and answered, and how many agents and groups have had it.
  case satisfaction, reopens, replies, agentStations, groupStations
  /// 1 for yes, the number of the role, the id of the language, 1 for having one.
  case isPublic, requesterRole, requesterLocale, requesterEmail

  /// The session's state counts from 1, because 0 is having none.
  static func stateValue(_ state: SessionState) -> Int64 { Int64(state.rawValue) + 1 }

  /// What it is where there is no ticket yet (T6): that is neither new nor unoffered, whose numbers are 0.
  private var valueOfNothing: Int64 { self == .status || self == .satisfaction ? -1 : 0 }

  @inline(__always)
  func value(in item: WorkItem) -> Int64 {
    guard let ticket = item.ticket else { return valueOfNothing }
    switch self {
    case .status: return Int64(ticket.status.rawValue)
    case .priority: return Int64(ticket.priority.rawValue)
    case .type: return Int64(ticket.type?.rawValue ?? 0)
    case .routingChannel: return Int64(ticket.routingChannel.rawValue)
    case .sessionState: return item.session.map { Attribute.stateValue($0.state) } ?? 0
    case .endReason: return Int64(item.session?.end?.reason?.rawValue ?? 0)
    case .group: return ticket.groupID ?? 0
    case .assignee: return ticket.assigneeID ?? 0
    case .requester: return ticket.facts.requesterID ?? 0
    case .organization: return ticket.facts.organizationID ?? 0
    case .brand: return ticket.facts.brandID ?? 0
    case .form: return ticket.formID ?? 0
    case .customStatus: return ticket.customStatusID ?? 0
    case .schedule: return ticket.scheduleID ?? 0
    case .satisfaction: return Int64(ticket.satisfaction.rawValue)
    case .reopens: return ticket.reopens
    case .replies: return ticket.replies
    case .agentStations: return ticket.agentStations
    case .groupStations: return ticket.groupStations
    case .isPublic: return ticket.facts.isPublic ? 1 : 0
    case .requesterRole: return Int64(ticket.facts.requesterRole.rawValue)
    case .requesterEmail: return ticket.facts.requesterHasEmail ? 1 : 0
    case .requesterLocale: return ticket.facts.requesterLocaleID ?? 0
    }
  }

  /// The field that it is the number of; nil of the session's.
  var field: TicketField? { TicketField.all.first { $0.attribute == self } }

  /// With what it is loaded; every update reads the session's.
  var columns: WorkItemColumns { field?.columns ?? [] }
}
