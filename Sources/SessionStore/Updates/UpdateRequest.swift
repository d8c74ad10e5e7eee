import CivilTime
import SessionModel
import StoreEngine

/// An update over a batch: which subjects, what happens to them, and when not to begin at all.
package struct UpdateRequest: Sendable {
  /// Whether the selection is one of sessions or of tickets.
  package var subjects: Selection.Leading
  /// Which of them; it is fixed when the transaction begins.
  package var selection: Selection
  /// What happens to each of them.
  package var update: Update
  /// What the account's settings say about it.
  package var policy: UpdatePolicy
  /// At most so many subjects, those idle longest first.
  package var limit: Int?
  /// When not to begin at all.
  package var fuses: Fuses
  /// Only subjects that an earlier run on this store counted; what joined since is left alone.
  package var onlyCounted = false
  /// Whether the account's rules follow; the account's own close has none (T3). The queues follow all the same (Q8).
  package var runsRules = true
  /// The update is an agent's work on a ticket: it comes in through the session's channel while that is active and
  /// stays so (E12).
  package var viaFollowsSession = false
  /// Of a run that reminds customers: how often at most.
  package var reminders: Reminders?
  /// Sessions that the run is about and that nothing happens to: they are told as failed, each with the reason.
  package var leftOut: [LeftOut] = []

  /// Whether it is told afterwards what became of each work item (`forEachUpdateItem`, `lastRunEvents`,
  /// `plannedFirings`); what failed always is.
  package var tellsItems = true

  /// A request that the account's rules follow; nil as the limit is all that match.
  package init(
    _ subjects: Selection.Leading, _ selection: Selection, _ update: Update, policy: UpdatePolicy,
    limit: Int? = nil,
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
  package struct Fuses: Sendable {
    /// `--max`: if more match, nothing is done.
    package var max: Int?
    /// If no session in the store was active at this moment or later, the feed has probably stopped.
    package var feedMustReach: Instant?

    /// If more leaves the machine than this by the run, of any kind, nothing is done.
    package var following: Following?
    /// If anything fails, or is left out, nothing is done.
    package var allOrNone = false

    /// nil: without this fuse.
    package init(max: Int? = nil, feedMustReach: Instant? = nil) {
      self.max = max
      self.feedMustReach = feedMustReach
    }
  }

  /// How much leaves the machine by a run.
  package struct Following: Hashable, Sendable {
    /// Letters to be sent.
    package var emails: Int
    /// Surveys to be offered.
    package var surveys: Int
    /// Webhooks and targets to be called.
    package var webhooks: Int
    /// Messages to be said in conversations.
    package var messages: Int

    /// What a run puts into the outbox, by kind.
    package init(emails: Int, surveys: Int, webhooks: Int, messages: Int) {
      self.emails = emails
      self.surveys = surveys
      self.webhooks = webhooks
      self.messages = messages
    }

    /// What a run has staged.
    package init(_ summary: UpdateSummary) {
      self.init(
        emails: summary.emails, surveys: summary.surveys, webhooks: summary.webhooks,
        messages: summary.messages)
    }

    /// Whether there is more of anything than `bound` has.
    package func exceeds(_ bound: Following) -> Bool {
      emails > bound.emails || surveys > bound.surveys || webhooks > bound.webhooks
        || messages > bound.messages
    }
  }

  /// A session that was asked for, and why nothing happens to it.
  package struct LeftOut: Sendable {
    /// The session that was named.
    package var sessionID: Int64
    /// Its ticket; nil where it has none.
    package var ticketID: Int64?
    /// Why nothing happens to it.
    package var refusal: UpdateRefusal

    /// A session that a plan names and that is left alone.
    package init(sessionID: Int64, ticketID: Int64?, _ refusal: UpdateRefusal) {
      self.sessionID = sessionID
      self.ticketID = ticketID
      self.refusal = refusal
    }
  }
}

/// A fuse that blew: nothing was changed.
package enum BlownFuse: Error, Sendable, Equatable {
  /// `matched` counts what the selection matches, before `limit` cuts it down.
  case tooMany(matched: Int, max: Int)
  /// No session, ended ones included, was active at this moment or later.
  case stalledFeed(since: Instant)
  /// More would leave the machine than was foreseen.
  case moreFollows(UpdateRequest.Following, foreseen: UpdateRequest.Following)
  /// So many of the sessions can't be ended, and it was to be all or none.
  case notAll(failed: Int, of: Int)
}

/// What became of one work item of a run.
package struct UpdateItem: Sendable {
  /// What a run reports of one work item.
  package enum Outcome: Int, Vocabulary {
    /// `alreadyEnded` is only where an end was asked for (E1); what `failed` has a refusal.
    case unchanged, updated, ended, alreadyEnded, failed

    /// As documents have it.
    package var word: String {
      switch self {
      case .unchanged: "unchanged"
      case .updated: "updated"
      case .ended: "ended"
      case .alreadyEnded: "already_ended"
      case .failed: "failed"
      }
    }
  }

  /// nil for a ticket that did not come in through messaging.
  package var sessionID: Int64?
  /// nil as long as the conversation is with the AI agent.
  package var ticketID: Int64?
  /// What became of it.
  package var outcome: Outcome
  /// The reason that the session has after the run, whenever it ended; nil for none, and of what failed.
  package var endReason: EndReason?
  /// The one that the ticket has after the run; nil without a ticket, and of what failed.
  package var routingChannel: RoutingChannel?
  /// The queues that the ticket left and entered, by name.
  package var leftQueue: String?
  /// nil where it entered none.
  package var enteredQueue: String?
  /// The triggers that fired, as JSON (`AuditFormat.firedText`); nil for none.
  package var triggersFired: [UInt8]?
  /// Why it failed.
  package var refusal: UpdateRefusal?
}
