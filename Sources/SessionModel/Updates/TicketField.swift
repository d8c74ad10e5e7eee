/// A stored field of a ticket, said once: where it stands, what asks for it, and what a change of it is.
///
/// Loading, staging, the differences that the history tells, and what an import leaves alone are made from these
/// declarations. Closures and no key paths, and objects, which are not copied: a hundred thousand tickets pass by.
public final class TicketField: Sendable {
  /// Whose column it is.
  public enum Table: Sendable { case ticket, requester }

  /// How the column's value becomes the field's; nil is NULL.
  public enum Reading: Sendable {
    case integer(@Sendable (inout WorkItem.Ticket, Int64?) -> Void)
    case text(@Sendable (inout WorkItem.Ticket, String?) -> Void)
    /// A text of which a store has few different ones.
    case word(@Sendable (inout WorkItem.Ticket, String?) -> Void)
    /// Words with a space between, of which a store has few different lists.
    case words(@Sendable (inout WorkItem.Ticket, [String]) -> Void)
  }

  /// How the field's value becomes the column's.
  public enum Writing: Sendable {
    case integer(@Sendable (WorkItem.Ticket) -> Int64?)
    case text(@Sendable (WorkItem.Ticket) -> String?)
  }

  /// The column's name; of those that an import tells (`TicketChanges.importable`) also the member's.
  public let column: String
  /// The table that has the column; the requester's is joined only where it is asked for.
  public let table: Table
  /// With what it is loaded; empty for what every update reads.
  public let columns: WorkItemColumns
  /// Puts what the column holds into the ticket, while subjects are loaded.
  public let reading: Reading
  /// nil: no update changes it.
  public let change: Change?

  /// What an update may do to a field.
  public final class Change: Sendable {
    /// How the change is marked; fields that change together share one.
    public let bit: TicketChanges
    /// What the column gets when the change is written.
    public let writing: Writing
    /// Its name in the history, where changes of it are told; tags are told by their authors (`TagStep`).
    let name: String?
    /// Its value as the history tells it.
    let told: @Sendable (WorkItem.Ticket) -> String?
    /// Whether the history tells changes of it.
    public var isTold: Bool { name != nil }

    fileprivate init(
      _ bit: TicketChanges, _ writing: Writing, _ name: String? = nil,
      _ told: @escaping @Sendable (WorkItem.Ticket) -> String? = { _ in nil }
    ) {
      self.bit = bit
      self.writing = writing
      self.name = name
      self.told = told
    }
  }

  private init(
    _ column: String, of table: Table = .ticket, _ columns: WorkItemColumns, _ reading: Reading,
    _ change: Change? = nil
  ) {
    self.column = column
    self.table = table
    self.columns = columns
    self.reading = reading
    self.change = change
  }

