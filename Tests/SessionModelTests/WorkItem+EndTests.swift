import CivilTime
import SessionModel
import Testing

/// Ends, over everything that decides about them.
@Suite struct SubjectEndTests {
  /// One cell of the table.
  private struct Case: CustomStringConvertible {
    var reason: EndReason
    var override: RoutingOverride?
    var policy: UpdatePolicy
    var session: WorkItem.Session?
    var ticket: WorkItem.Ticket?

    var item: WorkItem { WorkItem(session: session, ticket: ticket) }
    var update: Update { WorkItems.update(.endSession(reason, routing: override)) }
    var description: String {
      """
      \(reason.word) override \(override?.word ?? "-") as-email \(policy.endedSessionsAsEmail) \
      trigger-sets \(policy.triggerEndSetsEmail) feature \(policy.canEndSessions) \
      session \(session?.state.word ?? "-") \
      ticket \(ticket.map { "\($0.status.word)/\($0.routingChannel.word)" } ?? "-")
      """
    }
  }

  private static let cases: [Case] = {
    var cases: [Case] = []
    let tickets: [WorkItem.Ticket?] =
      [nil]
      + TicketStatus.allCases.flatMap { status in
        RoutingChannel.allCases.map {
          WorkItems.ticket(status, routing: $0, assignee: 9, group: 8, tags: ["vip", "de"], priority: .high)
        }
      }
    for reason in EndReason.allCases {
      for override in [nil] + RoutingOverride.allCases.map(Optional.some) {
        for bits in 0..<8 {
          let policy = UpdatePolicy(
            endedSessionsAsEmail: bits & 1 != 0, triggerEndSetsEmail: bits & 2 != 0,
            canEndSessions: bits & 4 != 0)
          for session in [nil, WorkItems.active, WorkItems.ended] {
            for ticket in tickets {
              cases.append(
                Case(reason: reason, override: override, policy: policy, session: session, ticket: ticket))
            }
          }
        }
      }
    }
    return cases
  }()

  /// What refuses the end of an active session; empty when it ends.
  private func refusals(_ given: Case) -> Set<UpdateRefusal.Kind> {
    var kinds: Set<UpdateRefusal.Kind> = []
    let needsFeature: Set<EndReason> = [.agentEnded, .inactivityEnded, .triggerEnded, .channelChanged]
    if !given.policy.canEndSessions && needsFeature.contains(given.reason) { kinds.insert(.featureOff) }
    let isFinal = given.ticket?.status == .closed || given.ticket?.status == .deleted
    if isFinal && given.reason != .ticketClosed { kinds.insert(.closedTicket) }
    return kinds
  }

  /// E3 as its paragraph says it.
  private func routing(_ given: Case, before: RoutingChannel) -> RoutingChannel {
    switch given.override {
    case .email: return .email
    case .messaging: return .messaging
    case .unchanged: return before
    case nil: break
    }
    switch given.reason {
    case .agentEnded, .inactivityEnded: return given.policy.endedSessionsAsEmail ? .email : before
    case .triggerEnded: return given.policy.triggerEndSetsEmail ? .email : before
    case .channelChanged: return .email
    case .endUserEnded, .ticketClosed: return before
    }
  }

