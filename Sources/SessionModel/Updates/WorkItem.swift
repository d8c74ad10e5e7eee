import CivilTime

/// What one update is about: a conversation's session, its ticket, or both.
///
/// The unit of all changes is an update over a batch of work items; one ticket is a batch of one. A work item
/// holds the columns that the domain decides by, no more, because a hundred thousand of them pass by.
public struct WorkItem: Hashable, Sendable {
  /// nil for a ticket that did not come in through messaging.
  public var session: Session?
  /// nil as long as the conversation is with the AI agent (domain §1).
  public var ticket: Ticket?
  /// Where the ticket waits for routing; nil when it is not eligible (Q2).
  public var waiting: Waiting?

  /// At least one of both is there, but for what an import created: before it there was neither.
  public init(session: Session?, ticket: Ticket?, waiting: Waiting? = nil) {
    self.session = session
    self.ticket = ticket
    self.waiting = waiting
  }

  /// The session's part; final once it has ended (domain §3).
  public struct Session: Hashable, Sendable {
    /// Also the conversation's, which has exactly one session (domain §1).
    public let id: Int64
    /// It goes from active to ended, and never back (domain §3).
    public var state: SessionState
    /// nil while the session is active.
    public var end: End?
    /// The latest public message, where one of the updates at hand brought it.
    public var activity: Activity?

    /// A session in which the updates at hand have said nothing yet.
    public init(id: Int64, state: SessionState, end: End? = nil) {
      self.id = id
      self.state = state
      self.end = end
    }
  }

  /// A public message in a session: when, and whose (domain §1, last activity).
  public struct Activity: Hashable, Sendable {
    /// When it was said, not when it was told.
    public var at: Instant
    /// Whether the customer, an agent or the AI agent wrote it.
    public var sender: Sender

    /// The latest public message of a session.
    public init(at: Instant, sender: Sender) {
      self.at = at
      self.sender = sender
    }
  }

  /// How a session ended. The reason is nil for one that was over before it was seen (§12).
  public struct End: Hashable, Sendable {
    /// nil for one that was over before it was seen (domain §12).
    public var reason: EndReason?
    /// nil where nobody knows when it was over.
    public var at: Instant?
    /// nil where nobody knows who ended it.
    public var by: Actor?
    /// The channel the end came in through; nil where nobody knows.
    public var via: Via?

    /// An end, as far as it is known.
    public init(reason: EndReason?, at: Instant?, by: Actor?, via: Via?) {
      self.reason = reason
      self.at = at
      self.by = by
      self.via = via
    }
  }

  /// The ticket's part.
  ///
  /// A value, whose copies share their fields until one of them is changed: an update keeps several of them, and rules are
  /// asked with more.
  public struct Ticket: Hashable, Sendable {
    private struct Fields: Hashable, Sendable {
      let id: Int64
      var status: TicketStatus
      var priority: Priority
      var routingChannel: RoutingChannel
      var assigneeID: Int64?
      var groupID: Int64?
      var tags: [String]
      var assignedChannel: RoutingChannel?
      var type: TicketType?
      var formID: Int64?
      var customStatusID: Int64?
      var scheduleID: Int64?
      var satisfaction: SatisfactionScore = .unoffered
      var reopens: Int64 = 0
      var replies: Int64 = 0
      var agentStations: Int64 = 0
      var groupStations: Int64 = 0
      var customFields: [Int64: String] = [:]
      var facts: Facts = Facts()
    }

    private final class Shared: @unchecked Sendable {
      /// Changed only by the one ticket that has it.
      var fields: Fields
      init(_ fields: Fields) { self.fields = fields }
    }

    private var shared: Shared

    private var fields: Fields {
      get { shared.fields }
      _modify {
        if !isKnownUniquelyReferenced(&shared) { shared = Shared(shared.fields) }
        yield &shared.fields
      }
    }

