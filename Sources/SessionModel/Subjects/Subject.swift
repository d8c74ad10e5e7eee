import CivilTime

/// What one update is about: a conversation's session, its ticket, or both.
///
/// The unit of all changes is an update over a batch of subjects; one ticket is a batch of one. A subject
/// holds the columns that the domain decides by, no more, because a hundred thousand of them pass by.
public struct Subject: Hashable, Sendable {
  public var session: Session?
  public var ticket: Ticket?
  /// Where the ticket waits for routing; nil when it is not eligible (Q2).
  public var waiting: Waiting?

  public init(session: Session?, ticket: Ticket?, waiting: Waiting? = nil) {
    self.session = session
    self.ticket = ticket
    self.waiting = waiting
  }

  /// The session's part; final once it has ended (domain §3).
  public struct Session: Hashable, Sendable {
    public let id: Int64
    public var state: SessionState
    public var end: End?
    /// The latest public message, where one of the updates at hand brought it.
    public var activity: Activity?

    public init(id: Int64, state: SessionState, end: End? = nil) {
      self.id = id
      self.state = state
      self.end = end
    }
  }

  /// A public message in a session: when, and whose (domain §1, last activity).
  public struct Activity: Hashable, Sendable {
    public var at: Instant
    public var sender: Sender

    public init(at: Instant, sender: Sender) {
      self.at = at
      self.sender = sender
    }
  }

  /// How a session ended. The reason is nil for one that was over before it was seen (§12).
  public struct End: Hashable, Sendable {
    public var reason: EndReason?
    public var at: Instant?
    public var by: Actor?
    public var via: Via?

    public init(reason: EndReason?, at: Instant?, by: Actor?, via: Via?) {
      self.reason = reason
      self.at = at
      self.by = by
      self.via = via
    }
  }

  /// The ticket's part.
  public struct Ticket: Hashable, Sendable {
    public let id: Int64
    public var status: TicketStatus
    public var priority: Priority
    public var routingChannel: RoutingChannel
    public var assigneeID: Int64?
    public var groupID: Int64?
    /// In the order in which they were set, without repeats.
    public var tags: [String]
    /// The routing channel when it was last assigned: what it counts as in its agent's load (E6, C1).
    public var assignedChannel: RoutingChannel?
    public var type: TicketType?
    public var formID: Int64?
    public var customStatusID: Int64?
    /// The business hours set for this ticket; else the account's default ones count (§8).
    public var scheduleID: Int64?
    public var satisfaction: SatisfactionScore = .unoffered
    public var reopens: Int64 = 0
    public var replies: Int64 = 0
    public var agentStations: Int64 = 0
    public var groupStations: Int64 = 0
    /// By the field's id; only those that a rule or an update names.
    public var customFields: [Int64: String] = [:]
    /// What no update changes.
    public var facts = Facts()

    public init(
      id: Int64, status: TicketStatus, priority: Priority = .none, routingChannel: RoutingChannel,
      assigneeID: Int64? = nil, groupID: Int64? = nil, tags: [String] = [],
      assignedChannel: RoutingChannel? = nil
    ) {
      self.id = id
      self.status = status
      self.priority = priority
      self.routingChannel = routingChannel
      self.assigneeID = assigneeID
      self.groupID = groupID
      self.tags = tags
      self.assignedChannel = assignedChannel
    }
  }

  /// What an update reads of a ticket and never changes.
  public struct Facts: Hashable, Sendable {
    public var channel = ""
    public var subject = ""
    public var isPublic = true
    public var requesterID: Int64?
    public var organizationID: Int64?
    public var brandID: Int64?
    public var requesterRole = Role.endUser
    public var requesterHasEmail = false
    public var requesterLocaleID: Int64?

    public init() {}
  }
}
