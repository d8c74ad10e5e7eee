import CivilTime

/// What leaves the machine (interface, outbox entry).
public enum OutboxKind: Int, Vocabulary {
  case email = 1
  /// Leaves on messaging while the session is active, else as an e-mail (E12); its text is made when it leaves, because
  /// the survey's address is a setting.
  case survey
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
  case email = 1, survey, webhook, message
  /// A survey that leaves on messaging.
  case surveyMessage

  /// Whether it leaves by the mail program.
  public var isMail: Bool { self == .email || self == .survey }

  public var kind: OutboxKind {
    switch self {
    case .email: .email
    case .survey, .surveyMessage: .survey
    case .webhook: .webhook
    case .message: .message
    }
  }
}

public enum OutboxState: Int, Vocabulary {
  case waiting
  /// Final: what was delivered is never sent again.
  case delivered
  /// Given up: after too many attempts, where none can succeed, or because it was perhaps sent; `outbox retry` makes
  /// it wait again.
  case failed
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
  public var id: Int64
  public var kind: OutboxKind
  public var ticketID: Int64?
  /// Addresses, separated by `, `; the id of a webhook or target; the conversation of what leaves on messaging.
  public var to: String
  public var subject: String
  public var body: String
  public var ruleID: Int64?
  /// What kind of rule that is: ids are counted for each kind.
  public var ruleKind: RuleReference.Kind?
  public var createdAt: Instant
  public var state: OutboxState
  public var attempts: Int
  /// Not before this moment; nil: at once.
  public var nextAttemptAt: Instant?
  public var lastError: String?
  /// A deliverer has it in hand until then.
  public var leasedUntil: Instant?
  public var deliveredAt: Instant?
  /// What a survey's text is about.
  public var survey = SurveyFacts()

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

  public var way: OutboxWay {
    switch kind {
    case .email: .email
    case .survey: to.contains("@") ? .survey : .surveyMessage
    case .webhook: .webhook
    case .message: .message
    }
  }

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
