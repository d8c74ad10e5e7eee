import CivilTime
import GRDB
import SessionModel
import StoreEngine

/// A ticket that a run of routing gave to an agent.
package struct Assignment: Sendable {
  /// The ticket that was assigned.
  package let ticketID: Int64
  /// The queue that it came from.
  package let queue: Queue
  /// The agent who got it.
  package let agentID: Int64
  /// What to call them; never empty.
  package let agentName: String
  /// The limit that it was counted under: the ticket's when it was assigned (E6).
  package let routingChannel: RoutingChannel
  /// What followed from it, in numbers and in the triggers that fired.
  package var item: UpdateItem?
}

/// What a run of routing did, or a dry run would do.
package struct RoutingSummary: Sendable {
  /// Who waited in a queue when it began.
  package var waiting = 0
  /// In the order in which they were made: that of service (Q4).
  package var assignments: [Assignment] = []
  /// What the assignments brought with them, rules included.
  package var update = UpdateSummary()
}

/// Gives what waits to the agents who have room, queue by queue: by priority, the standard queue last (Q4); at most
/// once per ticket and run (Q8), because what has waited is fixed when the run begins.
final class RoutingRun: WorkItemSteps {
  private let db: Database
  private let queues: [Int64: Queue]
  private var dispatcher: Dispatcher
  private let turns: [Int64: Int64]
  private(set) var assignments: [Assignment] = []

  init(_ db: Database, at moment: Instant) throws {
    self.db = db
    let reader = StoreReader(db)
    queues = Dictionary(
      (try reader.queues().map(\.queue) + [.standard]).map { ($0.key, $0) },
      uniquingKeysWith: { first, _ in first })
    let agents = try reader.routingAgents(loads: reader.loads(at: moment))
    turns = Dictionary(agents.map { ($0.id, $0.turn) }, uniquingKeysWith: { first, _ in first })
    let method = try reader.setting("routing.assignment_method").flatMap(AssignmentMethod.init)
    dispatcher = Dispatcher(agents, method: method ?? .highestSpareCapacity)
  }

  /// Fixes who is served, in the order of service; queues that nobody can serve are passed over.
  func freeze() throws {
    try BatchUpdate.makeBatchTable(db)
    let order = queues.values.filter { queue in
      RoutingChannel.allCases.contains { dispatcher.hasRoom(in: queue, for: $0) }
    }.sorted {
      ($0.isStandard ? 1 : 0, $0.priority, $0.order) < ($1.isStandard ? 1 : 0, $1.priority, $1.order)
    }
    guard !order.isEmpty else { return }
    let ranks = order.enumerated().map { "(\($1.key), \($0))" }.joined(separator: ", ")
    try db.execute(
      sql: """
        WITH rank(key, place) AS (VALUES \(ranks))
        INSERT INTO temp.batch(session_id, ticket_id)
        SELECT s.id, w.ticket_id FROM rank r CROSS JOIN queue_ticket w ON w.queue_key = r.key
          LEFT JOIN session s ON s.ticket_id = w.ticket_id
        ORDER BY r.place, w.priority DESC, w.eligible_since, w.ticket_id
        """)
  }

  // MARK: Work items

  var isDone: Bool { !dispatcher.hasAnyRoom }

  func steps(for item: WorkItem) throws -> [Update.Step]? {
    guard let ticket = item.ticket, let key = item.waiting?.queueKey, let queue = queues[key],
      let agent = dispatcher.agent(for: ticket, in: queue)
    else { return nil }
    dispatcher.took(agent.id)
    assignments.append(
      Assignment(
        ticketID: ticket.id, queue: queue, agentID: agent.id, agentName: agent.name,
        routingChannel: ticket.routingChannel))
    return [.assignFromQueue(agent.id)]
  }

  func note(_ draft: UpdateDraft) { dispatcher.note(before: draft.before, after: draft.item) }

  /// Remembers whose turn it was (C3).
  func saveTurns() throws {
    for agent in dispatcher.agents where agent.turn != turns[agent.id] {
      try db.execute(
        sql: "INSERT OR REPLACE INTO routing_turn VALUES (?, ?)", arguments: [agent.id, agent.turn])
    }
  }
}

extension Store {
  /// Assigns what waits, in one transaction with the log entry that `log` makes of it; a run that assigns nothing
  /// leaves no entry.
  ///
  /// - Parameters:
  ///   - log: nil for a dry run, which changes nothing
  ///   - prepare: gives the moment, and refuses whoever may not, within the transaction
  package func route(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }, log: ((RoutingSummary) -> LogEntry)?,
    _ prepare: (StoreReader) throws -> Instant
  ) throws -> RoutingSummary {
    func decide(_ reader: StoreReader, _ addedRows: AddedRows) throws -> (
      RoutingRun, BatchUpdate, RoutingSummary
    ) {
      let moment = try prepare(reader)
      let run = try RoutingRun(reader.db, at: moment)
      try run.freeze()
      let update = Update(actor: .system, via: .system, at: moment, steps: [.assignFromQueue(0)])
      let request = UpdateRequest(.tickets, Selection(), update, policy: try reader.updatePolicy())
      var batch = BatchUpdate(reader.db, request, addedRows)
      batch.individual = run
      try batch.decide(progress: progress)
      var summary = RoutingSummary()
      summary.waiting = try reader.waitingCounts().values.reduce(0, +)
      summary.assignments = run.assignments
      summary.update = batch.summary
      return (run, batch, summary)
    }
    var summary: RoutingSummary
    if let log {
      summary = try write { writer in
        let (run, batch, summary) = try decide(writer.reader, .store)
        guard !summary.assignments.isEmpty else { return summary }
        try batch.apply()
        try run.saveTurns()
        try writer.log(log(summary))
        return summary
      }
    } else {
      summary = try read { try decide($0, .plan).2 }
    }
    var place = 0
    try forEachUpdateItem { item in
      if summary.assignments.indices.contains(place) { summary.assignments[place].item = item }
      place += 1
    }
    return summary
  }
}
