import CivilTime
import SessionModel
import Testing

/// The steps of an update other than ends.
@Suite struct WorkItemStepTests {
  private func draft(_ item: WorkItem, _ steps: Update.Step...) throws -> UpdateDraft {
    try item.applying(
      Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: steps), policy: .standard)
  }

  private func refusal(
    _ item: WorkItem, _ steps: Update.Step..., policy: UpdatePolicy = .standard
  ) -> UpdateRefusal? {
    let update = Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: steps)
    if case .failure(let refusal) = item.result(update, policy) { return refusal }
    return nil
  }

  private let open = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket())

  private static let everyStep: [Update.Step] = [
    .setRoutingChannel(.email), .setStatus(.solved), .setPriority(.high), .setGroup(3), .setAssignee(4),
    .addTags(["x"]), .removeTags(["x"]), .comment(body: "Hello", isPublic: false),
  ]

  @Test("§1 a closed or deleted ticket never changes", arguments: [TicketStatus.closed, .deleted])
  func finalTickets(status: TicketStatus) {
    for step in Self.everyStep {
      let refusal = refusal(WorkItem(session: WorkItems.ended, ticket: WorkItems.ticket(status)), step)
      #expect(refusal?.kind == .closedTicket)
      #expect(refusal?.message == "ticket 42 is \(status.word) and never changes again")
    }
  }

  @Test("§1 without a ticket there is nothing but the end") func withoutTicket() {
    for step in Self.everyStep {
      let refusal = refusal(WorkItem(session: WorkItems.active, ticket: nil), step)
      #expect(refusal?.kind == .noTicket)
      #expect(refusal?.message == "session 7 has no ticket yet; it is still with the AI agent")
    }
  }

  // MARK: Routing channel

  @Test("E1, §3 email on an active session ends it with channel_changed") func routingChannelEnds() throws {
    let draft = try draft(open, .setRoutingChannel(.email))
    #expect(draft.item.session?.end?.reason == .channelChanged)
    #expect(draft.item.ticket?.routingChannel == .email)
    #expect(draft.endedSession)
    #expect(
      draft.events == [
        .sessionEnded(reason: .channelChanged, routingBefore: .messaging, routingAfter: .email),
        .routingChannelChanged(from: .messaging, to: .email),
      ])
  }

  @Test("F2 email on an active session needs the feature; on an ended one it does not (E1)")
  func routingChannelAndTheFeature() throws {
    #expect(refusal(open, .setRoutingChannel(.email), policy: .featureOff)?.kind == .featureOff)
    let ended = WorkItem(session: WorkItems.ended, ticket: WorkItems.ticket())
    let update = WorkItems.update(.setRoutingChannel(.email))
    let draft = try ended.applying(update, policy: .featureOff)
    #expect(draft.events == [.routingChannelChanged(from: .messaging, to: .email)])
    #expect(draft.item.session == WorkItems.ended)
    #expect(!draft.endedSession)
  }

  @Test("E4 back to messaging is refused") func backToMessaging() {
    for session in [nil, WorkItems.ended] {
      let item = WorkItem(session: session, ticket: WorkItems.ticket(routing: .email))
      #expect(refusal(item, .setRoutingChannel(.messaging))?.kind == .impossible)
    }
  }

  // MARK: Status

  @Test("E7, E14 only closing ends a session", arguments: TicketStatus.allCases)
  func status(status: TicketStatus) throws {
    switch status {
    case .new, .deleted: #expect(refusal(open, .setStatus(status))?.kind == .impossible)
    case .open: #expect(try draft(open, .setStatus(status)).events.isEmpty)
    case .pending, .hold, .solved:
      let draft = try draft(open, .setStatus(status))
      #expect(draft.item.session == WorkItems.active)
      #expect(draft.events == [.change(field: "status", from: "open", to: status.word)])
    case .closed:
      let draft = try draft(open, .setStatus(status))
      #expect(
        draft.item.session?.end
          == WorkItem.End(reason: .ticketClosed, at: WorkItems.moment, by: .user(id: 5), via: .api))
      #expect(draft.item.ticket?.routingChannel == .messaging)
      #expect(draft.endedSession)
      #expect(
        draft.events == [
          .change(field: "status", from: "open", to: "closed"),
          .sessionEnded(reason: .ticketClosed, routingBefore: .messaging, routingAfter: .messaging),
        ])
    }
  }

  @Test("E14 closing needs no feature, and leaves an end that was before") func closing() throws {
    let closing = WorkItems.update(.setStatus(.closed))
    #expect(try open.applying(closing, policy: .featureOff).endedSession)
    let ended = WorkItem(session: WorkItems.ended, ticket: WorkItems.ticket())
    let draft = try ended.applying(closing, policy: .standard)
    #expect(draft.item.session == WorkItems.ended)
    #expect(!draft.endedSession)
    #expect(draft.events == [.change(field: "status", from: "open", to: "closed")])
  }

  @Test("§1 after closing in the same update nothing follows") func afterClosing() {
    #expect(refusal(open, .setStatus(.closed), .addTags(["late"]))?.kind == .closedTicket)
  }

  // MARK: Assignment

  @Test("E16 assigning a new ticket makes it open", arguments: TicketStatus.allCases.filter { !$0.isFinal })
  func assigning(status: TicketStatus) throws {
    let item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(status))
    let draft = try draft(item, .setAssignee(9))
    #expect(draft.item.ticket?.assigneeID == 9)
    #expect(draft.item.ticket?.status == (status == .new ? .open : status))
    let assignment = UpdateEvent.change(field: "assignee_id", from: nil, to: "9")
    #expect(
      draft.events
        == (status == .new ? [assignment, .change(field: "status", from: "new", to: "open")] : [assignment]))
  }

  @Test("E16 taking the assignee away leaves a new ticket new") func unassigning() throws {
    let item = WorkItem(session: nil, ticket: WorkItems.ticket(.new, assignee: 9))
    let draft = try draft(item, .setAssignee(nil))
    #expect(draft.item.ticket?.status == .new)
    #expect(draft.item.ticket?.assignedChannel == nil)
    #expect(draft.events == [.change(field: "assignee_id", from: "9", to: nil)])
  }

  @Test("E6 the routing channel of the assignment is kept, also through the end") func assignedChannel()
    throws
  {
    let assigned = try draft(open, .setAssignee(9)).item
    #expect(assigned.ticket?.assignedChannel == .messaging)
    let ended = try draft(assigned, .endSession(.agentEnded, routing: nil)).item
    #expect(ended.ticket?.routingChannel == .email)
    #expect(ended.ticket?.assignedChannel == .messaging)
    // The same assignee again is no assignment; another one is.
    #expect(try draft(ended, .setAssignee(9)).item.ticket?.assignedChannel == .messaging)
    #expect(try draft(ended, .setAssignee(10)).item.ticket?.assignedChannel == .email)
    let inOne = try draft(open, .endSession(.agentEnded, routing: nil), .setAssignee(9)).item
    #expect(inOne.ticket?.assignedChannel == .email)
  }

  // MARK: Fields

  @Test func priorityAndGroup() throws {
    let draft = try draft(open, .setPriority(.urgent), .setGroup(3), .setGroup(3), .setPriority(.none))
    #expect(draft.item.ticket?.priority == Priority.none)
    #expect(draft.item.ticket?.groupID == 3)
    // T7: what was set and set back is not told.
    #expect(draft.events == [.change(field: "group_id", from: nil, to: "3")])
  }

  @Test("Tags keep their order and do not repeat") func tags() throws {
    let item = WorkItem(session: nil, ticket: WorkItems.ticket(tags: ["b", "a"]))
    let added = try draft(item, .addTags(["c", "a", "d", "c"]))
    #expect(added.item.ticket?.tags == ["b", "a", "c", "d"])
    #expect(added.events == [.change(field: "tags", from: "b a", to: "b a c d")])
    let removed = try draft(added.item, .removeTags(["a", "z", "d"]))
    #expect(removed.item.ticket?.tags == ["b", "c"])
    #expect(try draft(item, .addTags(["a"]), .removeTags(["z"]), .addTags([])).events.isEmpty)
  }

  @Test func comments() throws {
    let draft = try draft(open, .comment(body: "Grüße", isPublic: true))
    var replied = open
    replied.ticket?.replies = 1
    #expect(draft.item == replied)
    #expect(draft.events == [.comment(body: "Grüße", isPublic: true)])
  }
}
