import CivilTime
import GRDB
import SessionModel
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreEngine

/// A run over a store is the pure function over every matching work item, no more and no less.
@Suite struct BatchPropertyTests {
  /// What a run must leave behind.
  private struct Expected {
    var items: [String] = []
    var summary = UpdateSummary()
    var world: World
    var auditIDs: [Int64] = []
    var nextID: Int64 = 900_000_000_000_000
  }

  @Test(
    "§4: a random run does what the domain says of each, and its plan says so before",
    arguments: 1..<25 as Range<UInt64>)
  func randomRuns(seed: UInt64) throws {
    var random = SplitMix(seed: seed &* 1_000_003)
    var world = World(seed: seed, tickets: 40, loose: 8)
    let made = try world.store()
    var changed = 0
    for round in 0..<6 {
      let request = randomRequest(world, &random, at: TestStore.now.advanced(by: Int64(round)))
      let expected = expectation(request, world, next: try made.store.read { try $0.nextLocalID(.audit) })
      let before = try made.export()

      let plan = try made.store.plan(request)
      let planned = try made.items()
      #expect(try made.export() == before)
      let summary = try made.run(request)
      #expect(summary == plan)
      #expect(try made.items() == planned)

      #expect(summary == expected.summary, "\(request)")
      #expect(planned == expected.items, "\(request)")
      world = expected.world
      try compare(world, made)
      let audits = try made.rows("SELECT id FROM audit WHERE created_at = ?", [request.update.at.seconds])
      #expect(audits.map { $0[0] as Int64 } == expected.auditIDs)
      changed += summary.changed
    }
    #expect(changed > 0)
    let problems = try made.problems()
    #expect(problems.isEmpty, "\(problems)")
  }

  // MARK: The slow way

  private func expectation(_ request: UpdateRequest, _ world: World, next: Int64) -> Expected {
    var expected = Expected(world: world)
    expected.nextID = next
    switch request.subjects {
    case .sessions:
      var matching = world.sessions.indices.filter { world.matches(world.sessions[$0], request.selection) }
      if let limit = request.limit {
        matching.sort {
          (world.sessions[$0].lastActivityAt, world.sessions[$0].id)
            < (world.sessions[$1].lastActivityAt, world.sessions[$1].id)
        }
        matching = Array(matching.prefix(limit))
      }
      for index in matching.sorted(by: { world.sessions[$0].id < world.sessions[$1].id }) {
        apply(request, session: index, ticket: world.sessions[index].ticket, &expected)
      }
      missSessions(request, world, &expected)
      let reached = Set(world.sessions.compactMap { $0.ticket.map { world.tickets[$0].id } })
      for id in Set(request.selection.ticketIDs ?? []).sorted() where !reached.contains(id) {
        let why =
          world.tickets.contains { $0.id == id }
          ? UpdateRefusal.noSession(ticketID: id).message : "no ticket \(id)"
        expected.items.append("-/\(id) failed - - \(why)")
        expected.summary.matched += 1
        expected.summary.failed += 1
      }
    case .tickets:
      for index in world.tickets.indices where world.matchesForUpdate(world.tickets[index], request.selection)
      {
        apply(request, session: world.tickets[index].session, ticket: index, &expected)
      }
      missSessions(request, world, &expected)
      let known = Set(world.tickets.map(\.id))
      for id in Set(request.selection.ticketIDs ?? []).sorted() where !known.contains(id) {
        expected.items.append("-/\(id) failed - - no ticket \(id)")
        expected.summary.matched += 1
        expected.summary.failed += 1
      }
    }
    return expected
  }

  private func missSessions(_ request: UpdateRequest, _ world: World, _ expected: inout Expected) {
    let known = Set(world.sessions.map(\.id))
    for id in Set(request.selection.sessionIDs ?? []).sorted() where !known.contains(id) {
      expected.items.append("\(id)/- failed - - no session \(id)")
      expected.summary.matched += 1
      expected.summary.failed += 1
    }
  }

