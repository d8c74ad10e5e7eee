import CivilTime
import SessionModel
import TestSupport
import Testing

@testable import StoreReplay

/// Going back from now through a ticket's history comes to what going forward from its creation came to.
@Suite struct TicketPastTests {
  /// A ticket that was played forward: what its audits tell, and what it was after each.
  private struct Life {
    var updates: [RecordedUpdate] = []
    var states: [WorkItem.Ticket] = []
    /// What the author made of it in each, before rules changed it.
    var acted: [WorkItem.Ticket] = []

    static let fields = [
      TicketField.status, .priority, .group, .assignee, .tags, .type, .satisfaction, .form,
    ].map(RecordedUpdate.Field.init)

    init(seed: UInt64) {
      var chance = SplitMix(seed: seed)
      var ticket = WorkItem.Ticket(id: 7, status: .open, routingChannel: .messaging)
      for index in 0...chance.number(4...12) {
        var update = RecordedUpdate(
          id: Int64(100 + index), at: Instant(Int64(1000 * index)), isLocal: true)
        update.hasActor = true
        update.isCreation = index == 0
        if index == 0 {
          for field in Self.fields {
            field.set(Self.value(field, &chance), in: &ticket)
            update.created.append((field, field.value(in: ticket)))
          }
        }
        let before = ticket
        var changed: Set<RecordedUpdate.Field> = []
        for author: RecordedUpdate.Author in [.actor, .trigger(3), .trigger(4)] {
          if author == .actor && index == 0 { continue }
          for field in Self.fields where chance.once(in: author == .actor ? 3 : 6) {
            // A field that two change in one update is told as one change, and the first in what was before the rules.
            if !changed.insert(field).inserted { continue }
            let (from, to) = (field.value(in: ticket), Self.value(field, &chance))
            if from.isSame(as: to) { continue }
            field.set(to, in: &ticket)
            if author == .actor, chance.once(in: 3) {
              let last = Self.value(field, &chance)
              update.beforeRules.append((field, from, to))
              field.set(last, in: &ticket)
              if !last.isSame(as: from) {
                update.changes.append(
                  RecordedUpdate.Change(field: field, from: from, to: last, author: .trigger(5)))
              }
            } else {
              update.changes.append(RecordedUpdate.Change(field: field, from: from, to: to, author: author))
            }
          }
        }
        var own = before
        for change in update.changes where change.author == .actor { change.field.set(change.to, in: &own) }
        for (field, _, to) in update.beforeRules { field.set(to, in: &own) }
        updates.append(update)
        states.append(ticket)
        acted.append(own)
      }
    }

    private static func value(_ field: RecordedUpdate.Field, _ chance: inout SplitMix) -> RecordedUpdate.Value
    {
      switch field {
      case .status: .word(chance.pick([TicketStatus.new, .open, .pending, .hold, .solved]))
      case .init(.priority): .word(chance.pick(Priority.allCases))
      case .init(.satisfaction): .word(chance.pick([SatisfactionScore.unoffered, .offered, .good]))
      case .tags: .tags(chance.pick([[], ["a"], ["b", "a"], ["c"]]))
      case .init(.type): .stored(chance.pick([.null, .text("problem"), .text("question")]))
      default: .stored(chance.pick([.null, .integer(11), .integer(12)]))
      }
    }
  }

  /// The fields that histories tell.
  private func told(_ ticket: WorkItem.Ticket?) -> [String] {
    guard let ticket else { return ["no ticket"] }
    return Life.fields.map { field in
      if case .tags(let tags) = field.value(in: ticket) { return "tags \(tags.sorted())" }
      return "\(field) \(field.value(in: ticket))"
    }
  }

  @Test("every state of a whole history is what it was", arguments: 0..<400)
  func whole(seed: UInt64) {
    let life = Life(seed: seed)
    let now = WorkItem(session: nil, ticket: life.states.last!)
    let past = TicketPast(now: now, updates: life.updates, hasCustomFields: false)
    #expect(past.isWhole && past.steps.count == life.updates.count)
    for (index, step) in past.steps.enumerated() {
      #expect(step.obstacle == nil, "seed \(seed), \(index)")
      #expect(told(step.after.ticket) == told(life.states[index]), "seed \(seed), \(index)")
      #expect(told(step.acted.ticket) == told(life.acted[index]), "seed \(seed), \(index)")
      if index == 0 {
        #expect(step.before.ticket == nil)
      } else {
        #expect(told(step.before.ticket) == told(life.states[index - 1]), "seed \(seed), \(index)")
      }
    }
  }

