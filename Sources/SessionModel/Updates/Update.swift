import CivilTime

/// What is asked of every subject of a batch, all of it as one update.
public struct Update: Sendable {
  /// Who or what makes it: the history names them for every change that no rule made (T7).
  public var actor: Actor
  /// How it came in; a rule's own changes come in by the rule (T6, E12).
  public var via: Via
  /// When it is made: the moment of everything that it does.
  public var at: Instant
  /// Done in this order; where one is refused, the subject stays as it was.
  public var steps: [Step]

  /// What somebody does at a moment, step by step.
  public init(actor: Actor, via: Via, at: Instant, steps: [Step]) {
    self.actor = actor
    self.via = via
    self.at = at
    self.steps = steps
  }

  /// One thing that an update does to each of its subjects; ids are those of the account.
  public enum Step: Hashable, Sendable {
    /// Ends the session (§4); the second value overrides what E3 says of the routing channel.
    case endSession(EndReason, routing: RoutingOverride?)
    /// The session has ended elsewhere, by a rule there, which is told as the one that did it.
    case endSessionElsewhere(EndReason, by: RuleReference)
    /// Sets the routing channel by hand; email ends an active session with `channel_changed`.
    case setRoutingChannel(RoutingChannel)
    /// Sets the status; never back to new.
    case setStatus(TicketStatus)
    /// Sets a field with which nothing else changes, to what its column is to hold.
    case set(TicketField, StoredValue)
    /// Gives it to a group; nil: to none.
    case setGroup(Int64?)
    /// Also stores the routing channel of the moment (E6) and opens a new ticket (E16).
    case setAssignee(Int64?)
    /// Replaces all tags.
    case setTags([String])
    /// Adds those that it lacks.
    case addTags([String])
    /// Takes away those that it has.
    case removeTags([String])
    /// An empty value clears the field.
    case setCustomField(id: Int64, value: String)
    /// The same by routing, which gives it from its queue to an agent (Q8).
    case assignFromQueue(Int64)
    /// Puts it into this queue, by its key, whatever other queues match (a hand-off to a queue).
    case chooseQueue(Int64)
    /// A public reply or an internal note; its text goes to the history.
    case comment(body: String, isPublic: Bool)
    /// A public message in the conversation, which is only possible while its session is active (E2). A customer's
    /// reopens a waiting ticket (E16).
    case say(String, from: Sender)
    /// An agent's public reply: in the conversation while the session is active, by e-mail afterwards (E11).
    case reply(String)
    /// Makes the ticket of a conversation that was with the AI agent until now (domain §1).
    case handOff(Handoff)
    /// Everything that a macro says, and its name in the history (§9).
    case macro(CompiledMacro)
    /// The customer's answer by e-mail: it reopens a waiting ticket as their word does (E16), and counts as activity
    /// only while the session is active.
    case answerByEmail(String)
    /// A macro's message to a customer who has gone quiet: said in the channel, and no activity of the session.
    case remind(CompiledMacro)
    /// The customer's answer to the survey.
    case rate(SatisfactionScore, comment: String?)
    /// An internal note, where this update ends the session: one that ended before gets no second note (E1).
    case noteOnEnd(String)

    /// Sets the priority.
    public static func setPriority(_ priority: Priority) -> Step {
      .set(.priority, .integer(priority.stored))
    }
  }
}

/// The ticket that a hand-off makes.
public struct Handoff: Hashable, Sendable {
  /// The id of the new ticket, taken before it is made.
  public var ticketID: Int64
  /// The new ticket's subject line.
  public var subject: String
  /// The wire name of the channel that the conversation came in through.
  public var channel: String
  /// The customer; nil where nobody is known.
  public var requesterID: Int64?
  /// As conditions of the ticket's first update see it, like the next two.
  public var requesterRole = Role.endUser
  /// The public API's number of the customer's language; nil where none is known.
  public var requesterLocaleID: Int64?
  /// Whether they can be written to by e-mail (E15).
  public var requesterHasEmail = false
  /// The group it is handed to; nil: none.
  public var groupID: Int64?
  /// The agent it is handed to, who makes it open (E16); nil: nobody.
  public var assigneeID: Int64?
  /// What the customer has said so far: the ticket's first comment.
  public var opening: String
  /// When the last of it was said; nil: with the hand-off itself.
  public var openingAt: Instant?
  /// What the AI agent, and whoever else is not the customer, has said so far, the oldest first.
  public var otherLines: [Line] = []

