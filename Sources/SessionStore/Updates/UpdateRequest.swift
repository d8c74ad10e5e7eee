import CivilTime
import SessionModel

/// An update over a batch: which subjects, what happens to them, and when not to begin at all.
public struct UpdateRequest: Sendable {
  /// What leads the selection: sessions (bulk ends) or tickets (which may have no session).
  public enum Subjects: Sendable { case sessions, tickets }

  public var subjects: Subjects
  public var selection: Selection
  public var update: Update
  public var policy: UpdatePolicy
  /// At most so many subjects, those idle longest first.
  public var limit: Int?
  public var fuses: Fuses
  /// Only subjects that an earlier run on this store counted; what joined since is left alone.
  public var onlyCounted = false
  /// Whether the account's rules follow; the account's own close has none (T3). The queues follow all the same (Q8).
  public var runsRules = true
  /// The update is an agent's work on a ticket: it comes in through the session's channel while that is active and
  /// stays so (E12).
  public var viaFollowsSession = false
  /// Of a run that reminds customers: how often at most.
  public var reminders: Reminders?

  public init(
    _ subjects: Subjects, _ selection: Selection, _ update: Update, policy: UpdatePolicy, limit: Int? = nil,
    fuses: Fuses = Fuses()
  ) {
    self.subjects = subjects
    self.selection = selection
    self.update = update
    self.policy = policy
    self.limit = limit
    self.fuses = fuses
  }

  /// Reasons not to begin (interface, `session end`).
  public struct Fuses: Sendable {
    /// `--max`: if more match, nothing is done.
    public var max: Int?
    /// If no session in the store was active at this moment or later, the feed has probably stopped.
    public var feedMustReach: Instant?

    public init(max: Int? = nil, feedMustReach: Instant? = nil) {
      self.max = max
      self.feedMustReach = feedMustReach
    }
  }
}

/// A fuse that blew: nothing was changed.
public enum BlownFuse: Error, Sendable, Equatable {
  case tooMany(matched: Int, max: Int)
  case stalledFeed(since: Instant)
}

/// What a run did, or a dry run would do, in numbers.
public struct UpdateSummary: Sendable, Equatable {
  public var matched = 0
  /// Sessions that the run ended.
  public var ended = 0
  public var alreadyEnded = 0
  public var failed = 0
  /// Sessions that match and were reminded before in the same silence; they are not among those that matched.
  public var alreadyReminded = 0
  /// Subjects that changed in any way.
  public var changed = 0
  /// How often triggers fired.
  public var fired = 0
  /// Subjects that are as they were only because triggers undid what the update did.
  public var undone = 0
  /// E4: tickets that nobody has dealt with and that no queue holds any more, by reason.
  public var leftRouting = RoutingExits()
  /// Their sum.
  public var becameUnroutable: Int { leftRouting.total }
  /// What rules send, by kind.
  public var emails = 0
  public var surveys = 0
  public var webhooks = 0
  public var messages = 0

  public init() {}
}

/// What became of one subject of a run.
public struct UpdateItem: Sendable {
  public enum Outcome: Int, Vocabulary {
    case unchanged, updated, ended, alreadyEnded, failed

    public var word: String {
      switch self {
      case .unchanged: "unchanged"
      case .updated: "updated"
      case .ended: "ended"
      case .alreadyEnded: "already_ended"
      case .failed: "failed"
      }
    }
  }

  public var sessionID: Int64?
  public var ticketID: Int64?
  public var outcome: Outcome
  public var endReason: EndReason?
  public var routingChannel: RoutingChannel?
  /// The queues that the ticket left and entered, by name.
  public var leftQueue: String?
  public var enteredQueue: String?
  /// The triggers that fired, as JSON (`AuditFormat.firedText`); nil for none.
  public var triggersFired: [UInt8]?
  /// Why it failed.
  public var refusal: UpdateRefusal?
}
