import CivilTime

extension Subject {
  /// What an update makes of this subject; a pure function of what is given.
  ///
  /// - Throws: `UpdateRefusal` when nothing of it can be done; the subject then stays as it is.
  public func applying(_ update: Update, policy: UpdatePolicy) throws(UpdateRefusal) -> UpdateOutcome {
    var outcome = UpdateOutcome(subject: self, events: [], endedSession: false)
    for step in update.steps {
      try outcome.apply(step, of: update, policy: policy)
    }
    return outcome
  }
}

extension UpdateOutcome {
  fileprivate mutating func apply(
    _ step: Update.Step, of update: Update, policy: UpdatePolicy
  ) throws(UpdateRefusal) {
    if case .endSession(let reason, let routing) = step {
      try end(reason, routing: routing, of: update, policy: policy)
      return
    }
    guard let ticket = subject.ticket else { throw .noTicket(sessionID: subject.session?.id) }
    guard !ticket.status.isFinal else { throw .final(ticket) }
    switch step {
    case .endSession: break
    case .setRoutingChannel(let channel): try setRoutingChannel(channel, of: update, policy: policy)
    case .setStatus(let status): try setStatus(status, of: update)
    case .setPriority(let priority):
      change("priority", ticket.priority.wireValue, priority.wireValue)
      subject.ticket?.priority = priority
    case .setGroup(let group):
      change("group_id", ticket.groupID.map(String.init), group.map(String.init))
      subject.ticket?.groupID = group
    case .setAssignee(let assignee): setAssignee(assignee)
    case .addTags(let tags):
      setTags(ticket.tags + tags.filter { !ticket.tags.contains($0) })
    case .removeTags(let tags):
      setTags(ticket.tags.filter { !tags.contains($0) })
    case .comment(let body, let isPublic):
      events.append(.comment(body: body, isPublic: isPublic))
    }
  }

  /// E1–E3, E8. Status, assignee, group, priority and tags stay (E7); nobody is notified (E10).
  private mutating func end(
    _ reason: EndReason, routing: RoutingOverride?, of update: Update, policy: UpdatePolicy
  ) throws(UpdateRefusal) {
    guard let session = subject.session else { throw .noSession(ticketID: subject.ticket?.id) }
    if session.state == .ended { return }
    if !policy.canEndSessions && !reason.worksWithoutFeature { throw .featureOff }
    if let ticket = subject.ticket, ticket.status.isFinal, reason != .ticketClosed { throw .final(ticket) }

    subject.session = Subject.Session(
      id: session.id, state: .ended,
      end: Subject.End(reason: reason, at: update.at, by: update.actor, via: update.via))
    endedSession = true
    let before = subject.ticket?.routingChannel
    let after = before.map { reason.routingChannel(after: $0, override: routing, policy: policy) }
    events.append(.sessionEnded(reason: reason, routingBefore: before, routingAfter: after))
    if let before, let after, before != after {
      subject.ticket?.routingChannel = after
      events.append(.routingChannelChanged(from: before, to: after))
    }
  }

  /// A routing-channel change to email ends an active session; back to messaging needs one.
  private mutating func setRoutingChannel(
    _ channel: RoutingChannel, of update: Update, policy: UpdatePolicy
  ) throws(UpdateRefusal) {
    guard let ticket = subject.ticket, ticket.routingChannel != channel else { return }
    if let session = subject.session, session.state == .active, channel == .email {
      try end(.channelChanged, routing: .email, of: update, policy: policy)
      return
    }
    if channel == .messaging { throw .backToMessaging(ticket) }
    subject.ticket?.routingChannel = channel
    events.append(.routingChannelChanged(from: ticket.routingChannel, to: channel))
  }

