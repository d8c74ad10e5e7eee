import CivilTime
import GRDB
import JSONText
import SessionModel
import TestSupport
import Testing
import WireFormat

@testable import SessionStore
@testable import StoreEngine

/// Random sequences on the real store, and beside it everything recounted the slow way: who waits where and since
/// when, whose load is what, and who gets what are equal after each step (Q2–Q8, E4–E6, C1–C3).
@Suite struct RoutingModelTests {
  private static let groups: [Int64] = [31, 32, 33]
  private static let tags = [RoutingModel.tag, "vip", "returns"]

  @Test("The store agrees with a naive model after each step", arguments: 1..<13 as Range<UInt64>)
  func agreement(seed: UInt64) throws {
    var random = SplitMix(seed: seed &* 7_919)
    let made = try TestStore()
    var model = try account(made, &random)
    var assigned = 0
    for round in 0..<60 {
      let moment = TestStore.now.advanced(by: Int64(round) * 60)
      switch Int.random(in: 0..<12, using: &random) {
      case 0...1: try importTicket(made, &model, round, &random)
      case 2...5: try update(made, &model, at: moment, &random)
      case 6: try end(made, &model, at: moment, &random)
      case 7: try createQueue(made, &model, at: moment, &random)
      case 8: try reorder(made, &model, at: moment, &random)
      case 9: try editOrDelete(made, &model, at: moment, &random)
      case 10: try changeAgent(made, &model, at: moment, &random)
      default: assigned += try route(made, &model, at: moment, &random)
      }
      try compare(made, model, "seed \(seed), round \(round)")
    }
    #expect(assigned > 0)
    let problems = try made.problems()
    #expect(problems.isEmpty, "\(problems)")
  }

  // MARK: Comparing

  private func compare(_ made: TestStore, _ model: RoutingModel, _ place: String) throws {
    let names = try made.store.read { try $0.queueNames() }
    var waiting: [Int64: String] = [:]
    for row in try made.rows("SELECT ticket_id, queue_key, eligible_since FROM queue_ticket") {
      let queue = (row[1] as Int64?).map { names[$0] ?? "?" } ?? "none"
      waiting[row[0]] = "\(queue) since \(row[2] as Int64)"
    }
    var expected: [Int64: String] = [:]
    for (id, ticket) in model.tickets {
      if let since = ticket.since { expected[id] = "\(ticket.queue ?? "none") since \(since.seconds)" }
    }
    #expect(waiting == expected, "\(place)")
    let loads = try made.store.read { try $0.loads(at: TestStore.now) }
    for agent in model.agents {
      #expect(loads[agent.id] ?? AgentLoad() == model.load(of: agent.id), "\(place), agent \(agent.id)")
    }
    for queue in model.queues + [.standard] {
      let key = names.first { $0.value == queue.name }!.key
      var line: [Int64] = []
      try made.store.read { try $0.forEachTicket(inQueue: key) { line.append($0.ticketID) } }
      #expect(line == model.line(queue), "\(place), \(queue.name)")
    }
  }

  // MARK: Steps

  private func account(_ made: TestStore, _ random: inout SplitMix) throws -> RoutingModel {
    var model = RoutingModel()
    try made.take(all: Self.groups.map { Wire.group($0, "Group \($0)") } + [Wire.user(11)])
    var membership: Int64 = 1
    for id in 21...25 as ClosedRange<Int64> {
      try made.take(Wire.user(id, "Agent \(id)", role: "agent"))
      let groups = Self.groups.filter { _ in Bool.random(using: &random) }
      for group in groups {
        try made.take(Wire.membership(membership, user: id, group: group))
        membership += 1
      }
      var person = try made.store.read { try $0.person(id: id)! }
      person.messagingCapacity = Int.random(in: 0...3, using: &random)
      person.emailCapacity = Int.random(in: 0...3, using: &random)
      try made.store.write { try $0.update(person, at: TestStore.now) }
      model.agents.append(
        RoutingAgent(
          id: id, name: person.name, groups: Set(groups),
          capacity: AgentLoad(messaging: person.messagingCapacity, email: person.emailCapacity)))
    }
    if Bool.random(using: &random) {
      model.method = .roundRobin
      try made.store.write { try $0.set("routing.assignment_method", to: "round_robin") }
    }
    for round in 0..<8 { try importTicket(made, &model, round, &random) }
    return model
  }