  /// Something that was said before there was a ticket.
  public struct Line: Hashable, Sendable {
    /// What was said, as it was said.
    public var text: String
    /// nil: the AI agent.
    public var authorID: Int64?
    /// When it was said, before the hand-off.
    public var at: Instant

    /// What was said before a ticket was made; without an author, by the AI agent.
    public init(text: String, authorID: Int64?, at: Instant) {
      self.text = text
      self.authorID = authorID
      self.at = at
    }
  }

  /// A hand-off to nobody in particular.
  public init(ticketID: Int64, subject: String, channel: String, requesterID: Int64?, opening: String) {
    self.ticketID = ticketID
    self.subject = subject
    self.channel = channel
    self.requesterID = requesterID
    self.opening = opening
  }
}

/// A caller's word on the routing channel of one run (E3).
public enum RoutingOverride: Int, Vocabulary {
  /// Set to one of the two after the end, or left as it was, whatever reason and settings say.
  case email, messaging, unchanged

  public var word: String {
    switch self {
    case .email: "email"
    case .messaging: "messaging"
    case .unchanged: "unchanged"
    }
  }
}

/// What the account's settings say to an update.
public struct UpdatePolicy: Sendable {
  /// `routing.ended_sessions_as_email` (E3)
  public var endedSessionsAsEmail: Bool
  /// `triggers.end_session_sets_email`
  public var triggerEndSetsEmail: Bool
  /// F2: whether anything but a close and the customer may end a session.
  public var canEndSessions: Bool

  /// What the account's settings and switch say of ends.
  public init(endedSessionsAsEmail: Bool, triggerEndSetsEmail: Bool, canEndSessions: Bool) {
    self.endedSessionsAsEmail = endedSessionsAsEmail
    self.triggerEndSetsEmail = triggerEndSetsEmail
    self.canEndSessions = canEndSessions
  }
}

/// Why an update can't be done to one subject; the others of the batch go on.
public struct UpdateRefusal: Error, Hashable, Sendable {
  /// What stands in the way; a command about one subject takes its exit status from it.
  public enum Kind: Int, Sendable, Hashable {
    /// The ticket is closed or deleted and never changes again.
    case closedTicket
    /// F2: sessions can't be ended while the switch is off.
    case featureOff
    /// The session is with the AI agent still, and what is wanted needs a ticket.
    case noTicket
    /// What is wanted can't be done to it, whoever asks.
    case impossible
    /// There is nothing of that number or name.
    case notFound
    /// There is no such session, and there is a ticket of that number which has one.
    case ticketsNumber
    /// A message on a channel that is off (E2, E11).
    case channelOff
    /// Somebody who may not (interface, Security).
    case notPermitted
    /// F4: a customer's end, while the switch of theirs is off.
    case endUsersMayNotEnd
    /// E11: no channel is left in which the customer could be answered.
    case noPublicChannel
    /// E16: the customer's e-mail to a ticket that never changes again.
    case lateAnswer
    /// E15: an e-mail of somebody who has no address.
    case noAddress
    /// A customer who was redacted is nobody who could act.
    case redacted
  }
  /// Which exit status it leads to.
  public let kind: Kind
  /// Which thing, and why, as a sentence without a full stop; the way out is said by whoever knows the commands.
  public let message: String
  /// The customer whom the way out is about, where it is about one.
  public let customerID: Int64?

  /// Says why something can't be done.
  public init(kind: Kind, message: String, customerID: Int64? = nil) {
    self.kind = kind
    self.message = message
    self.customerID = customerID
  }
}

