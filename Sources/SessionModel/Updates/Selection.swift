import CivilTime

/// Which sessions (or tickets) are meant; everything given is combined with *and* (interface, `session end`).
public struct Selection: Sendable, Equatable {
  /// Named sessions; nil when none were named.
  public var sessionIDs: [Int64]?
  /// Named tickets; nil when none were named.
  public var ticketIDs: [Int64]?
  /// Last active at this moment or before (`--idle-for`).
  public var idleSince: Instant?
  /// Last active after this moment (`--idle-under`).
  public var activeAfter: Instant?
  /// `--started-before`
  public var startedBefore: Instant?
  /// Tickets that have not changed since this moment.
  public var updatedUntil: Instant?
  /// Started outside of these hours (`--outside-hours`).
  public var outsideHours: BusinessHours?
  /// The ticket's group, or that it has none.
  public var groups = ValueFilter<Match<Int64>>()
  /// The ticket's assignee, or that it has none.
  public var assignees = ValueFilter<Match<Int64>>()
  /// Whose conversation or ticket it is; empty: anybody's.
  public var requesterIDs: [Int64] = []
  /// The keys of the queues that the ticket waits in; empty: any or none.
  public var queueKeys: [Int64] = []
  /// Wire names, or `messaging` for every messaging channel (domain §5).
  public var channels = ValueFilter<String>()
  /// The ticket's status; sessions without a ticket are left out where any is named.
  public var statuses = ValueFilter<TicketStatus>()
  /// The ticket's priority; empty: any.
  public var priorities: [Priority] = []
  /// Tags of which the ticket must have at least one; empty: any.
  public var tags: [String] = []
  /// Tags of which the ticket must have every one; empty: any or none.
  public var allTags: [String] = []
  /// Tags of which the ticket must have none.
  public var notTags: [String] = []
  /// Who wrote the latest public message; sessions of which nobody knows match none (domain §12). Empty: anybody.
  public var lastSenders: [Sender] = []
  /// Whether the session must have a ticket, or must have none.
  public var ticketLink: TicketLink = .any
  /// The session's state; nil: either.
  public var state: SessionState?
  /// Why the session ended; those that ended without a reason match none (domain §12). Empty: for whatever reason.
  public var endReasons: [EndReason] = []
  /// Texts of which the ticket's subject contains at least one, in any case; empty: any.
  public var subjects: [String] = []

  /// Selects everything.
  public init() {}

  /// A reference that may also be asked to be absent (`none`).
  public enum Match<Value: Sendable>: Sendable {
    /// Only those without one.
    case none
    /// Only those that have this one.
    case value(Value)
  }

  /// Sessions with the AI agent have no ticket yet (domain §1).
  public enum TicketLink: Sendable, Equatable {
    /// All, those that have a ticket, those that have none.
    case any, with, without
  }

  /// Whether anything but the state narrows it down.
  public var isNarrowed: Bool {
    var bare = Selection()
    bare.state = state
    bare.ticketLink = ticketLink
    return self != bare
  }
}

extension Selection {
  /// What leads it: sessions (bulk ends) or tickets (which may have no session).
  public enum Leading: Sendable { case sessions, tickets }
}

/// Which values something may have. What names no value takes them all.
public struct ValueFilter<Value: Sendable>: Sendable {
  /// One of these; empty: any.
  public var oneOf: [Value] = []
  /// None of these.
  public var noneOf: [Value] = []

  /// Takes every value.
  public init() {}
}

// Not demanded of every value: for a demand the runtime looks through all conformances, once a type in each run.
extension ValueFilter: Equatable where Value: Equatable {}
extension Selection.Match: Equatable where Value: Equatable {}
