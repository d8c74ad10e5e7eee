import CivilTime
import SessionModel
import TestSupport
import Testing

@testable import SessionStore
@testable import StoreEngine

/// Random events against a naive model in memory, equal after each: what the event was about, and now and then
/// everything else (§1, §4, E1–E3, E13, E14, E16).
@Suite struct ConversationModelTests {
  /// What the domain says of a conversation, read as plainly as it is written there.
  private struct Model {
    var isActive = true
    var reason: EndReason?
    var ticketID: Int64?
    var status: TicketStatus?
    var routing: RoutingChannel?
    var assignee: Int64?
    var lastSender = Sender.customer
    var lastActivity: Instant
    var messages = 1
    var reopens: Int64 = 0
    let user: Int64

    mutating func end(_ why: EndReason, asEmail: Bool) {
      guard isActive else { return }
      isActive = false
      reason = why
      if ticketID != nil && asEmail && (why == .agentEnded || why == .channelChanged) { routing = .email }
    }

    mutating func said(by sender: Sender, at moment: Instant) {
      messages += 1
      lastSender = sender
      lastActivity = max(lastActivity, moment)
      if sender == .customer, let status, status > .open, status < .closed {
        if status == .solved { reopens += 1 }
        self.status = .open
      }
    }
  }

  @Test("random lives of conversations", arguments: [1, 2, 3, 4] as [UInt64])
  func lives(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let test = try TestStore()
    let asEmail = seed % 2 == 0
    let (users, agent) = try test.store.write { writer in
      try writer.set("routing.ended_sessions_as_email", to: asEmail ? "true" : "false")
      try writer.setFeature(
        .endUsers, FeatureState(enabled: true, changedAt: TestStore.now, changedBy: 1, changedFrom: ""))
      let users = try (1...4).map { number in
        try writer.add(
          Person(
            id: 0, name: "Customer \(number)", email: number % 2 == 0 ? "c\(number)@example.net" : nil,
            role: .endUser),
          at: TestStore.now)
      }
      let agent = try writer.add(
        Person(id: 0, name: "Ana", email: "ana@example.com", role: .agent), at: TestStore.now)
      return (users, agent)
    }
    var models: [Int64: Model] = [:]
    // E13, link by link: what took a conversation's place.
    var next: [Int64: Int64] = [:]
    var moment = TestStore.now
    var counts: [String: Int] = [:]

    for round in 0..<200 {
      moment = moment.advanced(by: Int64.random(in: 0...90, using: &random))
      let id = models.keys.sorted().randomElement(using: &random)
      let choice = id == nil ? 0 : Int.random(in: 0..<12, using: &random)
      let what: String
      switch choice {
      case 0:
        what = "start"
        let user = users.randomElement(using: &random)!
        var event = ConversationEvent(.start(channel: "whatsapp", message: "Hello"), at: moment)
        event.user = String(user)
        event.followsLatest = Bool.random(using: &random)
        let latest = models.filter { $0.value.user == user }.keys.max()
        let answer = try test.converse(nil, event)
        #expect(answer.previousID == nil && !answer.opened)
        models[answer.sessionID] = Model(lastActivity: moment, user: user)
        if event.followsLatest, let latest, !models[latest]!.isActive { next[latest] = answer.sessionID }
      case 1...4:
        let isCustomer = choice < 4
        what = isCustomer ? "say" : "say by the AI agent"
        let event = ConversationEvent(
          .say(message: "Word", from: isCustomer ? .customer : .aiAgent), at: moment)
        if models[id!]!.isActive {
          let answer = try test.converse(id, event)
          #expect(answer.sessionID == id && answer.previousID == nil)
          models[id!]!.said(by: isCustomer ? .customer : .aiAgent, at: moment)
        } else if isCustomer {
          let answer = try test.converse(id, event)
          var last = id!
          while let following = next[last] { last = following }
          #expect(answer.previousID == id)
          if models[last]!.isActive {
            #expect(answer.sessionID == last && !answer.opened)
            models[last]!.said(by: .customer, at: moment)
          } else {
            #expect(models[answer.sessionID] == nil && answer.opened)
            models[answer.sessionID] = Model(lastActivity: moment, user: models[id!]!.user)
            next[last] = answer.sessionID
          }
        } else {
          #expect(throws: UpdateRefusal.self) { try test.converse(id, event) }
        }
      case 5, 6:
        what = "handoff"
        var event = ConversationEvent(.handOff, at: moment)
        if Bool.random(using: &random) { event.agent = String(agent) }
        if models[id!]!.isActive && models[id!]!.ticketID == nil {
          models[id!]!.ticketID = try test.converse(id, event).ticketID
          models[id!]!.status = event.agent == nil ? .new : .open
          models[id!]!.routing = .messaging
          models[id!]!.assignee = event.agent == nil ? nil : agent
        } else {
          #expect(throws: UpdateRefusal.self) { try test.converse(id, event) }
        }
      case 7:
        what = "end by the customer"
        _ = try test.converse(id, ConversationEvent(.end(from: .customer), at: moment))
        models[id!]!.end(.endUserEnded, asEmail: asEmail)
      case 8:
        what = "end by an agent"
        try test.update(session: id!, [.endSession(.agentEnded, routing: nil)], at: moment)
        models[id!]!.end(.agentEnded, asEmail: asEmail)
      default:
        guard let status = models[id!]!.status, status < .closed else { continue }
        let next = [TicketStatus.pending, .hold, .solved, .solved, .closed].randomElement(using: &random)!
        what = "set \(next.word)"
        try test.update(session: id!, [.setStatus(next)], at: moment)
        if status == .solved && next < .solved { models[id!]!.reopens += 1 }
        models[id!]!.status = next
        if next == .closed { models[id!]!.end(.ticketClosed, asEmail: asEmail) }
      }
      counts[what, default: 0] += 1
      let newest = models.keys.max()
      try test.store.read { reader in
        for (other, model) in models where other == newest || other == id || round % 20 == 0 {
          let found = try #require(try reader.conversation(id: other))
          let place: Comment = "seed \(seed) round \(round): \(what) of \(id ?? other), seen at \(other)"
          #expect((found.session.state == .active) == model.isActive, place)
          // §1: its own life.
          let isClosed = model.status.map { $0 >= .closed } ?? !model.isActive
          #expect((found.state == .closed) == isClosed, place)
          #expect((found.endedAt == nil) == !isClosed, place)
          #expect(found.session.endReason == model.reason, place)
          #expect(found.session.ticketID == model.ticketID, place)
          #expect(found.session.lastSender == model.lastSender, place)
          #expect(found.session.lastActivityAt == model.lastActivity, place)
          #expect(found.messages == model.messages, place)
          #expect(found.userID == model.user, place)
          guard let ticketID = model.ticketID else { continue }
          let ticket = try #require(try reader.ticket(id: ticketID))
          #expect(ticket.status == model.status, place)
          #expect(ticket.routingChannel == model.routing, place)
          #expect(ticket.assigneeID == model.assignee, place)
          #expect(try reader.item(ticketID: ticketID)?.ticket?.reopens == model.reopens, place)
        }
      }
    }
    // It is worth something only if all of it happens.
    #expect(counts.count >= 9, "\(counts)")
    let problems = try test.problems()
    #expect(problems.isEmpty, "seed \(seed): \(problems)")
  }
}

extension TestStore {
  fileprivate func converse(_ id: Int64?, _ event: ConversationEvent) throws -> ConversationAnswer {
    try store.converse(id, log: { _ in Self.entry("conversation") }) { _ in event }
  }

  fileprivate func update(session id: Int64, _ steps: [Update.Step], at moment: Instant) throws {
    var selection = Selection()
    selection.sessionIDs = [id]
    _ = try store.run(log: { _, _ in Self.entry("update") }) { reader in
      UpdateRequest(
        .sessions, selection, Update(actor: .user(id: Self.adminID), via: .api, at: moment, steps: steps),
        policy: try reader.updatePolicy())
    }
  }
}