  private mutating func setStatus(_ status: TicketStatus, of update: Update) throws(UpdateRefusal) {
    guard let ticket = subject.ticket, ticket.status != status else { return }
    if status == .deleted { throw .deletion }
    if status == .new { throw .backToNew(ticket) }
    subject.ticket?.status = status
    change("status", ticket.status.word, status.word)
    // E14: what closes the ticket closes its conversation.
    if status == .closed, let session = subject.session, session.state == .active {
      subject.session = Subject.Session(
        id: session.id, state: .ended,
        end: Subject.End(reason: .ticketClosed, at: update.at, by: update.actor, via: update.via))
      endedSession = true
      events.append(
        .sessionEnded(
          reason: .ticketClosed, routingBefore: ticket.routingChannel, routingAfter: ticket.routingChannel))
    }
  }

  private mutating func setAssignee(_ assignee: Int64?) {
    guard let ticket = subject.ticket, ticket.assigneeID != assignee else { return }
    change("assignee_id", ticket.assigneeID.map(String.init), assignee.map(String.init))
    subject.ticket?.assigneeID = assignee
    subject.ticket?.assignedChannel = assignee == nil ? nil : ticket.routingChannel
    // E16: an assigned ticket is no longer new.
    if assignee != nil && ticket.status == .new {
      subject.ticket?.status = .open
      change("status", TicketStatus.new.word, TicketStatus.open.word)
    }
  }

  private mutating func setTags(_ tags: [String]) {
    guard let ticket = subject.ticket else { return }
    change("tags", ticket.tags.joined(separator: " "), tags.joined(separator: " "))
    subject.ticket?.tags = tags
  }

  private mutating func change(_ field: String, _ from: String?, _ to: String?) {
    if from != to { events.append(.change(field: field, from: from, to: to)) }
  }
}

extension EndReason {
  /// F2: a close (E14) and the customer (F4, whose own switch is checked before) need no feature.
  var worksWithoutFeature: Bool { self == .ticketClosed || self == .endUserEnded }

  /// E3: the routing channel after an end for this reason.
  func routingChannel(
    after before: RoutingChannel, override: RoutingOverride?, policy: UpdatePolicy
  ) -> RoutingChannel {
    switch override {
    case .email: return .email
    case .messaging: return .messaging
    case .unchanged: return before
    case nil: break
    }
    switch self {
    case .agentEnded, .inactivityEnded: return policy.endedSessionsAsEmail ? .email : before
    case .triggerEnded: return policy.triggerEndSetsEmail ? .email : before
    case .channelChanged: return .email
    case .endUserEnded, .ticketClosed: return before
    }
  }
}

extension Priority {
  /// As the wire has it: null for none.
  public var wireValue: String? { self == .none ? nil : word }
}

extension UpdateRefusal {
  static func noTicket(sessionID: Int64?) -> UpdateRefusal {
    UpdateRefusal(
      kind: .noTicket,
      message: "session \(sessionID.map(String.init) ?? "?") has no ticket yet; it is still with the AI agent"
    )
  }

  public static func noSession(ticketID: Int64?) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible,
      message:
        "ticket \(ticketID.map(String.init) ?? "?") has no messaging session; it did not come in through a messaging channel"
    )
  }

  static func final(_ ticket: Subject.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .closedTicket, message: "ticket \(ticket.id) is \(ticket.status.word) and never changes again")
  }

  /// F2, also before a run begins.
  public static let featureOff = UpdateRefusal(
    kind: .featureOff,
    message:
      "ending messaging sessions is switched off; an admin turns it on with 'sessionctl feature enable'")

  static func backToMessaging(_ ticket: Subject.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible,
      message: "ticket \(ticket.id) can't go back to the routing channel messaging; only email can be set")
  }

  static func backToNew(_ ticket: Subject.Ticket) -> UpdateRefusal {
    UpdateRefusal(
      kind: .impossible, message: "ticket \(ticket.id) is \(ticket.status.word) and can't become new again")
  }

  static let deletion = UpdateRefusal(
    kind: .impossible, message: "a ticket can't be deleted here; deletions come with imports only")
}
