import CivilTime

/// What leaves the machine (interface, outbox entry).
public enum OutboxKind: Int, Vocabulary {
  /// An e-mail with its subject and text, ready to leave.
  case email = 1
  /// Leaves on messaging while the session is active, else as an e-mail (E12); its text is made when it leaves, because
  /// the survey's address is a setting.
  case survey
  /// What a webhook or target gets, whose id the entry has as its recipient.
  case webhook
  /// A word to the customer on the messaging channel.
  case message

  public var word: String {
    switch self {
    case .email: "email"
    case .survey: "survey"
    case .webhook: "webhook"
    case .message: "message"
    }
  }
}

/// How entries leave: by which program, and in what form. The numbers are those of the kinds, as far as they are one.
public enum OutboxWay: Int, CaseIterable, Sendable {
  /// An e-mail and a survey by the mail program, a webhook and a message each by the command for it.
  case email = 1, survey, webhook, message
  /// A survey that leaves on messaging.
  case surveyMessage

  /// Whether it leaves by the mail program.
  public var isMail: Bool { self == .email || self == .survey }

  /// The kind of the entries that leave this way.
  public var kind: OutboxKind {
    switch self {
    case .email: .email
    case .survey, .surveyMessage: .survey
    case .webhook: .webhook
    case .message: .message
    }
  }
}

/// How far an entry has come; only one that waits is ever sent.
public enum OutboxState: Int, Vocabulary {
  /// To be sent, also again, and what a deliverer has in hand.
  case waiting
  /// Final: what was delivered is never sent again.
  case delivered
  /// Given up: after too many attempts, where none can succeed, or because it was perhaps sent; `outbox retry` makes
  /// it wait again.
  case failed
  /// Taken back before it left; `outbox retry` makes it wait again.
  case cancelled

  public var word: String {
    switch self {
    case .waiting: "waiting"
    case .delivered: "delivered"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }
}

/// Something that a rule sent, and how far it has come.
public struct OutboxEntry: Sendable {
  /// Counted by the store, so that entries leave in the order in which they were made.
  public var id: Int64
  /// What it is, whichever way it leaves.
  public var kind: OutboxKind
  /// The ticket it is about; nil for a message in a conversation that is still with the AI agent.
  public var ticketID: Int64?
  /// Addresses, separated by `, `; the id of a webhook or target; the conversation of what leaves on messaging.
  public var to: String
  /// The subject line of an e-mail, rendered; empty for what has none, and for a survey until it leaves.
  public var subject: String
  /// The text, rendered; empty for a survey until it leaves, because its address is a setting.
  public var body: String
  /// The rule that sent it; nil where an agent did.
  public var ruleID: Int64?
  /// What kind of rule that is: ids are counted for each kind.
  public var ruleKind: RuleReference.Kind?
  /// When the update that sent it was made.
  public var createdAt: Instant
  /// Stored as a number; `waiting` is also what a deliverer has in hand.
  public var state: OutboxState
  /// Deliveries begun since it was made to wait, the one in hand included; given up after `RetryPlan.attempts`.
  public var attempts: Int
  /// Not before this moment; nil: at once.
  public var nextAttemptAt: Instant?
  /// Why it has not left, or what was remarkable about how it did; nil where there is nothing to say.
  public var lastError: String?
  /// A deliverer has it in hand until then.
  public var leasedUntil: Instant?
  /// nil until it was delivered.
  public var deliveredAt: Instant?
  /// What a survey's text is about.
  public var survey = SurveyContext()

  /// An entry as it is stored.
  public init(
    id: Int64, kind: OutboxKind, ticketID: Int64?, to: String, subject: String, body: String, ruleID: Int64?,
    createdAt: Instant, state: OutboxState, attempts: Int, nextAttemptAt: Instant?, lastError: String?,
    leasedUntil: Instant?, deliveredAt: Instant?
  ) {
    self.id = id
    self.kind = kind
    self.ticketID = ticketID
    self.to = to
    self.subject = subject
    self.body = body
    self.ruleID = ruleID
    self.createdAt = createdAt
    self.state = state
    self.attempts = attempts
    self.nextAttemptAt = nextAttemptAt
    self.lastError = lastError
    self.leasedUntil = leasedUntil
    self.deliveredAt = deliveredAt
  }

  /// A survey leaves by e-mail where it has an address, else on messaging (E12).
  public var way: OutboxWay {
    switch kind {
    case .email: .email
    case .survey: to.contains("@") ? .survey : .surveyMessage
    case .webhook: .webhook
    case .message: .message
    }
  }

  /// Whether a deliverer's lease still runs, so that nobody else may send it.
  public func isInHand(at moment: Instant) -> Bool {
    state == .waiting && (leasedUntil.map { $0 > moment } ?? false)
  }
}

/// When a delivery that failed is tried again.
public enum RetryPlan {
  /// Attempts before it is given up: the last one comes a good day after the first.
  public static let attempts = 8
  private static let delays: [Int64] = [60, 300, 900, 3600, 3 * 3600, 8 * 3600, 12 * 3600]

  /// - Parameter attempts: how many there were, the one that just failed included
  public static func next(after attempts: Int, at moment: Instant) -> Instant {
    moment.advanced(by: delays[min(max(attempts, 1), delays.count) - 1])
  }
}
