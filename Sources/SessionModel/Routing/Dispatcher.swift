/// Hands waiting tickets to agents, one after the other, because they share the agents' room (Q4, Q5, C1–C3).
public struct Dispatcher: Sendable {
  /// By id, with their loads and turns as they are by now.
  public private(set) var agents: [RoutingAgent]
  /// Whether anybody at all can be given anything.
  public private(set) var hasAnyRoom = false
  private let method: AssignmentMethod
  private var places: [Int64: Int] = [:]
  private var lastTurn: Int64
  /// The agents of a queue's groups, or of a group, who are online; found once each.
  private var pools: [Pool: [Int]] = [:]

  private enum Pool: Hashable {
    case primary(Int64), secondary(Int64), group(Int64)
  }

  /// Prepares to hand out tickets; the agents may come in any order, with the load that they have before the
  /// run.
  public init(_ agents: [RoutingAgent], method: AssignmentMethod) {
    self.agents = agents.sorted { $0.id < $1.id }
    self.method = method
    lastTurn = agents.map(\.turn).max() ?? 0
    for (place, agent) in self.agents.enumerated() { places[agent.id] = place }
    lookForRoom()
  }

  // MARK: Choosing

  /// Who gets a ticket that waits in a queue; nil when nobody can take it.
  public mutating func agent(for ticket: WorkItem.Ticket, in queue: Queue) -> RoutingAgent? {
    let channel = ticket.routingChannel
    for pool in pools(of: queue, ticket) {
      let able = members(pool, queue).filter { agents[$0].room(channel) > 0 }
      guard let first = able.first else { continue }
      // The first in the order of ids among equals.
      return agents[able.dropFirst().reduce(first) { comesBefore($1, $0, channel) ? $1 : $0 }]
    }
    return nil
  }

  /// Whether anybody who serves a queue has room for a channel at all; of the standard queue each group decides.
  public mutating func hasRoom(in queue: Queue, for channel: RoutingChannel) -> Bool {
    if queue.isStandard {
      return agents.contains { $0.isAvailable && $0.room(channel) > 0 }
    }
    return [Pool.primary(queue.key), .secondary(queue.key)].contains { pool in
      members(pool, queue).contains { agents[$0].room(channel) > 0 }
    }
  }

  private func comesBefore(_ one: Int, _ other: Int, _ channel: RoutingChannel) -> Bool {
    switch method {
    case .highestSpareCapacity: agents[one].room(channel) > agents[other].room(channel)
    case .roundRobin: agents[one].turn < agents[other].turn
    }
  }

  /// Q5: the primary pool, and the secondary one only when no primary agent is available; the standard queue is
  /// served by the ticket's own group.
  private func pools(of queue: Queue, _ ticket: WorkItem.Ticket) -> [Pool] {
    if queue.isStandard { return ticket.groupID.map { [.group($0)] } ?? [] }
    return [.primary(queue.key), .secondary(queue.key)]
  }

  private mutating func members(_ pool: Pool, _ queue: Queue) -> [Int] {
    if let known = pools[pool] { return known }
    let groups: [Int64] =
      switch pool {
      case .primary: queue.primaryGroups
      case .secondary: queue.secondaryGroups
      case .group(let group): [group]
      }
    let members = agents.indices.filter { place in
      agents[place].isAvailable && groups.contains(where: agents[place].groups.contains)
    }
    pools[pool] = members
    return members
  }

  // MARK: Keeping count

  /// Keeps the loads right after an update, whatever rules have made of the ticket.
  public mutating func note(before: WorkItem, after: WorkItem) {
    if let place = before.ticket?.assigneeID.flatMap({ places[$0] }) { agents[place].load -= before.load }
    if let place = after.ticket?.assigneeID.flatMap({ places[$0] }) { agents[place].load += after.load }
    lookForRoom()
  }

  private mutating func lookForRoom() {
    hasAnyRoom = agents.contains { agent in
      agent.isAvailable && RoutingChannel.allCases.contains { agent.room($0) > 0 }
    }
  }

  /// The agent got a ticket and goes to the end of the line (C3).
  public mutating func took(_ agentID: Int64) {
    guard let place = places[agentID] else { return }
    lastTurn += 1
    agents[place].turn = lastTurn
  }

  // MARK: Explaining

  /// Why an agent can take a ticket or not.
  ///
  /// - Parameter queue: the one it waits in
  public mutating func verdict(on agent: RoutingAgent, for ticket: WorkItem.Ticket, in queue: Queue)
    -> AgentVerdict
  {
    let groups = queue.isStandard ? ticket.groupID.map { [$0] } ?? [] : queue.primaryGroups
    let isPrimary = groups.contains(where: agent.groups.contains)
    let isSecondary = queue.secondaryGroups.contains(where: agent.groups.contains)
    guard isPrimary || isSecondary else {
      let deleted = (groups + queue.secondaryGroups).first(where: agent.deletedGroups.contains)
      return deleted.map(AgentVerdict.groupDeleted) ?? .notInGroups
    }
    if let bar = agent.bar { return .barred(bar) }
    if agent.isSuspended { return .suspended }
    if agent.status != .online { return .status(agent.status) }
    let channel = ticket.routingChannel
    if agent.room(channel) <= 0 { return .full(channel, capacity: agent.capacity[channel]) }
    if !isPrimary, members(.primary(queue.key), queue).contains(where: { agents[$0].room(channel) > 0 }) {
      return .primaryAvailable
    }
    return .canTake
  }
}

extension RoutingAgent {
  /// C3: only who is online; nobody who may act on nothing, or be given nothing.
  public var isAvailable: Bool { status == .online && !isSuspended && bar == nil }
}
