import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// Why a ticket waits where it does, and who could take it (interface, routing explanation).
package struct RoutingExplanation: Sendable {
  /// A queue's conditions, tried on the ticket.
  package struct QueueTrial: Sendable {
    /// The queue; what the standard one asks stands in it as conditions (Q2).
    package let queue: Queue
    /// What each of its conditions says.
    package let trial: RuleTrial
    /// What keeps the queue from taking any ticket (T10).
    package let problems: [RuleProblem]

    /// Whether the queue would take the ticket, if none before it did (Q3).
    package var matches: Bool { problems.isEmpty && trial.isMet }
  }

  /// The ticket and its session, as they are stored.
  package let item: WorkItem
  /// Why it can't wait; empty when it is eligible.
  package let ineligibilities: [Ineligibility]
  /// Where it waits now; nil: in no queue.
  package let place: QueuePlace?
  /// In the order in which they are tried, the standard one last.
  package let queues: [QueueTrial]
  /// What keeps an eligible ticket from the standard queue.
  package let standardRefusals: [Ineligibility]
  /// Everybody on the staff, as seen from the queue that it waits in; empty when it is in none.
  package let agents: [(agent: RoutingAgent, verdict: AgentVerdict)]
  /// Why nobody can ever be given it where it waits; nil where somebody can.
  package var unserved: String?

  /// One of those that were tried; nil where there is none with this key.
  package func queue(key: Int64) -> Queue? { queues.first { $0.queue.key == key }?.queue }

  /// The queue it would enter now.
  package var firstMatch: Queue? { queues.first(where: \.matches)?.queue }
}

extension StoreReader {
  /// - Returns: nil when there is no such ticket.
  package func routingExplanation(ticketID: Int64, at moment: Instant) throws -> RoutingExplanation? {
    guard let item = try item(ticketID: ticketID), let ticket = item.ticket else { return nil }
    guard try isOmnichannel() else {
      return RoutingExplanation(
        item: item, ineligibilities: [.classicRouting], place: nil, queues: [], standardRefusals: [],
        agents: [])
    }
    let custom = try queues().map(\.queue)
    let compiler = RuleCompiler(try ruleEnvironment(at: moment))
    let rules = QueueRules(
      custom, isOmnichannel: true, standardEntry: try standardEntry(), compiler: compiler)
    let place = try queuePlace(ticketID: ticketID)
    let queues = queueTrials(of: custom, on: item, rules, compiler)
    let serving = place.flatMap { place in queues.first { $0.queue.key == place.queueKey }?.queue }
    var explanation = RoutingExplanation(
      item: item, ineligibilities: item.ineligibilities, place: place, queues: queues,
      standardRefusals: rules.standardEntry.refusals(item),
      agents: try serving.map { try verdicts(on: ticket, in: $0, at: moment) } ?? [])
    if let serving {
      let groups =
        serving.isStandard
        ? ticket.groupID.map { [$0] } ?? [] : serving.primaryGroups + serving.secondaryGroups
      explanation.unserved = try groupService().obstacle(to: ticket.routingChannel, in: groups)
    }
    return explanation
  }

  func queuePlace(ticketID: Int64) throws -> QueuePlace? {
    try StoredRow.fetchOne(
      db, of: "queue_ticket",
      sql: """
        SELECT w.queue_key, \(Self.placeInLine) FROM queue_ticket w
        WHERE w.ticket_id = ? AND w.queue_key IS NOT NULL
        """, arguments: [ticketID]
    ).map { try QueuePlace(queueKey: $0(0), position: $0(1)) }
  }

  private func queueTrials(
    of custom: [Queue], on item: WorkItem, _ rules: QueueRules, _ compiler: RuleCompiler
  ) -> [RoutingExplanation.QueueTrial] {
    // What the standard queue asks is shown as conditions too (Q2).
    var standard = Queue.standard
    standard.conditions.all = [
      RuleCondition(field: "group_id", operatorWord: "is_not", value: .string(""))
    ]
    if rules.standardEntry.needsTag(item) {
      standard.conditions.all.append(
        RuleCondition(
          field: "current_tags", operatorWord: "includes", value: .string(rules.standardEntry.tag)))
    }
    return (custom + [standard]).map { queue in
      RoutingExplanation.QueueTrial(
        queue: queue,
        trial: compiler.trial(of: queue.conditions, event: .none, before: item, now: item),
        problems: compiler.queueProblems(of: queue.conditions))
    }
  }

  /// Only those who serve the queue are counted, and no further than their capacity: it must not matter how much
  /// the others have in hand.
  private func verdicts(
    on ticket: WorkItem.Ticket, in queue: Queue, at moment: Instant
  ) throws -> [(RoutingAgent, AgentVerdict)] {
    let serving = Set(
      queue.primaryGroups + queue.secondaryGroups + (queue.isStandard ? [ticket.groupID ?? 0] : []))
    let channel = ticket.routingChannel
    var agents = try routingAgents(loads: [:])
    for index in agents.indices
    where agents[index].isAvailable && !agents[index].groups.isDisjoint(with: serving) {
      agents[index].load[channel] = try load(
        of: agents[index].id, channel, upTo: agents[index].capacity[channel], at: moment)
    }
    var dispatcher = Dispatcher(agents, method: .highestSpareCapacity)
    return agents.map { ($0, dispatcher.verdict(on: $0, for: ticket, in: queue)) }
  }

  /// Everybody on the staff, as routing sees them.
  func routingAgents(loads: [Int64: AgentLoad]) throws -> [RoutingAgent] {
    let groups = Dictionary(grouping: try memberships(), by: \.userID).mapValues { Set($0.map(\.groupID)) }
    let deleted = Set(try Int64.fetchAll(db, sql: "SELECT id FROM agent_group WHERE deleted"))
    let turns = Dictionary(
      try StoredRow.fetchAll(db, of: "routing_turn", sql: "SELECT user_id, turn FROM routing_turn").map {
        try ($0(0) as Int64, $0(1) as Int64)
      }, uniquingKeysWith: { first, _ in first })
    return try staff().map { person in
      let groups = groups[person.id] ?? []
      return RoutingAgent(
        person, groups: groups.subtracting(deleted), deletedGroups: groups.intersection(deleted),
        load: loads[person.id] ?? AgentLoad(),
        turn: turns[person.id] ?? 0)
    }
  }
}
