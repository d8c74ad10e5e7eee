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
  public var groupID: Match<Int64>?
  public var assigneeID: Match<Int64>?
  /// The key of the queue that the ticket waits in.
  public var queueKey: Int64?
  public var channel: String?
  public var status: TicketStatus?
  public var tags: [String] = []
  public var notTags: [String] = []
  public var lastSender: Sender?
  public var ticketLink: TicketLink = .any
  public var state: SessionState?
  public var endReason: EndReason?
  /// Text that the ticket's subject contains, in any case.
  public var subject: String?

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