  @Test(
    "where an update is missing, every state that is not named as unknown is what it was", arguments: 0..<400)
  func gaps(seed: UInt64) {
    var life = Life(seed: seed)
    var chance = SplitMix(seed: seed &+ 5000)
    let now = WorkItem(session: nil, ticket: life.states.last!)
    let lost = chance.number(1...(life.updates.count - 1))
    life.updates.remove(at: lost)
    life.states.remove(at: lost)
    life.acted.remove(at: lost)
    let past = TicketPast(now: now, updates: life.updates, hasCustomFields: false)
    for (index, step) in past.steps.enumerated() where step.obstacle == nil {
      #expect(told(step.acted.ticket) == told(life.acted[index]), "seed \(seed), \(index) of \(lost)")
      #expect(told(step.after.ticket) == told(life.states[index]), "seed \(seed), \(index) of \(lost)")
    }
  }

  // MARK: Imports

  private func session(_ state: SessionState) -> WorkItem.Session {
    WorkItem.Session(id: 3, state: state)
  }

  private func imported(_ update: (inout RecordedUpdate) -> Void) -> RecordedUpdate {
    var made = RecordedUpdate(id: 100, at: Instant(1000), isLocal: true)
    made.importBroughtTicket = false
    made.hasActor = true
    update(&made)
    return made
  }

  @Test("E14 a session that an import ended with its ticket was over when the rules ran") func endedByImport()
  {
    let ticket = WorkItem.Ticket(id: 7, status: .closed, routingChannel: .messaging)
    let closed = RecordedUpdate.Value.word(TicketStatus.closed)
    let pending = RecordedUpdate.Value.word(TicketStatus.pending)
    let update = imported {
      $0.changes = [RecordedUpdate.Change(field: .status, from: pending, to: closed, author: .actor)]
      $0.beforeRules = [(.status, pending, closed)]
      $0.importedSession = .ended
    }
    let now = WorkItem(session: session(.ended), ticket: ticket)
    let step = TicketPast(now: now, updates: [update], hasCustomFields: false).steps[0]
    #expect(step.before.session?.state == .active && step.before.ticket?.status == .pending)
    #expect(step.acted.session?.state == .ended && step.acted.ticket?.status == .closed)
  }

  @Test(
    "E14 a close here tells the end that comes with it; one elsewhere only the close",
    arguments: [true, false])
  func endedByClosing(isLocal: Bool) {
    let ticket = WorkItem.Ticket(id: 7, status: .closed, routingChannel: .messaging)
    var update = RecordedUpdate(id: 100, at: Instant(1000), isLocal: isLocal)
    update.hasActor = true
    update.changes = [
      RecordedUpdate.Change(
        field: .status, from: .word(TicketStatus.solved), to: .word(TicketStatus.closed), author: .actor)
    ]
    let now = WorkItem(session: session(.ended), ticket: ticket)
    let step = TicketPast(now: now, updates: [update], hasCustomFields: false).steps[0]
    #expect(step.before.session?.state == (isLocal ? .ended : .active))
  }

  @Test("an import that made a messaging ticket of another one, and gave it to another customer")
  func movedByImport() {
    var ticket = WorkItem.Ticket(id: 7, status: .open, routingChannel: .messaging)
    ticket.facts.requesterID = 9
    let update = imported {
      $0.importedSession = .brought
      $0.beforeRules = [
        (.routingChannel, .word(RoutingChannel.email), .word(RoutingChannel.messaging)),
        (.requester, .stored(.integer(8)), .stored(.integer(9))),
      ]
    }
    let now = WorkItem(session: session(.active), ticket: ticket)
    let earlier = RecordedUpdate(id: 99, at: Instant(500), isLocal: true)
    let steps = TicketPast(now: now, updates: [earlier, update], hasCustomFields: false).steps
    for before in [steps[1].before, steps[0].after, steps[0].before] {
      #expect(before.session == nil && before.ticket?.routingChannel == .email)
      #expect(before.ticket?.facts.requesterID == 8)
    }
    #expect(steps[1].acted.session?.state == .active && steps[1].acted.ticket == ticket)
  }

  @Test("what stands before an unreadable audit is not known, what stands after it is")
  func unreadable() {
    var life = Life(seed: 3)
    life.updates[2].obstacle = .unreadable
    let past = TicketPast(
      now: WorkItem(session: nil, ticket: life.states.last!), updates: life.updates, hasCustomFields: false)
    #expect(past.steps[..<3].allSatisfy { $0.obstacle == .unreadable })
    #expect(past.steps[3...].allSatisfy { $0.obstacle == nil })
  }

  @Test("no history, no steps; one without its creation is known from now") func without() {
    let life = Life(seed: 4)
    let now = WorkItem(session: nil, ticket: life.states.last!)
    #expect(TicketPast(now: now, updates: [], hasCustomFields: false).steps.isEmpty)
    #expect(
      TicketPast(now: WorkItem(session: nil, ticket: nil), updates: life.updates, hasCustomFields: false)
        .steps.isEmpty)
    let part = TicketPast(now: now, updates: Array(life.updates.dropFirst()), hasCustomFields: false)
    #expect(!part.isWhole && part.steps.count == life.updates.count - 1)
    #expect(told(part.steps[0].before.ticket) == told(life.states[0]))
  }
}
