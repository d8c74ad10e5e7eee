import CivilTime
import SessionModel

/// A ticket of a plan that is pushed to the live account, and how far it has come.
package struct PushedTicket: Hashable, Sendable {
  /// Where it stands: it goes from each to one of the next only, but for those that are tried again.
  package enum State: Int, Vocabulary {
    /// Not in a job.
    case waiting
    /// In a job whose answer is not known yet.
    case sent
    /// The account says that it has the tag.
    case tagged
    /// The account says that it hasn't.
    case failed
    /// Nobody knows but who looks at the ticket.
    case unclear
    /// Its session was seen to have ended.
    case ended

    package var word: String {
      switch self {
      case .waiting: "waiting"
      case .sent: "sent"
      case .tagged: "tagged"
      case .failed: "failed"
      case .unclear: "unclear"
      case .ended: "ended"
      }
    }
  }

  /// How an end was seen.
  package enum Sight: Int, Vocabulary {
    /// In the account's events.
    case events = 1
    /// The account knows no live conversation of the ticket.
    case probe
    /// An import told of it before anybody looked there.
    case here

    package var word: String {
      switch self {
      case .events: "events"
      case .probe: "probe"
      case .here: "here"
      }
    }
  }

  /// The ticket's id.
  package var ticketID: Int64
  /// Its session's id in this store.
  package var sessionID: Int64
  /// How far it has come.
  package var state: State
  /// Why it failed or is unclear, in the account's words; nil else.
  package var reason: String?
  /// When its session ended; nil until that was seen.
  package var endedAt: Instant?
  /// How that was seen.
  package var seenBy: Sight?
}

/// A plan that was pushed.
package struct PushRecord: Hashable, Sendable {
  /// The journal's number for it.
  package var id: Int64
  /// The word of its plan.
  package var plan: String
  /// The base address of the account that it goes to.
  package var account: String
  /// When it was begun, by the account's clock where an answer had told it.
  package var begunAt: Instant
  /// How far the account's events were looked through for its ends.
  package var seenUntil: Instant?
}

/// A job that is not over.
package struct PushedJob: Hashable, Sendable {
  /// The journal's number for it.
  package var id: Int64
  /// The account's word for it; nil: nobody knows whether it was taken.
  package var word: String?
  /// Printed for somebody else to send: nobody asks about it here.
  package var isPrinted: Bool
  /// In the order in which they were sent.
  package var tickets: [Int64]
}

/// The trigger in the account that ends what is tagged.
package struct RemoteTrigger: Hashable, Sendable {
  /// What the trigger does.
  package enum Action: Int, Vocabulary {
    /// It ends the session.
    case endSession
    /// It routes the ticket as email, which ends the session.
    case email

    package var word: String {
      switch self {
      case .endSession: "end_session"
      case .email: "email"
      }
    }

    /// The reason that an end by it has (§3).
    package var endReason: EndReason { self == .email ? .channelChanged : .triggerEnded }
  }

  /// The base address of the account that has it.
  package var account: String
  /// Its id there.
  package var id: Int64
  /// Its title there.
  package var title: String
  /// What it does.
  package var action: Action
  /// The account's id of that action, and its value; nil where it was set up before they were kept.
  package var words: Words?

  /// What the account calls an action.
  package struct Words: Hashable, Sendable {
    /// The account's id of the action.
    package var field: String
    /// The account's id of what it does.
    package var value: String

    /// Takes both as they are.
    package init(field: String, value: String) {
      self.field = field
      self.value = value
    }
  }

  /// Takes the parts as they are.
  package init(account: String, id: Int64, title: String, action: Action, words: Words?) {
    self.account = account
    self.id = id
    self.title = title
    self.action = action
    self.words = words
  }
}