  private func apply(_ request: UpdateRequest, session: Int?, ticket: Int?, _ expected: inout Expected) {
    let before = WorkItem(
      session: session.map { expected.world.sessions[$0].part },
      ticket: ticket.map { expected.world.tickets[$0].part })
    let ids = "\(before.session.map { "\($0.id)" } ?? "-")/\(before.ticket.map { "\($0.id)" } ?? "-")"
    expected.summary.matched += 1
    do throws(UpdateRefusal) {
      let draft = try before.applying(request.update, policy: request.policy)
      let after = draft.item
      let word = word(draft, before, request, &expected.summary)
      expected.items.append(
        "\(ids) \(word) \(after.session?.end?.reason?.word ?? "-") \(after.ticket?.routingChannel.word ?? "-") -"
      )
      if let session { expected.world.sessions[session].part = after.session! }
      guard !draft.events.isEmpty else { return }
      expected.summary.changed += 1
      expected.auditIDs.append(expected.nextID)
      expected.nextID += 1 + Int64(draft.events.count)
      if let ticket {
        let at = request.update.at
        if after.ticket!.routingChannel != before.ticket!.routingChannel {
          expected.world.tickets[ticket].routingChangedAt = at
        }
        expected.world.tickets[ticket].part = after.ticket!
        expected.world.tickets[ticket].updatedAt = max(expected.world.tickets[ticket].updatedAt, at)
      }
    } catch {
      expected.summary.failed += 1
      expected.items.append("\(ids) failed - - \(error.message)")
    }
  }

  private func word(
    _ draft: UpdateDraft, _ before: WorkItem, _ request: UpdateRequest, _ summary: inout UpdateSummary
  ) -> String {
    summary.leftRouting.note(exit(draft, before))
    if draft.endedSession {
      summary.ended += 1
      return "ended"
    }
    let asks = request.update.steps.contains { if case .endSession = $0 { true } else { false } }
    if asks && before.session?.state == .ended {
      summary.alreadyEnded += 1
      return "already_ended"
    }
    return draft.events.isEmpty ? "unchanged" : "updated"
  }

  /// E4, in an account without custom queues.
  private func exit(_ draft: UpdateDraft, _ before: WorkItem) -> RoutingExit? {
    guard let ticket = draft.item.ticket, ticket.status < .closed else { return nil }
    if draft.endedSession, ticket.routingChannel == .messaging { return .channel }
    guard isInQueue(before), waits(draft.item), !isInQueue(draft.item) else { return nil }
    return ticket.groupID == nil ? .group : .tag
  }

  private func waits(_ item: WorkItem) -> Bool {
    guard let ticket = item.ticket, ticket.status == .new || ticket.status == .open else { return false }
    return ticket.assigneeID == nil
      && !(ticket.routingChannel == .messaging && item.session?.state == .ended)
  }

  private func isInQueue(_ item: WorkItem) -> Bool {
    guard waits(item), let ticket = item.ticket, ticket.groupID != nil else { return false }
    return ticket.routingChannel == .messaging || item.session?.state == .ended
      || ticket.tags.contains("auto-routing")
  }

  // MARK: Comparing

