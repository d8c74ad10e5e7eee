import SessionModel
import Testing

/// Who gets a ticket (Q5, C1–C3).
@Suite struct DispatcherTests {
  private let queue = Queue(
    key: 1, id: "1", name: "Q", order: 1, priority: 1, conditions: RuleConditions(), primaryGroups: [1, 2],
    secondaryGroups: [3])

  private func agent(
    _ id: Int64, _ groups: Set<Int64>, messaging: Int = 0, email: Int = 0, of capacity: Int = 3,
    turn: Int64 = 0,
    status: AgentStatus = .online, suspended: Bool = false
  ) -> RoutingAgent {
    RoutingAgent(
      id: id, name: "Agent \(id)", status: status, isSuspended: suspended, groups: groups,
      load: AgentLoad(messaging: messaging, email: email),
      capacity: AgentLoad(messaging: capacity, email: capacity), turn: turn)
  }

  private func choice(
    _ agents: RoutingAgent..., routing: RoutingChannel = .messaging, in queue: Queue? = nil,
    group: Int64? = nil,
    method: AssignmentMethod = .highestSpareCapacity
  ) -> Int64? {
    var dispatcher = Dispatcher(agents, method: method)
    let ticket = WorkItems.ticket(routing: routing, group: group)
    return dispatcher.agent(for: ticket, in: queue ?? self.queue)?.id
  }

  @Test("C3: highest spare capacity counts what is left, of the ticket's own channel") func spare() {
    #expect(choice(agent(1, [1], messaging: 2), agent(2, [1], messaging: 1)) == 2)
    #expect(choice(agent(1, [1], messaging: 2), agent(2, [1], messaging: 1, email: 3), routing: .email) == 1)
    // The larger rest, not the smaller load.
    #expect(choice(agent(1, [1], messaging: 4, of: 9), agent(2, [1], messaging: 0)) == 1)
    #expect(choice(agent(2, [1]), agent(1, [1])) == 1)
  }

  @Test("C3: round robin goes to whoever was given something longest ago") func roundRobin() {
    #expect(choice(agent(1, [1], turn: 5), agent(2, [2], messaging: 2, turn: 4), method: .roundRobin) == 2)
    #expect(choice(agent(1, [1], turn: 5), agent(2, [2], messaging: 3, turn: 4), method: .roundRobin) == 1)
    #expect(choice(agent(1, [1], turn: 5), agent(2, [2]), method: .roundRobin) == 2)
    var dispatcher = Dispatcher([agent(1, [1]), agent(2, [1]), agent(3, [1])], method: .roundRobin)
    let order = (0..<6).compactMap { _ in
      let chosen = dispatcher.agent(for: WorkItems.ticket(), in: queue)?.id
      if let chosen { dispatcher.took(chosen) }
      return chosen
    }
    #expect(order == [1, 2, 3, 1, 2, 3])
  }

  @Test("C1, C2: a full agent gets nothing, also one who has more than the limit by hand") func full() {
    #expect(choice(agent(1, [1], messaging: 3)) == nil)
    #expect(choice(agent(1, [1], messaging: 7)) == nil)
    #expect(choice(agent(1, [1], of: 0)) == nil)
    #expect(choice(agent(1, [1], messaging: 3), routing: .email) == 1)
  }

  @Test("C3: only agents who are online, and may act") func online() {
    #expect(choice(agent(1, [1], status: .away), agent(2, [1], status: .offline)) == nil)
    #expect(choice(agent(1, [1], suspended: true)) == nil)
  }

  @Test("Q5: primary groups are one pool; secondary ones serve when no primary agent is available")
  func pools() {
    #expect(choice(agent(1, [1], messaging: 2), agent(2, [2], messaging: 1), agent(3, [3])) == 2)
    #expect(choice(agent(1, [1], messaging: 3), agent(3, [3])) == 3)
    #expect(choice(agent(1, [1], status: .away), agent(3, [3])) == 3)
    #expect(choice(agent(4, [4])) == nil)
  }

  @Test("The standard queue is served by the ticket's own group") func standard() {
    #expect(choice(agent(1, [1]), agent(2, [2]), in: .standard, group: 2) == 2)
    #expect(choice(agent(1, [1]), in: .standard, group: 2) == nil)
  }

  @Test("E6, C1: loads follow what an assignment and the rules after it make of a ticket") func loads() {
    var dispatcher = Dispatcher([agent(1, [1]), agent(2, [1])], method: .highestSpareCapacity)
    let before = WorkItem(session: WorkItems.active, ticket: WorkItems.ticket())
    var after = before
    after.ticket?.assigneeID = 1
    after.ticket?.assignedChannel = .messaging
    dispatcher.note(before: before, after: after)
    #expect(dispatcher.agents[0].load == AgentLoad(messaging: 1, email: 0))
    // A rule ended the session and gave the ticket to somebody else: email from that assignment on.
    var moved = after
    moved.session = WorkItems.ended
    moved.ticket?.assigneeID = 2
    moved.ticket?.assignedChannel = .email
    dispatcher.note(before: after, after: moved)
    #expect(dispatcher.agents.map(\.load) == [AgentLoad(), AgentLoad(messaging: 0, email: 1)])
    var solved = moved
    solved.ticket?.status = .solved
    dispatcher.note(before: moved, after: solved)
    #expect(dispatcher.agents.map(\.load) == [AgentLoad(), AgentLoad()])
  }

  @Test("Each agent who can't take a ticket is told why") func verdicts() {
    let agents = [
      agent(1, [1], messaging: 3), agent(2, [9]), agent(3, [1], status: .away),
      agent(4, [2], suspended: true),
      agent(5, [2]), agent(6, [3]),
    ]
    var dispatcher = Dispatcher(agents, method: .roundRobin)
    let verdicts = agents.map { dispatcher.verdict(on: $0, for: WorkItems.ticket(), in: queue) }
    #expect(
      verdicts == [
        .full(.messaging, capacity: 3), .notInGroups, .status(.away), .suspended, .canTake, .primaryAvailable,
      ])
  }
}