    /// The public API's for an imported one, else one that was counted here (domain §12).
    public var id: Int64 { shared.fields.id }
    /// An end leaves it as it is (E7).
    public var status: TicketStatus {
      get { shared.fields.status }
      set { fields.status = newValue }
    }
    /// `none` where the wire has null; the second key of the order in a queue (Q4).
    public var priority: Priority {
      get { shared.fields.priority }
      set { fields.priority = newValue }
    }
    /// How routing treats it now; it goes from messaging to email, and never back.
    public var routingChannel: RoutingChannel {
      get { shared.fields.routingChannel }
      set { fields.routingChannel = newValue }
    }
    /// nil: nobody has it, so that it can wait for routing (Q2).
    public var assigneeID: Int64? {
      get { shared.fields.assigneeID }
      set { fields.assigneeID = newValue }
    }
    /// nil: none, so that the standard queue does not take it (Q2).
    public var groupID: Int64? {
      get { shared.fields.groupID }
      set { fields.groupID = newValue }
    }
    /// In the order in which they were set, without repeats.
    public var tags: [String] {
      _read { yield shared.fields.tags }
      _modify { yield &fields.tags }
    }
    /// The routing channel when it was last assigned: what it counts as in its agent's load (E6, C1).
    public var assignedChannel: RoutingChannel? {
      get { shared.fields.assignedChannel }
      set { fields.assignedChannel = newValue }
    }
    /// nil where none is set.
    public var type: TicketType? {
      get { shared.fields.type }
      set { fields.type = newValue }
    }
    /// nil where it has none; `ticket_form_id` on the wire.
    public var formID: Int64? {
      get { shared.fields.formID }
      set { fields.formID = newValue }
    }
    /// nil where it has none.
    public var customStatusID: Int64? {
      get { shared.fields.customStatusID }
      set { fields.customStatusID = newValue }
    }
    /// The business hours set for this ticket; else the account's default ones count (§8).
    public var scheduleID: Int64? {
      get { shared.fields.scheduleID }
      set { fields.scheduleID = newValue }
    }
    /// Where its survey stands (`satisfaction_score`).
    public var satisfaction: SatisfactionScore {
      get { shared.fields.satisfaction }
      set { fields.satisfaction = newValue }
    }
    /// How often it went from solved back to an earlier status (E16).
    public var reopens: Int64 {
      get { shared.fields.reopens }
      set { fields.reopens = newValue }
    }
    /// How many public replies of agents it has.
    public var replies: Int64 {
      get { shared.fields.replies }
      set { fields.replies = newValue }
    }
    /// How often it was assigned to another agent; who had it only within an update is not counted.
    public var agentStations: Int64 {
      get { shared.fields.agentStations }
      set { fields.agentStations = newValue }
    }
    /// How often it was given to another group; which had it only within an update is not counted.
    public var groupStations: Int64 {
      get { shared.fields.groupStations }
      set { fields.groupStations = newValue }
    }
    /// By the field's id; only those that a rule or an update names.
    public var customFields: [Int64: String] {
      _read { yield shared.fields.customFields }
      _modify { yield &fields.customFields }
    }
    /// What no update changes.
    public var facts: Facts {
      _read { yield shared.fields.facts }
      _modify { yield &fields.facts }
    }

    /// A ticket with the fields that every update loads or that a new one begins with; the others are empty.
    public init(
      id: Int64, status: TicketStatus, priority: Priority = .none, routingChannel: RoutingChannel,
      assigneeID: Int64? = nil, groupID: Int64? = nil, tags: [String] = [],
      assignedChannel: RoutingChannel? = nil
    ) {
      shared = Shared(
        Fields(
          id: id, status: status, priority: priority, routingChannel: routingChannel, assigneeID: assigneeID,
          groupID: groupID, tags: tags, assignedChannel: assignedChannel))
    }

    public static func == (one: Ticket, other: Ticket) -> Bool {
      one.shared === other.shared || one.shared.fields == other.shared.fields
    }

    public func hash(into hasher: inout Hasher) { shared.fields.hash(into: &hasher) }
  }

  /// What an update reads of a ticket and never changes.
  public struct Facts: Hashable, Sendable {
    /// The wire name of the channel it came in through (`via`), which never changes (domain §1).
    public var channel = ""
    /// Empty where it has none, or where it is not loaded.
    public var subject = ""
    /// Whether the ticket can be seen by its requester (`ticket_is_public`).
    public var isPublic = true
    /// nil where the customer is not known.
    public var requesterID: Int64?
    /// The requester's organization; nil where there is none.
    public var organizationID: Int64?
    /// nil where the source told none.
    public var brandID: Int64?
    /// An end user's where it is not known: staff can ask, too.
    public var requesterRole = Role.endUser
    /// Whether they can be written to by e-mail: they have an address that reads as one (E15).
    public var requesterHasEmail = false
    /// The public API's number of the requester's language (`locale_id`); nil where it told none.
    public var requesterLocaleID: Int64?

    /// Facts of a ticket of which nothing is known or loaded yet.
    public init() {}
  }
}