  private func compare(_ world: World, _ made: TestStore) throws {
    let tickets = try made.rows("SELECT * FROM ticket WHERE origin > 0 ORDER BY id")
    #expect(tickets.count == world.tickets.count)
    for (row, ticket) in zip(tickets, world.tickets) {
      var part = WorkItem.Ticket(
        id: row["id"], status: TicketStatus(rawValue: row["status"])!,
        priority: Priority(rawValue: row["priority"])!,
        routingChannel: RoutingChannel(rawValue: row["routing_channel"])!, assigneeID: row["assignee_id"],
        groupID: row["group_id"], tags: (row["tags"] as String).split(separator: " ").map(String.init),
        assignedChannel: (row["assigned_channel"] as Int?).flatMap(RoutingChannel.init))
      part.reopens = row["reopens"]
      part.replies = row["replies"]
      part.agentStations = row["agent_stations"]
      part.groupStations = row["group_stations"]
      part.reopens = row["reopens"]
      part.replies = row["replies"]
      #expect(part == ticket.part)
      #expect(row["updated_at"] == ticket.updatedAt.seconds)
      #expect(row["routing_channel_changed_at"] as Int64? == ticket.routingChangedAt?.seconds)
    }
    let sessions = try made.rows("SELECT * FROM session ORDER BY id")
    #expect(sessions.count == world.sessions.count)
    for (row, session) in zip(sessions, world.sessions.sorted { $0.id < $1.id }) {
      let kind = (row["ended_by_kind"] as Int?).flatMap(Actor.Kind.init)
      let end = WorkItem.End(
        reason: (row["end_reason"] as Int?).flatMap(EndReason.init),
        at: (row["ended_at"] as Int64?).map(Instant.init),
        by: kind.flatMap { Actor(kind: $0, id: row["ended_by_id"]) },
        via: (row["ended_via"] as Int?).flatMap(Via.init))
      let state = SessionState(rawValue: row["state"])!
      #expect(
        WorkItem.Session(id: row["id"], state: state, end: state == .ended ? end : nil) == session.part)
      #expect(row["last_activity_at"] == session.lastActivityAt.seconds)
    }
    let loads = try made.store.read { try $0.loads(at: TestStore.now) }
    #expect(loads == recounted(world))
  }

  /// C1, counted from the tickets one by one.
  private func recounted(_ world: World) -> [Int64: AgentLoad] {
    var loads: [Int64: AgentLoad] = [:]
    for ticket in world.tickets {
      guard let agent = ticket.part.assigneeID, [.new, .open].contains(ticket.part.status) else { continue }
      var load = loads[agent] ?? AgentLoad()
      if let session = ticket.session, world.sessions[session].part.state == .active { load.messaging += 1 }
      if ticket.part.assignedChannel == .email { load.email += 1 }
      loads[agent] = load
    }
    return loads
  }

  // MARK: SplitMix

  private func randomRequest(_ world: World, _ random: inout SplitMix, at moment: Instant) -> UpdateRequest {
    let subjects: Selection.Leading = Bool.random(using: &random) ? .sessions : .tickets
    var selection = Selection()
    if Int.random(in: 0..<3, using: &random) > 0 { selection = world.randomSelection(&random) }
    if subjects == .tickets { selection.ticketLink = .any }
    let actor = [Actor.user(id: 21), .trigger(id: 6), .system].randomElement(using: &random)!
    let update = Update(
      actor: actor, via: Via.allCases.randomElement(using: &random)!, at: moment,
      steps: (0..<Int.random(in: 1...3, using: &random)).map { _ in randomStep(&random) })
    let policy = UpdatePolicy(
      endedSessionsAsEmail: .random(using: &random), triggerEndSetsEmail: .random(using: &random),
      canEndSessions: Int.random(in: 0..<5, using: &random) > 0)
    var request = UpdateRequest(subjects, selection, update, policy: policy)
    if subjects == .sessions && Int.random(in: 0..<3, using: &random) == 0 {
      request.limit = Int.random(in: 0...12, using: &random)
    }
    return request
  }

  private func randomStep(_ random: inout SplitMix) -> Update.Step {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...2:
      let override = RoutingOverride.allCases.randomElement(using: &random)!
      return .endSession(
        EndReason.allCases.randomElement(using: &random)!, routing: .random(using: &random) ? override : nil)
    case 3: return .setRoutingChannel(.email)
    case 4: return .setStatus([.open, .pending, .solved, .closed].randomElement(using: &random)!)
    case 5: return .setPriority(Priority.allCases.randomElement(using: &random)!)
    case 6: return .setGroup([nil, 31, 32].randomElement(using: &random)!)
    case 7: return .setAssignee([nil, 21, 22].randomElement(using: &random)!)
    case 8: return .addTags([World.tags.randomElement(using: &random)!])
    default: return .removeTags([World.tags.randomElement(using: &random)!])
    }
  }
}