  private func importTicket(
    _ made: TestStore, _ model: inout RoutingModel, _ round: Int, _ random: inout SplitMix
  ) throws {
    let id = Int64(1000 + model.tickets.count)
    let channel = ["email", "whatsapp", "native_messaging"].randomElement(using: &random)!
    let status = ["new", "open", "open", "pending", "solved"].randomElement(using: &random)!
    let assignee =
      status == "new" ? nil : ([nil, nil, nil] + model.agents.map(\.id)).randomElement(using: &random)!
    let group = ([nil] + Self.groups).randomElement(using: &random)!
    let tags = Self.tags.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    try made.take(
      Wire.ticket(
        id, channel: channel, status: status, assignee: assignee, group: group, tags: tags, created: round,
        updated: round + 5))
    let isMessaging = channel != "email"
    let routing: RoutingChannel = isMessaging ? .messaging : .email
    let part = WorkItem.Ticket(
      id: id, status: TicketStatus(word: status)!, routingChannel: routing, assigneeID: assignee,
      groupID: group, tags: tags, assignedChannel: assignee == nil ? nil : routing)
    let session = try made.session(ofTicket: id).map { WorkItem.Session(id: $0.id, state: $0.state) }
    #expect((session != nil) == isMessaging)
    model.tickets[id] = RoutingModel.Ticket(
      item: WorkItem(session: session, ticket: part), channel: channel, queue: nil, since: nil)
    model.match(id, at: Wire.instant(status == "new" ? round : round + 5))
  }

