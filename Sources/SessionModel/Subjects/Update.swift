import CivilTime

/// What is asked of every subject of a batch, all of it as one update.
public struct Update: Sendable {
  public var actor: Actor
  public var via: Via
  public var at: Instant
  public var steps: [Step]

  public init(actor: Actor, via: Via, at: Instant, steps: [Step]) {
    self.actor = actor
    self.via = via
    self.at = at
    self.steps = steps
  }

  public enum Step: Hashable, Sendable {
    /// Ends the session (§4); the second value overrides what E3 says of the routing channel.
    case endSession(EndReason, routing: RoutingOverride?)
    /// Sets the routing channel by hand; email ends an active session with `channel_changed`.
    case setRoutingChannel(RoutingChannel)
    case setStatus(TicketStatus)
    case setPriority(Priority)
    case setGroup(Int64?)
    /// Also stores the routing channel of the moment (E6) and opens a new ticket (E16).
    case setAssignee(Int64?)
    case addTags([String])
    case removeTags([String])
    /// A public reply or an internal note; its text goes to the history.
    case comment(body: String, isPublic: Bool)
  }
}

/// A caller's word on the routing channel of one run (E3).
public enum RoutingOverride: Int, Vocabulary {
  case email, messaging, unchanged

  public var word: String {
    switch self {
    case .email: "email"
    case .messaging: "messaging"
    case .unchanged: "unchanged"
    }
  }
}

/// What the account's settings say to an update.
public struct UpdatePolicy: Sendable {
  /// `routing.ended_sessions_as_email` (E3)
  public var endedSessionsAsEmail: Bool
  /// `triggers.end_session_sets_email`
  public var triggerEndSetsEmail: Bool
  /// F2: whether anything but a close and the customer may end a session.
  public var canEndSessions: Bool

  public init(endedSessionsAsEmail: Bool, triggerEndSetsEmail: Bool, canEndSessions: Bool) {
    self.endedSessionsAsEmail = endedSessionsAsEmail
    self.triggerEndSetsEmail = triggerEndSetsEmail
    self.canEndSessions = canEndSessions
  }
}

/// Why an update can't be done to one subject; the others of the batch go on.
public struct UpdateRefusal: Error, Hashable, Sendable {
  public enum Kind: Sendable, Hashable {
    case closedTicket, featureOff, noTicket, impossible
  }
  public let kind: Kind
  public let message: String

  public init(kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }
}

/// One entry of what an update did, in the order in which it happened.
public enum UpdateEvent: Hashable, Sendable {
  case sessionEnded(reason: EndReason, routingBefore: RoutingChannel?, routingAfter: RoutingChannel?)
  case routingChannelChanged(from: RoutingChannel, to: RoutingChannel)
  /// Wire values; nil is none.
  case change(field: String, from: String?, to: String?)
  case comment(body: String, isPublic: Bool)
}

/// What an update does to one subject.
public struct UpdateOutcome: Sendable {
  public var subject: Subject
  public var events: [UpdateEvent]
  /// False when the session was over before (E1): its end stays as it is.
  public var endedSession: Bool
}
