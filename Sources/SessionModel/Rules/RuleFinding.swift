/// What can be found in a rule or a queue: the words of `trigger lint`, which stay, and what they mean.
public enum FindingKind: String, CaseIterable, Sendable {
  /// T10: something in it is unknown, gone or switched off, so that it never runs.
  case cannotBeEvaluated = "cannot_be_evaluated"
  /// Its conditions contradict each other.
  case neverMet = "never_met"
  /// What it does is so already when it fires, or is what makes it impossible, or can't be done.
  case noEffect = "no_effect"
  /// Another trigger takes back what it does, in the same update.
  case undone
  /// It sends on every update, or answers every message.
  case firesAgain = "fires_again"
  /// An answer by e-mail to what it sends makes it fire again.
  case mailLoop = "mail_loop"
  /// The customer can be asked twice for a rating of the same.
  case surveyTwice = "survey_twice"
  /// It speaks of one messaging channel and ends sessions of others, too.
  case otherChannel = "other_channel"
  /// Nobody can take tickets from the queue or the group.
  case nobodyServes = "nobody_serves"
  /// A waiting ticket ends up in no queue, or in one that nobody serves.
  case strands
  /// Queues before it leave nothing for it.
  case shadowed
  /// A placeholder that is not filled in, so that the customer sees it.
  case unknownPlaceholder = "unknown_placeholder"
  /// Some of those whom it e-mails may have no address.
  case noAddress = "no_address"
  /// It e-mails somebody at the address that it sends from.
  case ownAddress = "own_address"

  /// How much is wrong.
  public enum Severity: String, Sendable {
    /// It can't do what it is there for.
    case error
    /// It does something that nobody can want.
    case warning
    /// It does what it says, and somebody should know what that means.
    case note
  }

  /// How much is wrong where it is found.
  public var severity: Severity {
    switch self {
    case .cannotBeEvaluated, .neverMet: .error
    case .noAddress, .ownAddress: .note
    default: .warning
    }
  }

  /// What it means and what is done about it, in sentences, for the manual.
  public var meaning: String {
    switch self {
    case .cannotBeEvaluated:
      "A condition or an action is unknown, names something that is gone, or needs what is switched off. Such a rule never runs. Correct the part that the finding names."
    case .neverMet: "Conditions contradict each other. Remove one, or move both to `any`."
    case .noEffect:
      "Its actions set what its conditions demand, or what they make impossible, or assign tickets to somebody who can't be given any. Remove the action or the condition, or name another agent."
    case .undone:
      "Whenever it fires, another active trigger then fires in the same update and sets the same field to something else, or takes its tag away again. A trigger that asks for that very tag is meant to take it away and is no finding. Remove one of the actions, or give the other trigger a condition."
    case .firesAgain:
      "Nothing stops it from sending on every update, or from answering every message. Let it look at what the update changed, or let it add a tag and require that the tag is missing."
    case .mailLoop:
      "It e-mails somebody whose answer by e-mail makes it fire again: two mail programs that answer by themselves go on for ever. This is told only if nothing that it asks for is different at the answer. Words of a comment count as the same if the e-mail itself says them, because answers quote. Loops over two rules, or through a webhook, are not seen. Add the condition `requester_id is_not current_user` or `role is_not end_user`, or let it add a tag and require that the tag is missing."
    case .surveyTwice:
      "It can offer the survey, or e-mail a link for a rating, after another active trigger, or an earlier firing of its own, did so for the same end or the same ticket. Surveys of macros are not seen. Add the condition `satisfaction_score is unoffered`."
    case .otherChannel:
      "Its title, its description, or a condition other than `via_id` names a messaging channel, such as WhatsApp, but it ends the sessions of others, too. Add the condition `via_id is …`."
    case .nobodyServes:
      "Nobody can take tickets from the queue, or from the group to which the trigger gives them: there is no active agent, or none with room for such tickets. Add agents to the group."
    case .strands:
      "What it does to a waiting ticket puts it into a queue that nobody serves, or into no queue at all: it takes the group away where only the standard queue is left, or ends the session where `triggers.end_session_sets_email` is false and no other trigger routes the ticket as email."
    case .shadowed:
      "The queues before it leave nothing for it. Change the order, or give the other queue a condition."
    case .unknownPlaceholder: "The customer would see the placeholder as it is. Remove it."
    case .noAddress:
      "It e-mails requesters who came in through messaging, and some may have no address. They get nothing, and the history says so."
    case .ownAddress:
      "It e-mails somebody who has the sender's own address (`outbox.from`), to which nothing is sent. Change the setting."
    }
  }
}

/// What is doubtful about a rule or a queue, and what to do about it.
public struct RuleFinding: Hashable, Sendable {
  /// What was found.
  public let kind: FindingKind
  /// What is doubtful, as a sentence without a full stop.
  public let message: String
  /// What to do about it, as a sentence without a full stop.
  public let advice: String
  /// T10: what keeps the rule from being evaluated, where that is what was found.
  public var problem: RuleProblem?

  /// The word of its kind.
  public var code: String { kind.rawValue }

  /// T10
  static func of(_ problems: [RuleProblem], isActive: Bool) -> [RuleFinding] {
    problems.map { problem in
      RuleFinding(
        kind: .cannotBeEvaluated, message: problem.sentence,
        advice: isActive ? "it never fires; fix it or disable it" : "fix it before you enable it",
        problem: problem)
    }
  }
}