  @Test("E1, E3, E7, E8, E14, F2, F4: every reason × override × settings × session × ticket") func everyCase()
  {
    #expect(Self.cases.count == 6 * 4 * 8 * 3 * 15)
    var wrong: [String] = []
    var ended = 0
    for given in Self.cases {
      let problem = problem(given)
      if let problem { wrong.append("\(given): \(problem)") }
      if case .success(let draft) = given.item.result(given.update, given.policy), draft.endedSession {
        ended += 1
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) wrong, first \(wrong.prefix(5).joined(separator: "\n"))")
    // Active, of each reason: with the feature 11 open work items and for closes all 15; without it only F4 and E14.
    #expect(ended == 4 * 4 * (5 * 11 + 15) + 4 * 4 * (11 + 15))
  }

  /// What is wrong with the outcome of a case, or nil.
  private func problem(_ given: Case) -> String? {
    let result = given.item.result(given.update, given.policy)
    guard let session = given.session else {
      guard case .failure(let refusal) = result, refusal.kind == .impossible else {
        return "no session, \(result)"
      }
      return nil
    }
    if session.state == .ended {
      // E1: a trigger's action moves the ticket, as far as the setting lets it; nothing else happens.
      var expected = given.item
      var events: [UpdateEvent] = []
      let isOpen = given.ticket.map { $0.status < .closed && $0.routingChannel == .messaging } ?? false
      if given.reason == .triggerEnded, given.policy.triggerEndSetsEmail, isOpen {
        expected.ticket?.routingChannel = .email
        events = [.routingChannelChanged(from: .messaging, to: .email)]
      }
      guard case .success(let draft) = result, draft.item == expected, draft.events == events,
        !draft.endedSession
      else { return "was ended, \(result)" }
      return nil
    }
    let refusals = refusals(given)
    switch result {
    case .failure(let refusal):
      return refusals.contains(refusal.kind) ? nil : "refused: \(refusal.message)"
    case .success(let draft):
      if !refusals.isEmpty { return "not refused" }
      return problem(given, draft)
    }
  }

  private func problem(_ given: Case, _ draft: UpdateDraft) -> String? {
    let before = given.ticket?.routingChannel
    let after = before.map { routing(given, before: $0) }
    // E7: the session's end and the routing channel are all that changes.
    var expected = given.item
    expected.session?.state = .ended
    expected.session?.end = WorkItem.End(
      reason: given.reason, at: WorkItems.moment, by: .user(id: 5), via: .api)
    if let after { expected.ticket?.routingChannel = after }
    if draft.item != expected { return "became \(draft.item)" }
    // E8: one event for the end, and one for the routing channel where it changed.
    var events: [UpdateEvent] = [
      .sessionEnded(reason: given.reason, routingBefore: before, routingAfter: after)
    ]
    if let before, let after, before != after {
      events.append(.routingChannelChanged(from: before, to: after))
    }
    if draft.events != events { return "events \(draft.events)" }
    return draft.endedSession ? nil : "does not say that it ended"
  }

  @Test(
    "E3 as a table",
    arguments: [
      (EndReason.agentEnded, true, RoutingChannel.email), (.agentEnded, false, .messaging),
      (.inactivityEnded, true, .email), (.inactivityEnded, false, .messaging), (.triggerEnded, true, .email),
      (.triggerEnded, false, .email), (.channelChanged, true, .email), (.channelChanged, false, .email),
      (.endUserEnded, true, .messaging), (.endUserEnded, false, .messaging),
      (.ticketClosed, true, .messaging),
      (.ticketClosed, false, .messaging),
    ])
  func routingChannel(reason: EndReason, asEmail: Bool, after: RoutingChannel) throws {
    let item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket())
    let policy = UpdatePolicy(
      endedSessionsAsEmail: asEmail, triggerEndSetsEmail: true, canEndSessions: true)
    let draft = try item.applying(WorkItems.update(.endSession(reason, routing: nil)), policy: policy)
    #expect(draft.item.ticket?.routingChannel == after)
  }

  @Test("E1 twice in one update is one end, the first") func twice() throws {
    let item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket())
    let draft = try item.applying(
      WorkItems.update(
        .endSession(.agentEnded, routing: .unchanged), .endSession(.inactivityEnded, routing: nil)),
      policy: .standard)
    #expect(draft.item.session?.end?.reason == .agentEnded)
    #expect(draft.item.ticket?.routingChannel == .messaging)
    #expect(draft.events.count == 1)
  }

  @Test("F2 the refusal is known by its kind, from which follows how to turn it on") func featureOff() {
    let item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket())
    let result = item.result(WorkItems.update(.endSession(.agentEnded, routing: nil)), .featureOff)
    #expect(throws: UpdateRefusal.featureOff) { try result.get() }
    #expect(UpdateRefusal.featureOff.kind == .featureOff)
  }
}