  /// All fields, in the order in which the history tells changes.
  public static let all: [TicketField] = [
    TicketField(
      "priority", .fields, .integer { $0.priority = Priority(stored: $1) ?? .none },
      Change(
        .priority, .integer { $0.priority.stored }, "priority",
        { $0.priority.wireValue })),
    TicketField(
      "type", .details, .word { $0.type = $1.flatMap(TicketType.init(word:)) },
      Change(.type, .text { $0.type?.word }, "type", { $0.type?.word })),
    TicketField(
      "group_id", .fields, .integer { $0.groupID = $1 },
      Change(.group, .integer { $0.groupID }, "group_id", { text($0.groupID) })),
    TicketField(
      "assignee_id", .fields, .integer { $0.assigneeID = $1 },
      Change(
        .assignee, .integer { $0.assigneeID }, "assignee_id",
        { text($0.assigneeID) })),
    // It follows the assignee (E6).
    TicketField(
      "assigned_channel", .fields, .integer { $0.assignedChannel = RoutingChannel(stored: $1) },
      Change(.assignee, .integer { $0.assignedChannel?.stored })),
    TicketField(
      "status", [], .integer { $0.status = TicketStatus(stored: $1) ?? .closed },
      Change(.status, .integer { $0.status.stored }, "status", { $0.status.word })
    ),
    TicketField(
      "tags", .tags, .words { $0.tags = $1 },
      Change(.tags, .text { TagList.text($0.tags) }, "tags")),
    TicketField(
      "ticket_form_id", .details, .integer { $0.formID = $1 },
      Change(
        .form, .integer { $0.formID }, "ticket_form_id", { text($0.formID) })),
    TicketField(
      "custom_status_id", .details, .integer { $0.customStatusID = $1 },
      Change(
        .customStatus, .integer { $0.customStatusID },
        "custom_status_id", { text($0.customStatusID) })),
    TicketField(
      "schedule_id", .details, .integer { $0.scheduleID = $1 },
      Change(
        .details, .integer { $0.scheduleID }, "schedule_id",
        { text($0.scheduleID) })),
    TicketField(
      "satisfaction", .details, .integer { $0.satisfaction = SatisfactionScore(stored: $1) ?? .unoffered },
      Change(
        .details, .integer { $0.satisfaction.stored },
        "satisfaction_score", { $0.satisfaction.word })),
    TicketField(
      "reopens", .details, .integer { $0.reopens = $1 ?? 0 },
      Change(.details, .integer { $0.reopens })),
    TicketField(
      "replies", .details, .integer { $0.replies = $1 ?? 0 },
      Change(.details, .integer { $0.replies })),
    TicketField(
      "agent_stations", .details, .integer { $0.agentStations = $1 ?? 0 },
      Change(.details, .integer { $0.agentStations })),
    TicketField(
      "group_stations", .details, .integer { $0.groupStations = $1 ?? 0 },
      Change(.details, .integer { $0.groupStations })),
    // The end of a session tells of it, and an event of its own.
    TicketField(
      "routing_channel", [], .integer { $0.routingChannel = RoutingChannel(stored: $1) ?? .email },
      Change(
        .routingChannel, .integer { $0.routingChannel.stored })),
    TicketField("channel", .facts, .word { $0.facts.channel = $1 ?? "" }),
    TicketField("subject", .facts, .text { $0.facts.subject = $1 ?? "" }),
    TicketField("is_public", .facts, .integer { $0.facts.isPublic = $1 != 0 }),
    TicketField("requester_id", .facts, .integer { $0.facts.requesterID = $1 }),
    TicketField("organization_id", .facts, .integer { $0.facts.organizationID = $1 }),
    TicketField("brand_id", .facts, .integer { $0.facts.brandID = $1 }),
    TicketField(
      "role", of: .requester, .requester,
      .integer { $0.facts.requesterRole = Role(stored: $1) ?? .endUser }),
    TicketField("locale_id", of: .requester, .requester, .integer { $0.facts.requesterLocaleID = $1 }),
    TicketField(
      "email", of: .requester, .requester,
      .text { $0.facts.requesterHasEmail = $1?.isMailAddress ?? false }),
  ]

  /// The bits of those that an update can change, in their order, to pass over most of them fast.
  public static let changeableBits: [TicketChanges] = changeable.map(\.change.bit)

  /// Those that an update can change.
  public static let changeable: [(field: TicketField, change: Change)] = all.compactMap { field in
    field.change.map { (field, $0) }
  }

  private static func text(_ id: Int64?) -> String? { id.map(String.init) }
}

extension Vocabulary {
  /// The case that a column holds; nil for NULL and for what is none.
  init?(stored: Int64?) {
    guard let stored else { return nil }
    self.init(rawValue: Int(stored))
  }

  /// As a column holds it.
  var stored: Int64 { Int64(rawValue) }
}

extension TicketChanges {
  /// Which fields differ; custom fields are not among them.
  ///
  /// Written out, because every update of every subject asks: that costs 4 % of a bulk end less than asking the
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
