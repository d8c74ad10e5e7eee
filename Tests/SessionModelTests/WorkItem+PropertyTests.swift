import CivilTime
import SessionModel
import TestSupport
import Testing

/// Whatever is asked, in whatever order.
@Suite struct SubjectPropertyTests {
  @Test(
    "§1, §3, E8: random updates keep what is final, and their events tell exactly what changed",
    arguments: 0..<8)
  func randomSequences(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var (applied, ends, refusals) = (0, 0, 0)
    for _ in 0..<400 {
      var item = randomSubject(&random)
      for step in 0..<12 {
        let update = randomUpdate(&random, at: WorkItems.moment.advanced(by: Int64(step)))
        let policy = UpdatePolicy(
          endedSessionsAsEmail: .random(using: &random), triggerEndSetsEmail: .random(using: &random),
          canEndSessions: Int.random(in: 0..<4, using: &random) > 0)
        switch item.result(update, policy) {
        case .failure: refusals += 1
        case .success(let draft):
          applied += 1
          if draft.endedSession { ends += 1 }
          check(draft, of: update, before: item, policy)
          item = draft.item
        }
      }
    }
    // The sequences are worth something only if all of it happens.
    #expect(applied > 500 && ends > 100 && refusals > 500)
  }

  private func check(_ draft: UpdateDraft, of update: Update, before: WorkItem, _ policy: UpdatePolicy) {
    let after = draft.item
    #expect(before.session?.id == after.session?.id && before.ticket?.id == after.ticket?.id)
    if before.session?.state == .ended {
      #expect(after.session == before.session)
      #expect(!draft.endedSession)
    }
    if let ticket = before.ticket, ticket.status.isFinal {
      // E14 may be told of a closed ticket; that, too, changes the ticket's routing by override at most.
      var same = ticket
      same.routingChannel = after.ticket!.routingChannel
      #expect(after.ticket == same)
    }
    #expect(draft.endedSession == (before.session?.state == .active && after.session?.state == .ended))
    if draft.endedSession {
      #expect(after.session?.end?.at == update.at)
      #expect(after.session?.end?.by == update.actor)
      #expect(after.session?.end?.via == update.via)
      let reason = after.session?.end?.reason
      #expect(policy.canEndSessions || reason == .ticketClosed || reason == .endUserEnded)
    }
    if let ticket = after.ticket {
      #expect(Set(ticket.tags).count == ticket.tags.count)
      #expect((ticket.assigneeID == nil) == (ticket.assignedChannel == nil))
      if ticket.status == .closed, before.ticket?.status != .closed {
        #expect(after.session?.state != .active)
      }
    }
    #expect(replayed(draft.events, on: before) == Told(after))
  }

  // MARK: Events

  /// What events tell about: all but the moment, actor and via of an end, which the audit has, and the channel
  /// of the assignment, which follows from them.
  private struct Told: Equatable {
    var state: SessionState?
    var reason: EndReason?
    var routing: RoutingChannel?
    var fields: [String: String?] = [:]

    init(_ item: WorkItem) {
      state = item.session?.state
      reason = item.session?.end?.reason
      guard let ticket = item.ticket else { return }
      routing = ticket.routingChannel
      fields = [
        "status": ticket.status.word, "priority": ticket.priority == .none ? nil : ticket.priority.word,
        "group_id": ticket.groupID.map(String.init), "assignee_id": ticket.assigneeID.map(String.init),
        "tags": ticket.tags.joined(separator: " "),
      ]
    }
  }

  /// The state before with the events done to it one by one, each from what it says was there.
  private func replayed(_ events: [UpdateEvent], on before: WorkItem) -> Told {
    var told = Told(before)
    for event in events {
      switch event.kind {
      case .create, .comment, .opening, .earlierLine, .message, .notification, .macro, .satisfactionRating,
        .remark, .reminder, .fired, .beforeRules:
        break
      case .change(let field, let from, let to):
        #expect(told.fields[field] == .some(from))
        #expect(from != to)
        told.fields[field] = to
      case .routingChannelChanged(let from, let to):
        #expect(told.routing == from)
        #expect(from != to)
        told.routing = to
      case .sessionEnded(let reason, let routingBefore, let routingAfter):
        #expect(told.state == .active)
        #expect(told.routing == routingBefore)
        #expect((routingBefore == nil) == (routingAfter == nil))
        (told.state, told.reason) = (.ended, reason)
      }
    }
    return told
  }

  // MARK: SplitMix

  private func randomSubject(_ random: inout SplitMix) -> WorkItem {
    let session = [WorkItems.active, WorkItems.active, WorkItems.active, WorkItems.ended, nil]
      .randomElement(using: &random)!
    let status = TicketStatus.allCases.randomElement(using: &random)!
    let routing: RoutingChannel =
      session?.state == .active ? .messaging : RoutingChannel.allCases.randomElement(using: &random)!
    let ticket = WorkItems.ticket(
      status, routing: routing, assignee: [nil, 5, 6].randomElement(using: &random)!,
      group: [nil, 3].randomElement(using: &random)!,
      tags: [[], ["a"], ["b", "a"]].randomElement(using: &random)!,
      priority: Priority.allCases.randomElement(using: &random)!)
    let hasTicket = session == nil || Int.random(in: 0..<6, using: &random) > 0
    return WorkItem(session: session, ticket: hasTicket ? ticket : nil)
  }

  private func randomUpdate(_ random: inout SplitMix, at moment: Instant) -> Update {
    let actor = [Actor.user(id: 5), .trigger(id: 6), .system].randomElement(using: &random)!
    let steps = (0..<Int.random(in: 1...3, using: &random)).map { _ in randomStep(&random) }
    return Update(actor: actor, via: Via.allCases.randomElement(using: &random)!, at: moment, steps: steps)
  }

  private func randomStep(_ random: inout SplitMix) -> Update.Step {
    let tags = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      ["a", "b", "c", "d"].randomElement(using: &random)!
    }
    switch Int.random(in: 0..<9, using: &random) {
    case 0:
      let override = RoutingOverride.allCases.randomElement(using: &random)!
      return .endSession(
        EndReason.allCases.randomElement(using: &random)!, routing: .random(using: &random) ? override : nil)
    case 1: return .setRoutingChannel(RoutingChannel.allCases.randomElement(using: &random)!)
    case 2: return .setStatus(TicketStatus.allCases.randomElement(using: &random)!)
    case 3: return .setPriority(Priority.allCases.randomElement(using: &random)!)
    case 4: return .setGroup([nil, 3, 4].randomElement(using: &random)!)
    case 5: return .setAssignee([nil, 5, 6].randomElement(using: &random)!)
    case 6: return .addTags(tags)
    case 7: return .removeTags(tags)
    default: return .comment(body: "word", isPublic: .random(using: &random))
    }
  }
}
