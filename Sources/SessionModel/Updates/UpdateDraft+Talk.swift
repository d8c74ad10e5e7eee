/// What people say to each other, and the hand-off that makes a ticket of it.
extension UpdateDraft {
  /// E2: nobody can send on a conversation whose session has ended.
  mutating func say(_ text: String, from sender: Sender) throws(UpdateRefusal) {
    guard let session = item.session, session.state == .active else {
      throw .messagingOff(sessionID: item.session?.id)
    }
    if sender == .customer, let ticket = item.ticket, ticket.status.waitsForCustomer {
      try setStatus(.open)
    }
    if sender == .agent { item.countReply() }
    item.session?.activity = WorkItem.Activity(at: update.at, sender: sender)
    happened(.comment(body: text, isPublic: true))
  }

  /// E11: in the conversation while it is possible, else by e-mail to who has an address (E15).
  mutating func reply(_ text: String, _ ticket: WorkItem.Ticket) throws(UpdateRefusal) {
    if item.session?.state == .active {
      try say(text, from: .agent)
      send(.message(text))
      return
    }
    guard ticket.facts.requesterHasEmail else { throw .noPublicChannel(ticket, item.session) }
    item.countReply()
    happened(.comment(body: text, isPublic: true))
    send(.replyByEmail(text))
  }

  /// What the customer writes by e-mail reaches the ticket also after the end: only messaging is off then (E2).
  mutating func answerByEmail(_ text: String) throws(UpdateRefusal) {
    guard let ticket = item.ticket else { throw .noTicket(sessionID: item.session?.id) }
    if ticket.status.isFinal { throw .answerToFinal(ticket) }
    guard ticket.facts.requesterHasEmail else { throw .answerWithoutAddress(ticket) }
    if ticket.status.waitsForCustomer { try setStatus(.open) }
    if item.session?.state == .active {
      item.session?.activity = WorkItem.Activity(at: update.at, sender: .customer)
    }
    happened(.comment(body: text, isPublic: true))
  }

  /// The ticket begins as new, or open where somebody has it from the start (E16).
  mutating func handOff(_ handoff: Handoff) throws(UpdateRefusal) {
    guard let session = item.session, session.state == .active else {
      throw .handOffAfterEnd(sessionID: item.session?.id)
    }
    if let ticket = item.ticket { throw .handedOver(ticket, sessionID: session.id) }
    var ticket = WorkItem.Ticket(
      id: handoff.ticketID, status: handoff.assigneeID == nil ? .new : .open, routingChannel: .messaging,
      assigneeID: handoff.assigneeID, groupID: handoff.groupID,
      assignedChannel: handoff.assigneeID == nil ? nil : .messaging)
    ticket.agentStations = handoff.assigneeID == nil ? 0 : 1
    ticket.groupStations = handoff.groupID == nil ? 0 : 1
    ticket.facts.channel = handoff.channel
    ticket.facts.subject = handoff.subject
    ticket.facts.requesterID = handoff.requesterID
    ticket.facts.requesterRole = handoff.requesterRole
    ticket.facts.requesterLocaleID = handoff.requesterLocaleID
    ticket.facts.requesterHasEmail = handoff.requesterHasEmail
    item.ticket = ticket
    baseline = ticket
    tellBeginning(of: ticket)
    // The customer's own words first: conditions and placeholders take them for what the ticket is about.
    if !handoff.opening.isEmpty {
      happened(
        handoff.openingAt.map { .opening(handoff.opening, at: $0) }
          ?? .comment(body: handoff.opening, isPublic: true))
    }
    for line in handoff.otherLines { happened(.earlierLine(line)) }
  }

  private mutating func tellBeginning(of ticket: WorkItem.Ticket) {
    happened(.create(field: "subject", value: ticket.facts.subject))
    happened(.create(field: "status", value: ticket.status.word))
    happened(.create(field: "requester_id", value: ticket.facts.requesterID.map(String.init)))
    if let group = ticket.groupID { happened(.create(field: "group_id", value: String(group))) }
    if let assignee = ticket.assigneeID { happened(.create(field: "assignee_id", value: String(assignee))) }
  }
}

extension WorkItem {
  /// Whether it is still with the AI agent.
  public var canBeHandedOver: Bool { session?.state == .active && ticket == nil }
}

extension TicketStatus {
  /// E16: a word of the customer makes it open again.
  fileprivate var waitsForCustomer: Bool { self > .open && !isFinal }
}

extension UpdateRefusal {
  static func messagingOff(sessionID: Int64?) -> UpdateRefusal {
    UpdateRefusal(
      kind: .channelOff,
      message:
        "session \(sessionID.map(String.init) ?? "?") has ended, so the messaging channel is off; the customer's next message starts a new conversation"
    )
  }

  static func noPublicChannel(_ ticket: WorkItem.Ticket, _ session: WorkItem.Session?) -> UpdateRefusal {
    let why = session == nil ? "" : "its session has ended, so the messaging channel is off, and "
    return UpdateRefusal(
      kind: .noPublicChannel,
      message: "can't reply to ticket \(ticket.id): \(why)the requester has no e-mail address")
  }

  static func answerToFinal(_ ticket: WorkItem.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .lateAnswer,
      message:
        "ticket \(ticket.id) is \(ticket.status.word) and never changes again, so a late e-mail can't be added to it",
      customerID: ticket.facts.requesterID)
  }

  static func answerWithoutAddress(_ ticket: WorkItem.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .noAddress, message: "the requester of ticket \(ticket.id) has no e-mail address to reply from",
      customerID: ticket.facts.requesterID)
  }

  static func handOffAfterEnd(sessionID: Int64?) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible,
      message: "session \(sessionID.map(String.init) ?? "?") has ended, so it can't be handed over")
  }

  static func handedOver(_ ticket: WorkItem.Ticket, sessionID: Int64) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible, message: "session \(sessionID) was already handed over: it has ticket \(ticket.id)")
  }
}
