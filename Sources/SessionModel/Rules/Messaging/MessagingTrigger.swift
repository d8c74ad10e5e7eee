/// What sets a messaging trigger off (M1).
public enum MessagingEvent: Int, Vocabulary {
  /// The hand-off made a ticket.
  case conversationRequested = 1
  /// The end user wrote.
  case messageSent
  /// It entered a queue.
  case conversationQueued
  /// Routing gave it from a queue to an agent.
  case conversationAssignedFromQueue

  public var word: String {
    switch self {
    case .conversationRequested: "conversation_requested"
    case .messageSent: "message_sent"
    case .conversationQueued: "conversation_queued"
    case .conversationAssignedFromQueue: "conversation_assigned_from_queue"
    }
  }

  /// What has happened then, as a sentence without a full stop, for the manual.
  public var description: String {
    switch self {
    case .conversationRequested: "The AI agent handed the conversation over, which created a ticket"
    case .messageSent: "The customer wrote a message"
    case .conversationQueued: "The conversation entered a queue"
    case .conversationAssignedFromQueue: "Routing assigned the conversation from a queue to an agent"
    }
  }
}

/// A messaging trigger: one run event, conditions of which all or any must hold, and actions (§6).
public struct MessagingTrigger: ManagedRule {
  public static let noun = "messaging trigger"
  public static let neverStored: Set<String> = []

  /// The public API's for an imported one, else one that was counted here (domain §12).
  public var id: Int64
  /// What people call it; the history repeats it with everything that it does (T7).
  public var title: String
  /// Only an active one runs; one with problems never does (T10).
  public var active: Bool
  /// Its place among the messaging triggers, the lowest first; equal ones go by id.
  public var position: Int64
  /// The run event as the wire has it; one that is not known bars the trigger (T10).
  public var event: String
  /// Either all or any of them, never both (M2).
  public var conditions: RuleConditions
  /// What it does, in this order: messages to the customer, and tags (M4).
  public var actions: [RuleAction]

  /// A messaging trigger as it is written, not checked.
  public init(
    id: Int64, title: String, active: Bool, position: Int64, event: String, conditions: RuleConditions,
    actions: [RuleAction]
  ) {
    self.id = id
    self.title = title
    self.active = active
    self.position = position
    self.event = event
    self.conditions = conditions
    self.actions = actions
  }

  public func problems(_ environment: RuleEnvironment) -> [RuleProblem] {
    MessagingCompiler(environment).problems(of: self)
  }
  public func findings(_ environment: RuleEnvironment) -> [RuleFinding] {
    MessagingCompiler(environment).findings(of: self)
  }
}