  private func update(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws {
    let ids = model.tickets.keys.sorted().shuffled(using: &random).prefix(3)
    let steps: [Update.Step] = [
      .setStatus([.open, .pending, .solved, .closed].randomElement(using: &random)!),
      .setPriority(Priority.allCases.randomElement(using: &random)!),
      .setGroup(([nil] + Self.groups).randomElement(using: &random)!),
      .setAssignee(([nil, nil] + model.agents.map(\.id)).randomElement(using: &random)!),
      .addTags([Self.tags.randomElement(using: &random)!]),
      .removeTags([Self.tags.randomElement(using: &random)!]), .setRoutingChannel(.email),
    ].shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)).map { $0 }
    var selection = Selection()
    selection.ticketIDs = ids.sorted()
    let update = Update(actor: .user(id: TestStore.adminID), via: .api, at: moment, steps: steps)
    _ = try made.run(UpdateRequest(.tickets, selection, update, policy: .standard))
    for id in ids { model.update(id, update, .standard) }
  }

  private func end(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws {
    let ids = model.tickets.filter { $0.value.item.session?.state == .active }.keys.sorted()
    guard !ids.isEmpty else { return }
    let some = ids.shuffled(using: &random).prefix(4)
    var policy = UpdatePolicy.standard
    policy.endedSessionsAsEmail = Bool.random(using: &random)
    var selection = Selection()
    selection.ticketIDs = some.sorted()
    let request = UpdateRequest.end(selection, at: moment, policy: policy)
    _ = try made.run(request)
    for id in some { model.update(id, request.update, policy) }
  }

  private func condition(_ random: inout SplitMix) -> RuleCondition {
    let (field, comparison, value) = [
      ("status", "is", "new"), ("priority", "greater_than", "low"), ("group_id", "is", "32"),
      ("current_tags", "includes", "vip"), ("current_tags", "not_includes", "returns"),
      ("routing_channel", "is", "email"), ("via_id", "is", "messaging"), ("via_id", "is", "email"),
    ].randomElement(using: &random)!
    return RuleCondition(field: field, operatorWord: comparison, value: .string(value))
  }

  private func conditions(_ random: inout SplitMix) -> RuleConditions {
    RuleConditions(
      all: (0..<Int.random(in: 0...2, using: &random)).map { _ in condition(&random) },
      any: (0..<Int.random(in: 0...2, using: &random)).map { _ in condition(&random) })
  }

  private func save(_ queue: Queue, _ writer: StoreWriter, at moment: Instant) throws {
    let members = WireQueue.members(of: queue, groupNames: [:])
    let document = JSONValue.object(JSONObject(members.map { ($0.key, $0.value) })).bytes
    try writer.save(
      StoredQueue(queue: queue, createdAt: moment, updatedAt: moment, document: document), origin: .local)
  }

  private func createQueue(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws {
    guard model.queues.count < 5 else { return }
    let groups = Self.groups.shuffled(using: &random)
    let (conditions, priority) = (conditions(&random), Int.random(in: 1...3, using: &random))
    let secondary = Bool.random(using: &random) ? [groups[1]] : []
    let order = Int64(model.queues.count + 1)
    let queue = try made.store.write { writer in
      let key = try writer.nextQueueKey()
      let queue = Queue(
        key: key, id: "q\(key)", name: "Queue \(key)", order: order, priority: priority,
        conditions: conditions, primaryGroups: [groups[0]], secondaryGroups: secondary)
      try save(queue, writer, at: moment)
      try writer.rematch(at: moment)
      return queue
    }
    model.queues.append(queue)
    model.rematch()
  }

  private func reorder(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws {
    model.queues.shuffle(using: &random)
    for place in model.queues.indices { model.queues[place].order = Int64(place + 1) }
    let keys = model.queues.map(\.key)
    try made.store.write { writer in
      try writer.setQueueOrder(keys, at: moment)
      try writer.rematch(at: moment)
    }
    model.rematch()
  }

  /// An edit matches nothing again; a deletion does (Q6).
  private func editOrDelete(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws {
    guard let place = model.queues.indices.randomElement(using: &random) else { return }
    if Bool.random(using: &random) {
      model.queues[place].conditions = conditions(&random)
      let queue = model.queues[place]
      try made.store.write { try save(queue, $0, at: moment) }
    } else {
      let key = model.queues.remove(at: place).key
      for place in model.queues.indices { model.queues[place].order = Int64(place + 1) }
      let keys = model.queues.map(\.key)
      try made.store.write { writer in
        try writer.deleteQueue(key: key)
        try writer.setQueueOrder(keys, at: moment)
        try writer.rematch(at: moment)
      }
      model.rematch()
    }
  }

  private func changeAgent(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws {
    let place = model.agents.indices.randomElement(using: &random)!
    model.agents[place].status = [.online, .online, .away, .offline].randomElement(using: &random)!
    model.agents[place].capacity.email = Int.random(in: 0...3, using: &random)
    let agent = model.agents[place]
    try made.store.write { writer in
      var person = try writer.reader.person(id: agent.id)!
      person.status = agent.status
      person.emailCapacity = agent.capacity.email
      try writer.update(person, at: moment)
    }
  }

  private func route(
    _ made: TestStore, _ model: inout RoutingModel, at moment: Instant, _ random: inout SplitMix
  ) throws -> Int {
    let before = try made.export()
    let plan = try made.store.route(log: nil) { _ in moment }
    #expect(try made.export() == before)
    let run = try made.store.route(log: { _ in TestStore.entry("routing run") }) { _ in moment }
    let expected = model.run(at: moment, .standard)
    for summary in [plan, run] {
      #expect(
        summary.assignments.map { "\($0.ticketID) \($0.agentID)" }
          == expected.map { "\($0.ticket) \($0.agent)" })
    }
    return expected.count
  }
}
