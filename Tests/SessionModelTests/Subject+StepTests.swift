import CivilTime
import SessionModel
import Testing

/// The steps of an update other than ends.
@Suite struct SubjectStepTests {
  private func outcome(_ subject: Subject, _ steps: Update.Step...) throws -> UpdateOutcome {
    try subject.applying(
      Update(actor: .user(id: 5), via: .api, at: Subjects.moment, steps: steps), policy: .standard)
  }

  private func refusal(
    _ subject: Subject, _ steps: Update.Step..., policy: UpdatePolicy = .standard
  ) -> UpdateRefusal? {
    let update = Update(actor: .user(id: 5), via: .api, at: Subjects.moment, steps: steps)
    if case .failure(let refusal) = subject.result(update, policy) { return refusal }
    return nil
  }

  private let open = Subject(session: Subjects.active, ticket: Subjects.ticket())

  private static let everyStep: [Update.Step] = [
    .setRoutingChannel(.email), .setStatus(.solved), .setPriority(.high), .setGroup(3), .setAssignee(4),
    .addTags(["x"]), .removeTags(["x"]), .comment(body: "Hello", isPublic: false),
  ]

  @Test("§1 a closed or deleted ticket never changes", arguments: [TicketStatus.closed, .deleted])
  func finalTickets(status: TicketStatus) {
    for step in Self.everyStep {
      let refusal = refusal(Subject(session: Subjects.ended, ticket: Subjects.ticket(status)), step)
      #expect(refusal?.kind == .closedTicket)
      #expect(refusal?.message == "ticket 42 is \(status.word) and never changes again")
    }
  }

  @Test("§1 without a ticket there is nothing but the end") func withoutTicket() {
    for step in Self.everyStep {
      let refusal = refusal(Subject(session: Subjects.active, ticket: nil), step)
      #expect(refusal?.kind == .noTicket)
      #expect(refusal?.message == "session 7 has no ticket yet; it is still with the AI agent")
    }
  }

  // MARK: Routing channel

