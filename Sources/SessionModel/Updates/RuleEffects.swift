// What rules leave behind in an update, to be rendered, sent and told by others.

/// A trigger that fired on a work item.
public struct FiredRule: Hashable, Sendable {
  /// The trigger or messaging trigger, with the title that it had then (T7).
  public let rule: RuleReference
}

/// Something that a trigger sends; the texts are rendered where the people's names are at hand.
public struct PendingNotification: Hashable, Sendable {
  /// What leaves, and how; texts of notices are still templates, those of messages are ready.
  public enum Kind: Hashable, Sendable {
    /// What a rule sends to people or programs.
    case notice(CompiledAction.Notice)
    /// On messaging while the session is active, else by e-mail (E12).
    case survey(onMessaging: Bool)
    /// An agent's word to the customer: in the conversation, or by e-mail where its channel is off (E11).
    case message(String), replyByEmail(String)
  }

  /// What is sent, and by which way.
  public let kind: Kind
  /// The rule that sends it; nil where an agent does.
  public let rule: RuleReference?
  /// The ticket as it was when the trigger fired (T4).
  public let ticket: WorkItem.Ticket
}

/// A message that a messaging trigger or a macro sends to the customer, with its placeholders filled in.
public struct PendingMessage: Hashable, Sendable {
  /// The messaging trigger or macro that sends it (M4, §9).
  public let rule: RuleReference
  /// Ready to be sent: what its placeholders stood for is in it.
  public let text: String
  /// The conversation that it is written in, whose session is active (E2).
  public let sessionID: Int64
  /// nil as long as the conversation is with the AI agent.
  public let ticketID: Int64?
}

/// A macro's text that is rendered where the people's names are at hand, before the rules run.
public struct PendingComment: Sendable {
  /// The macro that waits, with its text in every language there is.
  public let macro: CompiledMacro
  /// The ticket as it was when the macro was applied.
  public let ticket: WorkItem.Ticket?
  /// Where the reference to the macro and the comment stand among what happened.
  let reference: Int
  let place: Int
  /// Where it stands among what is sent: before what the macro's actions send.
  let noticePlace: Int
  let isPublic: Bool
  let way: Way
  var isReminder = false
  /// What the reply changed, should it turn out to be none: the ticket's count of replies and the session's activity.
  var repliesBefore: Int64?
  var activityBefore: WorkItem.Activity?

  /// Whether it is a message in the conversation.
  public var isInConversation: Bool {
    if case .conversation = way { true } else { false }
  }

  /// How the comment reaches the customer (E11).
  enum Way: Hashable, Sendable {
    case conversation(Int64), email, none
  }
}
