import CivilTime
import SessionModel

/// Routing the slow way: everything is recounted from the tickets each time, nothing is kept (§7).
struct RoutingModel {
  struct Ticket {
    var item: WorkItem
    var channel: String
    /// Where it waits by name of the queue; nil in none.
    var queue: String?
    /// nil while it is not eligible.
    var since: Instant?
  }

  var tickets: [Int64: Ticket] = [:]
  /// In the order in which they are tried.
  var queues: [Queue] = []
  var agents: [RoutingAgent] = []
  var method = AssignmentMethod.highestSpareCapacity
  private var turns: [Int64] = []

  static let tag = "auto-routing"

  // MARK: Waiting

  /// Q2
  func isEligible(_ ticket: Ticket) -> Bool {
    let part = ticket.item.ticket!
    if part.status != .new && part.status != .open { return false }
    if part.assigneeID != nil { return false }
    return !(ticket.item.session?.state == .ended && part.routingChannel == .messaging)
  }

  /// Q3
  func firstMatch(_ ticket: Ticket) -> String? {
    for queue in queues where meets(ticket, queue.conditions) { return queue.name }
    let part = ticket.item.ticket!
    guard part.groupID != nil else { return nil }
    // A messaging ticket that an end made an email ticket needs no tag.
    let isEndedSessions = ticket.item.session?.state == .ended
    return part.routingChannel == .email && !isEndedSessions && !part.tags.contains(Self.tag)
      ? nil : Queue.standard.name
  }

  func meets(_ ticket: Ticket, _ conditions: RuleConditions) -> Bool {
    conditions.all.allSatisfy { holds($0, ticket) }
      && (conditions.any.isEmpty || conditions.any.contains { holds($0, ticket) })
  }

  private func holds(_ condition: RuleCondition, _ ticket: Ticket) -> Bool {
    let part = ticket.item.ticket!
    let value = condition.value.string!
    switch (condition.field, condition.operatorWord!) {
    case ("status", "is"): return part.status.word == value
    case ("priority", "greater_than"): return part.priority > Priority(word: value)!
    case ("group_id", "is"): return part.groupID == Int64(value)
    case ("current_tags", "includes"): return part.tags.contains(value)
    case ("current_tags", "not_includes"): return !part.tags.contains(value)
    case ("routing_channel", "is"): return part.routingChannel.word == value
    case ("via_id", "is"): return value == "messaging" ? ticket.channel != "email" : ticket.channel == value
    default: fatalError("the model knows no \(condition)")
    }
  }

  /// Q8
  mutating func match(_ id: Int64, at moment: Instant) {
    var ticket = tickets[id]!
    if isEligible(ticket) {
      ticket.since = ticket.since ?? moment
      ticket.queue = firstMatch(ticket)
    } else {
      (ticket.since, ticket.queue) = (nil, nil)
    }
    tickets[id] = ticket
  }

  /// Q6
  mutating func rematch() {
    for (id, ticket) in tickets where ticket.since != nil { match(id, at: ticket.since!) }
  }

  // MARK: Updating

  mutating func update(_ id: Int64, _ update: Update, _ policy: UpdatePolicy) {
    guard let outcome = try? tickets[id]!.item.applying(update, policy: policy), outcome.isChange else {
      return
    }
    tickets[id]!.item = outcome.item
    match(id, at: update.at)
  }

  // MARK: Loads

  /// C1, E6
  func load(of agent: Int64) -> AgentLoad {
    var load = AgentLoad()
    for ticket in tickets.values {
      let part = ticket.item.ticket!
      guard part.assigneeID == agent, part.status == .new || part.status == .open else { continue }
      if ticket.item.session?.state == .active { load.messaging += 1 }
      if part.assignedChannel == .email { load.email += 1 }
    }
    return load
  }

  // MARK: Assigning

  /// Q4: who is served, in that order.
  func line(_ queue: Queue) -> [Int64] {
    tickets.filter { $0.value.queue == queue.name }.sorted { one, other in
      let (a, b) = (one.value, other.value)
      let (p, q) = (a.item.ticket!.priority, b.item.ticket!.priority)
      if p != q { return p > q }
      return (a.since!, one.key) < (b.since!, other.key)
    }.map(\.key)
  }

  /// - Returns: tickets with the agents who got them, in that order
  mutating func run(at moment: Instant, _ policy: UpdatePolicy) -> [(ticket: Int64, agent: Int64)] {
    var assignments: [(ticket: Int64, agent: Int64)] = []
    let order = queues.enumerated().sorted {
      ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
    }
    // Fixed at the beginning: at most one assignment per ticket and run.
    let lines = (order.map(\.element) + [.standard]).map { ($0, line($0)) }
    for (queue, ids) in lines {
      for id in ids {
        guard let agent = choice(tickets[id]!, queue) else { continue }
        turns.removeAll { $0 == agent }
        turns.append(agent)
        assignments.append((id, agent))
        let update = Update(actor: .system, via: .system, at: moment, steps: [.setAssignee(agent)])
        self.update(id, update, policy)
      }
    }
    return assignments
  }

  private func choice(_ ticket: Ticket, _ queue: Queue) -> Int64? {
    let part = ticket.item.ticket!
    let pools =
      queue.isStandard ? [part.groupID.map { [$0] } ?? []] : [queue.primaryGroups, queue.secondaryGroups]
    for pool in pools {
      let able = agents.filter { agent in
        agent.status == .online && !agent.isSuspended && !agent.groups.isDisjoint(with: pool)
          && room(agent, part.routingChannel) > 0
      }
      guard !able.isEmpty else { continue }
      return able.sorted { one, other in
        let rank: (RoutingAgent) -> Int = { agent in
          method == .roundRobin
            ? turns.firstIndex(of: agent.id) ?? -1 : -room(agent, part.routingChannel)
        }
        return (rank(one), one.id) < (rank(other), other.id)
      }.first!.id
    }
    return nil
  }

  private func room(_ agent: RoutingAgent, _ channel: RoutingChannel) -> Int {
    let load = load(of: agent.id)
    return channel == .email ? agent.capacity.email - load.email : agent.capacity.messaging - load.messaging
  }
}