  @Test("E1, §3 email on an active session ends it with channel_changed") func routingChannelEnds() throws {
    let outcome = try outcome(open, .setRoutingChannel(.email))
    #expect(outcome.subject.session?.end?.reason == .channelChanged)
    #expect(outcome.subject.ticket?.routingChannel == .email)
    #expect(outcome.endedSession)
    #expect(
      outcome.events == [
        .sessionEnded(reason: .channelChanged, routingBefore: .messaging, routingAfter: .email),
        .routingChannelChanged(from: .messaging, to: .email),
      ])
  }

  @Test("F2 email on an active session needs the feature; on an ended one it does not (E1)")
  func routingChannelAndTheFeature() throws {
    #expect(refusal(open, .setRoutingChannel(.email), policy: .featureOff)?.kind == .featureOff)
    let ended = Subject(session: Subjects.ended, ticket: Subjects.ticket())
    let update = Subjects.update(.setRoutingChannel(.email))
    let outcome = try ended.applying(update, policy: .featureOff)
    #expect(outcome.events == [.routingChannelChanged(from: .messaging, to: .email)])
    #expect(outcome.subject.session == Subjects.ended)
    #expect(!outcome.endedSession)
  }

  @Test("E4 back to messaging is refused") func backToMessaging() {
    for session in [nil, Subjects.ended] {
      let subject = Subject(session: session, ticket: Subjects.ticket(routing: .email))
      #expect(refusal(subject, .setRoutingChannel(.messaging))?.kind == .impossible)
    }
  }

  // MARK: Status

  @Test("E7, E14 only closing ends a session", arguments: TicketStatus.allCases)
  func status(status: TicketStatus) throws {
    switch status {
    case .new, .deleted: #expect(refusal(open, .setStatus(status))?.kind == .impossible)
    case .open: #expect(try outcome(open, .setStatus(status)).events.isEmpty)
    case .pending, .hold, .solved:
      let outcome = try outcome(open, .setStatus(status))
      #expect(outcome.subject.session == Subjects.active)
      #expect(outcome.events == [.change(field: "status", from: "open", to: status.word)])
    case .closed:
      let outcome = try outcome(open, .setStatus(status))
      #expect(
        outcome.subject.session?.end
          == Subject.End(reason: .ticketClosed, at: Subjects.moment, by: .user(id: 5), via: .api))
      #expect(outcome.subject.ticket?.routingChannel == .messaging)
      #expect(outcome.endedSession)
      #expect(
        outcome.events == [
          .change(field: "status", from: "open", to: "closed"),
          .sessionEnded(reason: .ticketClosed, routingBefore: .messaging, routingAfter: .messaging),
        ])
    }
  }

  @Test("E14 closing needs no feature, and leaves an end that was before") func closing() throws {
    let closing = Subjects.update(.setStatus(.closed))
    #expect(try open.applying(closing, policy: .featureOff).endedSession)
    let ended = Subject(session: Subjects.ended, ticket: Subjects.ticket())
    let outcome = try ended.applying(closing, policy: .standard)
    #expect(outcome.subject.session == Subjects.ended)
    #expect(!outcome.endedSession)
    #expect(outcome.events == [.change(field: "status", from: "open", to: "closed")])
  }

  @Test("§1 after closing in the same update nothing follows") func afterClosing() {
    #expect(refusal(open, .setStatus(.closed), .addTags(["late"]))?.kind == .closedTicket)
  }

  // MARK: Assignment

  @Test("E16 assigning a new ticket makes it open", arguments: TicketStatus.allCases.filter { !$0.isFinal })
  func assigning(status: TicketStatus) throws {
    let subject = Subject(session: Subjects.active, ticket: Subjects.ticket(status))
    let outcome = try outcome(subject, .setAssignee(9))
    #expect(outcome.subject.ticket?.assigneeID == 9)
    #expect(outcome.subject.ticket?.status == (status == .new ? .open : status))
    let assignment = UpdateEvent.change(field: "assignee_id", from: nil, to: "9")
    #expect(
      outcome.events
        == (status == .new ? [assignment, .change(field: "status", from: "new", to: "open")] : [assignment]))
  }

  @Test("E16 taking the assignee away leaves a new ticket new") func unassigning() throws {
    let subject = Subject(session: nil, ticket: Subjects.ticket(.new, assignee: 9))
    let outcome = try outcome(subject, .setAssignee(nil))
    #expect(outcome.subject.ticket?.status == .new)
    #expect(outcome.subject.ticket?.assignedChannel == nil)
    #expect(outcome.events == [.change(field: "assignee_id", from: "9", to: nil)])
  }

  @Test("E6 the routing channel of the assignment is kept, also through the end") func assignedChannel()
    throws
  {
    let assigned = try outcome(open, .setAssignee(9)).subject
    #expect(assigned.ticket?.assignedChannel == .messaging)
    let ended = try outcome(assigned, .endSession(.agentEnded, routing: nil)).subject
    #expect(ended.ticket?.routingChannel == .email)
    #expect(ended.ticket?.assignedChannel == .messaging)
    // The same assignee again is no assignment; another one is.
    #expect(try outcome(ended, .setAssignee(9)).subject.ticket?.assignedChannel == .messaging)
    #expect(try outcome(ended, .setAssignee(10)).subject.ticket?.assignedChannel == .email)
    let inOne = try outcome(open, .endSession(.agentEnded, routing: nil), .setAssignee(9)).subject
    #expect(inOne.ticket?.assignedChannel == .email)
  }

  // MARK: Fields

  @Test func priorityAndGroup() throws {
    let outcome = try outcome(open, .setPriority(.urgent), .setGroup(3), .setGroup(3), .setPriority(.none))
    #expect(outcome.subject.ticket?.priority == Priority.none)
    #expect(outcome.subject.ticket?.groupID == 3)
    // T7: what was set and set back is not told.
    #expect(outcome.events == [.change(field: "group_id", from: nil, to: "3")])
  }

  @Test("Tags keep their order and do not repeat") func tags() throws {
    let subject = Subject(session: nil, ticket: Subjects.ticket(tags: ["b", "a"]))
    let added = try outcome(subject, .addTags(["c", "a", "d", "c"]))
    #expect(added.subject.ticket?.tags == ["b", "a", "c", "d"])
    #expect(added.events == [.change(field: "tags", from: "b a", to: "b a c d")])
    let removed = try outcome(added.subject, .removeTags(["a", "z", "d"]))
    #expect(removed.subject.ticket?.tags == ["b", "c"])
    #expect(try outcome(subject, .addTags(["a"]), .removeTags(["z"]), .addTags([])).events.isEmpty)
  }

  @Test func comments() throws {
    let outcome = try outcome(open, .comment(body: "Grüße", isPublic: true))
    var replied = open
    replied.ticket?.replies = 1
    #expect(outcome.subject == replied)
    #expect(outcome.events == [.comment(body: "Grüße", isPublic: true)])
  }
}
