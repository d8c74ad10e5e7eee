/// A compiled action of a rule.
public enum CompiledAction: Hashable, Sendable {
  /// Something that is done to the ticket or its session.
  case step(Update.Step)
  /// Sets the survey to offered, once per ticket, and sends it.
  case survey
  /// Something that is sent to people or programs.
  case notice(Notice)
  /// Can't be done in this run, for this reason.
  case impossible(String)

  /// Something that leaves the machine by the outbox; its texts are templates.
  ///
  /// An object, because a bulk run passes the same one on for a hundred thousand tickets.
  public final class Notice: Hashable, Sendable {
    /// Whom it is for; the requester and the assignee are looked up for each ticket, group 0 is its own.
    public enum Recipient: Hashable, Sendable {
      /// A person, by id.
      case user(Int64)
      /// The one who asked, the one who has the ticket, and the whole staff.
      case requester, assignee, allAgents
      /// The members of a group, by its id; of the ticket's own for 0.
      case group(Int64)
      /// What is called, by the service's id.
      case webhook(String), target(String)
    }

    /// Who reads the e-mail, or the webhook or target that is called.
    public let recipient: Recipient
    /// The e-mail's subject line; empty where the rule names none.
    public let subject: RuleTemplate
    /// The e-mail's text, or what the webhook or target gets.
    public let body: RuleTemplate

    init(recipient: Recipient, subject: RuleTemplate, body: RuleTemplate) {
      self.recipient = recipient
      self.subject = subject
      self.body = body
    }

    public static func == (one: Notice, other: Notice) -> Bool {
      one === other
        || one.recipient == other.recipient && one.subject == other.subject && one.body == other.body
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(recipient)
      hasher.combine(subject)
      hasher.combine(body)
    }
  }
}
