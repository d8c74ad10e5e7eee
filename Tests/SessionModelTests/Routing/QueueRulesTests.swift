import CivilTime
import JSONText
import SessionModel
import Testing

/// Eligibility and matching as pure functions (Q1–Q3, E4, E5).
@Suite struct QueueRulesTests {
  private let compiler = RuleCompiler(
    RuleEnvironment(featureEnabled: true, hasSurvey: true, groups: [1, 2], staff: [5]))

  private func queue(_ key: Int64, order: Int64, _ conditions: (String, String, String)...) -> Queue {
    Queue(
      key: key, id: "\(key)", name: "Queue \(key)", order: order, priority: 1,
      conditions: RuleConditions(
        all: conditions.map { RuleCondition(field: $0.0, operatorWord: $0.1, value: .string($0.2)) }),
      primaryGroups: [1])
  }

  private func rules(_ queues: Queue..., omnichannel: Bool = true, endedNeedTag: Bool = false) -> QueueRules {
    QueueRules(
      queues, isOmnichannel: omnichannel,
      standardEntry: StandardEntry(tag: "auto-routing", endedSessionsNeedTag: endedNeedTag),
      compiler: compiler)
  }

  private func key(_ rules: QueueRules, _ item: WorkItem) -> Int64? {
    rules.waiting(item, at: WorkItems.moment)?.queueKey
  }

  @Test("Q2: new or open, unassigned, and not ended with the routing channel messaging (E4)") func eligible()
  {
    for status in TicketStatus.allCases {
      for assignee in [nil, 5] as [Int64?] {
        for session in [nil, WorkItems.active, WorkItems.ended] {
          for routing in RoutingChannel.allCases {
            let item = WorkItem(
              session: session,
              ticket: WorkItems.ticket(
                status, routing: routing, assignee: assignee, group: 1, tags: ["auto-routing"]))
            let isUnroutable = session?.state == .ended && routing == .messaging
            let expected = (status == .new || status == .open) && assignee == nil && !isUnroutable
            #expect((key(rules(), item) != nil) == expected)
            #expect(item.ineligibilities.isEmpty == expected)
          }
        }
      }
    }
  }

  @Test(
    "Q2: the standard queue needs a group, and for email the tag, but not of a messaging ticket that an end made one",
    arguments: [false, true])
  func standard(endedNeedTag: Bool) {
    func waits(_ session: WorkItem.Session?, _ routing: RoutingChannel, _ group: Int64?, _ tags: [String])
      -> Bool
    {
      let item = WorkItem(
        session: session, ticket: WorkItems.ticket(routing: routing, group: group, tags: tags))
      let rules = rules(endedNeedTag: endedNeedTag)
      let isIn = key(rules, item) == Queue.standard.key
      #expect(rules.standardEntry.refusals(item).isEmpty == isIn)
      return isIn
    }
    #expect(waits(WorkItems.active, .messaging, 1, []))
    #expect(!waits(WorkItems.active, .messaging, nil, []))
    for session in [nil, WorkItems.ended] {
      let needsTag = endedNeedTag || session == nil
      #expect(waits(session, .email, 1, ["other"]) == !needsTag)
      #expect(waits(session, .email, 1, ["other", "auto-routing"]))
      #expect(!waits(session, .email, nil, ["auto-routing"]))
    }
  }

  @Test("E4: what leaves routing is told with its reason, and who is taken care of does not leave")
  func exits()
    throws
  {
    let rules = rules(queue(7, order: 1, ("priority", "is", "urgent")), endedNeedTag: true)
    func exit(
      _ group: Int64?, _ priority: Priority, _ policy: UpdatePolicy = .standard, _ steps: Update.Step...
    ) throws -> RoutingExit? {
      var ticket = WorkItems.ticket(group: group)
      ticket.priority = priority
      var item = WorkItem(session: WorkItems.active, ticket: ticket)
      item.waiting = rules.waiting(item, at: WorkItems.moment)
      var outcome = try item.applying(
        Update(actor: .user(id: 5), via: .api, at: WorkItems.moment, steps: steps), policy: policy)
      outcome.match(rules)
      return outcome.routingExit(rules)
    }
    let end = Update.Step.endSession(.agentEnded, routing: nil)
    #expect(try exit(1, .none, .standard, .endSession(.agentEnded, routing: .messaging)) == .channel)
    #expect(try exit(1, .none, .standard, end) == .tag)
    #expect(try exit(1, .none, .standard, end, .addTags(["auto-routing"])) == nil)
    #expect(try exit(1, .urgent, .standard, end) == nil)
    #expect(try exit(nil, .urgent, .standard, .setPriority(.low)) == .group)
    #expect(try exit(1, .none, .standard, .setGroup(nil)) == .group)
    // It was in no queue before.
    #expect(try exit(nil, .none, .standard, .setPriority(.low)) == nil)
    // Somebody has it, or it is done.
    #expect(try exit(1, .none, .standard, .setAssignee(5)) == nil)
    #expect(try exit(1, .none, .standard, .setStatus(.solved)) == nil)
    #expect(try exit(1, .none, .standard, .setStatus(.closed)) == nil)
  }