/// The rule that did a part of an update (T7).
public struct RuleReference: Hashable, Sendable {
  /// What kind of rule it is: ids are counted for each kind.
  public enum Kind: String, CaseIterable, Sendable {
    /// The trigger is one on tickets; the words stand in the store.
    case trigger, messagingTrigger = "messaging_trigger", macro
  }

  /// The rule's id among those of its kind.
  public let id: Int64
  /// The title when it acted: the history keeps it, whatever becomes of the rule (T7).
  public let title: String
  /// Which kind counts the id.
  public let kind: Kind

  /// A ticket trigger, as far as nothing else is said.
  public init(id: Int64, title: String, kind: Kind = .trigger) {
    self.id = id
    self.title = title
    self.kind = kind
  }
}

/// One entry of what an update did; `rule` is nil for what its actor did.
public struct UpdateEvent: Hashable, Sendable {
  /// What happened, in the terms of the history's events (domain §12).
  public enum Kind: Hashable, Sendable {
    /// The session's end, with the ticket's routing channel before and after it; nil where it has no ticket yet.
    case sessionEnded(reason: EndReason, routingBefore: RoutingChannel?, routingAfter: RoutingChannel?)
    /// E3: the routing channel became another one, by hand, by a rule or with an end.
    case routingChannelChanged(from: RoutingChannel, to: RoutingChannel)
    /// Wire values; nil is none.
    case change(field: String, from: String?, to: String?)
    /// What a field of a new ticket began with.
    case create(field: String, value: String?)
    /// A public reply or an internal note.
    case comment(body: String, isPublic: Bool)
    /// What the customer had said before the ticket was made, with which it begins, and when the last of it was said.
    case opening(String, at: Instant)
    /// What others than the customer said before the ticket was made.
    case earlierLine(Handoff.Line)
    /// What a rule sent to people; the texts are rendered.
    case notification(recipients: [Int64], subject: String, body: String)
    /// What a messaging trigger wrote to the customer in the channel (M4).
    case message(String)
    /// What the customer was reminded by: a public comment that is no activity of the session.
    case reminder(body: String)
    /// What follows was done by applying a macro.
    case macro(RuleReference)
    /// The customer's answer to the survey; nil: they wrote nothing with it.
    case satisfactionRating(SatisfactionScore, comment: String?)
    /// What could not be done, and why (E15).
    case remark(String)
    /// A rule fired of which nothing else is left to tell (T7).
    case fired
    /// What the actor changed before the rules ran, where they changed it again: net changes alone (T7) don't tell it, and
    /// nobody could say later what the rules had looked at.
    case beforeRules(field: String, from: String?, to: String?)
  }

  /// What happened.
  public var kind: Kind
  /// The rule that did it (T7); nil: the update's actor.
  public var rule: RuleReference?

  /// An event of the update's actor, unless a rule is named (T7).
  public init(_ kind: Kind, rule: RuleReference? = nil) {
    self.kind = kind
    self.rule = rule
  }

  /// The type of a reminder in the history.
  public static let reminderType = "MessagingSessionReminder"

  /// An end by the update's actor; the routing channels are nil without a ticket (E8).
  public static func sessionEnded(
    reason: EndReason, routingBefore: RoutingChannel?, routingAfter: RoutingChannel?
  ) -> UpdateEvent {
    UpdateEvent(.sessionEnded(reason: reason, routingBefore: routingBefore, routingAfter: routingAfter))
  }

  /// A change by the update's actor; it stands beside the end that brought it.
  public static func routingChannelChanged(from: RoutingChannel, to: RoutingChannel) -> UpdateEvent {
    UpdateEvent(.routingChannelChanged(from: from, to: to))
  }

  /// A change by the update's actor, in wire values; nil is none.
  public static func change(field: String, from: String?, to: String?) -> UpdateEvent {
    UpdateEvent(.change(field: field, from: from, to: to))
  }

  /// A comment of the update's actor; an internal note where it is not public.
  public static func comment(body: String, isPublic: Bool) -> UpdateEvent {
    UpdateEvent(.comment(body: body, isPublic: isPublic))
  }
}
