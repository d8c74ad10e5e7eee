import CivilTime

/// Which sessions (or tickets) are meant; everything given is combined with *and* (interface, `session end`).
public struct Selection: Sendable, Equatable {
  /// Named sessions; nil when none were named.
  public var sessionIDs: [Int64]?
  /// Named tickets; nil when none were named.
  public var ticketIDs: [Int64]?
  /// Last active at this moment or before (`--idle-for`).
  public var idleSince: Instant?
  /// `--started-before`
  public var startedBefore: Instant?
  /// Tickets that have not changed since this moment.
  public var updatedUntil: Instant?
  /// Started outside of these hours (`--outside-hours`).
  public var outsideHours: BusinessHours?
  /// The ticket's group, or that it has none; nil: any.
  public var groupID: Match<Int64>?
  /// The ticket's assignee, or that it has none; nil: any.
  public var assigneeID: Match<Int64>?
  /// The key of the queue that the ticket waits in.
  public var queueKey: Int64?
  /// A wire name, or `messaging` for every messaging channel (domain §5); nil: any.
  public var channel: String?
  /// The ticket's status; sessions without a ticket are then left out.
  public var status: TicketStatus?
  /// Tags that the ticket must have, all of them; empty: any.
  public var tags: [String] = []
  /// Tags of which the ticket must have none.
  public var notTags: [String] = []
  /// Who wrote the latest public message; sessions of which nobody knows match none (domain §12).
  public var lastSender: Sender?
  /// Whether the session must have a ticket, or must have none.
  public var ticketLink: TicketLink = .any
  /// The session's state; nil: either.
  public var state: SessionState?
  /// Why the session ended; those that ended without a reason match none (domain §12).
  public var endReason: EndReason?
  /// Text that the ticket's subject contains, in any case.
  public var subject: String?

  /// Selects everything.
  public init() {}

  /// A reference that may also be asked to be absent (`none`).
  public enum Match<Value: Sendable & Equatable>: Sendable, Equatable {
    case none
    case value(Value)
  }

  /// Sessions with the AI agent have no ticket yet (domain §1).
  public enum TicketLink: Sendable, Equatable {
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
