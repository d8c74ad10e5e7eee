import CivilTime

/// What a session and its ticket were when somebody planned to end it, to be compared with what they are by now.
public struct PlannedSession: Hashable, Sendable {
  /// The session's id.
  public var id: Int64
  /// nil as long as the conversation is with the AI agent.
  public var ticketID: Int64?
  /// For whoever reviews the plan; another name by now is no change of the ticket.
  public var requesterName: String?
  /// The latest public message that is known.
  public var lastActivityAt: Instant
  /// Who wrote it; nil where nobody knows.
  public var lastSender: Sender?
  /// nil without a ticket.
  public var ticket: Ticket?
  /// The latest entry that was made here in the history of the ticket, without one in the conversation's: it tells a
  /// change in the very second of the planning.
  public var lastEventID: Int64?
  /// nil for an active one, which all are when they are planned.
  public var end: End?

  /// The ticket's side of it.
  public struct Ticket: Hashable, Sendable {
    /// Empty where it has none.
    public var subject: String
    /// At the moment of the plan, as all of these.
    public var status: TicketStatus
    /// `none` where the wire has null.
    public var priority: Priority
    /// nil: nobody has it.
    public var assigneeID: Int64?
    /// nil: none.
    public var groupID: Int64?
    /// In the order in which they stand, with blanks between them.
    public var tags: String
    /// Its latest change, here or at its source.
    public var updatedAt: Instant

    /// The ticket of a planned session, as it is then.
    public init(
      subject: String, status: TicketStatus, priority: Priority, assigneeID: Int64?, groupID: Int64?,
      tags: String, updatedAt: Instant
    ) {
      self.subject = subject
      self.status = status
      self.priority = priority
      self.assigneeID = assigneeID
      self.groupID = groupID
      self.tags = tags
      self.updatedAt = updatedAt
    }
  }

  /// That it has ended since.
  public struct End: Hashable, Sendable {
    /// nil where nobody knows.
    public var at: Instant?
    /// nil for one that was over before it was seen.
    public var reason: EndReason?

    /// An end that came before the plan was run.
    public init(at: Instant?, reason: EndReason?) {
      self.at = at
      self.reason = reason
    }
  }

  /// A session as a plan rests on it.
  public init(
    id: Int64, ticketID: Int64?, requesterName: String?, lastActivityAt: Instant, lastSender: Sender?,
    ticket: Ticket?, lastEventID: Int64?, end: End? = nil
  ) {
    self.id = id
    self.ticketID = ticketID
    self.requesterName = requesterName
    self.lastActivityAt = lastActivityAt
    self.lastSender = lastSender
    self.ticket = ticket
    self.lastEventID = lastEventID
    self.end = end
  }

  // MARK: Comparing

  /// What has happened since it was planned, as a phrase without a full stop; nil if it is as it was.
  ///
  /// - Parameter now: nil where there is no such session any more
  public func departure(by now: PlannedSession?) -> String? {
    guard let now else { return "it is no longer in the store" }
    if let end = now.end {
      let moment = end.at.map { " at \($0.rfc3339)" } ?? ""
      return "it has ended since it was planned\(moment)\(end.reason.map { " (\($0.word))" } ?? "")"
    }
    guard ticketID == now.ticketID else {
      guard let other = now.ticketID else { return "it no longer has a ticket" }
      return
        ticketID == nil
        ? "it was handed over after it was planned, and now has ticket \(other)"
        : "its ticket is now \(other), not the planned one"
    }
    if lastActivityAt != now.lastActivityAt || lastSender != now.lastSender {
      return "it has been active since it was planned, last at \(now.lastActivityAt.rfc3339)"
    }
    if let ticket, let other = now.ticket, let change = ticket.change(to: other) {
      return "its ticket has changed since it was planned: \(change)"
    }
    if lastEventID != now.lastEventID {
      return "its \(ticketID == nil ? "conversation" : "ticket") has changed since it was planned"
    }
    return nil
  }
}

extension PlannedSession.Ticket {
  /// The first thing that is another, in words that hold no text of customers.
  func change(to other: PlannedSession.Ticket) -> String? {
    if status != other.status { return "status \(status.word) → \(other.status.word)" }
    if assigneeID != other.assigneeID { return "another assignee" }
    if groupID != other.groupID { return "another group" }
    if priority != other.priority { return "another priority" }
    if tags != other.tags { return "other tags" }
    if subject != other.subject { return "another subject" }
    return updatedAt == other.updatedAt ? nil : "updated at \(other.updatedAt.rfc3339)"
  }
}