  @Test("E5: what an end made an email ticket is matched again, also where its queue was chosen")
  func rematched()
    throws
  {
    let rules = rules(queue(1, order: 1, ("routing_channel", "is", "email")), queue(2, order: 2))
    let chosen = Waiting(queueKey: 2, since: WorkItems.moment, isChosen: true)
    let item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(group: 1), waiting: chosen)
    func waiting(_ step: Update.Step) throws -> Waiting? {
      var outcome = try item.applying(WorkItems.update(step), policy: .standard)
      outcome.match(rules)
      return outcome.item.waiting
    }
    let matched = Waiting(queueKey: 1, since: WorkItems.moment)
    #expect(try waiting(.endSession(.agentEnded, routing: nil)) == matched)
    #expect(try waiting(.setRoutingChannel(.email)) == matched)
    #expect(try waiting(.endSession(.agentEnded, routing: .messaging)) == nil)
    #expect(try waiting(.setPriority(.high)) == chosen)
  }

  @Test("Q3: the first queue by order that matches, whatever the order they are given in") func order() {
    let rules = rules(
      queue(7, order: 2, ("status", "is", "open")), queue(8, order: 1, ("status", "is", "new")),
      queue(9, order: 3))
    #expect(key(rules, WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(.open))) == 7)
    #expect(key(rules, WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(.new))) == 8)
  }

  @Test("T10: a queue that can't be evaluated takes nothing; neither does one about updates") func barred() {
    let rules = rules(
      queue(1, order: 1, ("moon", "is", "full")), queue(2, order: 2, ("status", "not_changed", "")),
      queue(3, order: 3, ("current_via_id", "is_not", "email")))
    #expect(
      key(rules, WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(group: 1)))
        == Queue.standard.key)
  }

  @Test("Q1: in classic messaging routing nobody waits") func classic() {
    let rules = rules(queue(1, order: 1), omnichannel: false)
    let item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(group: 1))
    #expect(rules.waiting(item, at: WorkItems.moment) == nil)
    #expect(rules.columns.isEmpty)
  }

  @Test(
    "Q4: the time of eligibility stays while a ticket moves between queues, and begins anew after a break")
  func since() {
    let rules = rules(queue(1, order: 1, ("routing_channel", "is", "email")))
    let early = Instant(1000)
    var item = WorkItem(
      session: WorkItems.active, ticket: WorkItems.ticket(group: 1),
      waiting: Waiting(queueKey: 0, since: early)
    )
    item.session = WorkItems.ended
    item.ticket?.routingChannel = .email
    #expect(rules.waiting(item, at: WorkItems.moment) == Waiting(queueKey: 1, since: early))
    item.ticket?.status = .pending
    item.waiting = rules.waiting(item, at: WorkItems.moment)
    #expect(item.waiting == nil)
    item.ticket?.status = .open
    #expect(rules.waiting(item, at: WorkItems.moment)?.since == WorkItems.moment)
  }

  @Test("A queue that a hand-off named keeps its ticket, until it leaves or the queue is gone") func chosen()
  {
    let rules = rules(queue(1, order: 1), queue(2, order: 2))
    let chosen = Waiting(queueKey: 2, since: WorkItems.moment, isChosen: true)
    var item = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket(group: 1), waiting: chosen)
    #expect(rules.waiting(item, at: WorkItems.moment) == chosen)
    item.waiting?.queueKey = 3
    #expect(rules.waiting(item, at: WorkItems.moment) == Waiting(queueKey: 1, since: WorkItems.moment))
    item.ticket?.assigneeID = 5
    #expect(rules.waiting(item, at: WorkItems.moment) == nil)
  }
}
