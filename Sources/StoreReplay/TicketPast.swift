import SessionModel

/// What a ticket was before each of its updates, going back from now.
///
/// Each audit says what a field was and what it became. Where one became what the next one says it was, both directions
/// agree; where not, something changed the ticket in between that no audit tells, and the updates in between are not known.
struct TicketPast {
  /// An update with the states around it.
  struct Step {
    let update: RecordedUpdate
    /// Without a ticket, where the update made it.
    var before: WorkItem
    /// What its author made of it, without what rules did.
    var acted: WorkItem
    /// What it came to, without what messaging triggers changed of it.
    var triggered: WorkItem
    /// What it came to.
    var after: WorkItem
    var obstacle: ReplayObstacle?
  }

  private(set) var steps: [Step] = []
  /// Whether its history begins with its creation, so that it is known in both directions.
  private(set) var isWhole = false

  /// - Parameters:
  ///   - now: the work item as it is
  ///   - updates: those that its history tells, the oldest first
  ///   - hasCustomFields: whether the work item was loaded with them
  init(now: WorkItem, updates: [RecordedUpdate], hasCustomFields: Bool) {
    guard now.ticket != nil else { return }
    var state = now
    var latest: [RecordedUpdate.Field: Int] = [:]
    var unknown: Set<Int> = []
    var obstacle: ReplayObstacle?
    var backwards: [Step] = []

    /// What is told of a moment is not what follows from later ones: since then something changed it.
    func check(_ field: RecordedUpdate.Field, is told: RecordedUpdate.Value, after index: Int) {
      guard let ticket = state.ticket, !field.value(in: ticket).isSame(as: told) else { return }
      let next = latest[field] ?? updates.count
      for place in (index + 1)..<max(next, index + 1) { unknown.insert(place) }
    }

    for (index, update) in updates.enumerated().reversed() {
      obstacle = obstacle ?? (update.obstacle == .importedRun ? nil : update.obstacle)
      let after = state
      var triggered = state
      for change in update.changes.reversed() {
        if case .custom = change.field, !hasCustomFields { continue }
        check(change.field, is: change.to, after: index)
        latest[change.field] = index
        // Messaging triggers come last (M5), so that what a field was before theirs is what the triggers left.
        if change.author == .other { change.field.set(change.from, in: &triggered.ticket!) }
        change.field.set(change.from, in: &state.ticket!)
      }
      if update.end != nil || closedSession(update, after) {
        state.session?.state = .active
        state.session?.end = nil
      }
      Self.uncount(update, before: &state, after: after)
      var step = Step(
        update: update, before: state, acted: state, triggered: triggered, after: after,
        obstacle: update.obstacle ?? obstacle)
      if update.isCreation {
        isWhole = true
        for (field, value) in update.created {
          if case .custom = field, !hasCustomFields { continue }
          check(field, is: value, after: index)
          latest[field] = index
        }
        step.acted = Self.begun(state, update)
        step.before = WorkItem(session: state.session, ticket: nil)
      } else {
        step.acted = Self.acted(state, update)
      }
      backwards.append(step)
      if update.isCreation { break }
    }
    steps = backwards.reversed()
    // Those before its creation are none of its.
    let skipped = updates.count - steps.count
    for place in unknown where steps.indices.contains(place - skipped) {
      steps[place - skipped].obstacle = steps[place - skipped].obstacle ?? .gap
    }
  }

  /// E14: of a session that an import closed with its ticket, only the ticket's close is told.
  private func closedSession(_ update: RecordedUpdate, _ after: WorkItem) -> Bool {
    guard let session = after.session, session.state == .ended, session.end?.reason == nil else {
      return false
    }
    return update.changes.contains {
      $0.field == .status && $0.to == .number(Int64(TicketStatus.closed.rawValue))
    }
  }

  /// Takes back what an update counted: that follows from what the ticket was before and after it.
  private static func uncount(_ update: RecordedUpdate, before: inout WorkItem, after: WorkItem) {
    guard var ticket = before.ticket, let later = after.ticket else { return }
    if update.isCreation { return }
    ticket.replies = later.replies - update.replies(requester: later.facts.requesterID)
    ticket.reopens = later.reopens - reopens(ticket, later)
    ticket.agentStations = later.agentStations - agentStations(ticket, later)
    ticket.groupStations = later.groupStations - groupStations(ticket, later)
    before.ticket = ticket
  }

  private static func reopens(_ before: WorkItem.Ticket, _ after: WorkItem.Ticket) -> Int64 {
    before.status == .solved && after.status < .solved ? 1 : 0
  }

  private static func agentStations(_ before: WorkItem.Ticket, _ after: WorkItem.Ticket) -> Int64 {
    after.assigneeID != nil && after.assigneeID != before.assigneeID ? 1 : 0
  }

  private static func groupStations(_ before: WorkItem.Ticket, _ after: WorkItem.Ticket) -> Int64 {
    after.groupID != nil && after.groupID != before.groupID ? 1 : 0
  }

  /// What the author made of a ticket that was there.
  private static func acted(_ before: WorkItem, _ update: RecordedUpdate) -> WorkItem {
    guard var ticket = before.ticket, let old = before.ticket else { return before }
    let overruled = Set(update.beforeRules.map(\.field))
    for change in update.changes where change.author == .actor && !overruled.contains(change.field) {
      RecordedUpdate.apply(change, to: &ticket)
    }
    for (field, value) in update.beforeRules { field.set(value, in: &ticket) }
    ticket.replies = old.replies + update.replies(requester: old.facts.requesterID)
    ticket.reopens = old.reopens + reopens(old, ticket)
    ticket.agentStations = old.agentStations + agentStations(old, ticket)
    ticket.groupStations = old.groupStations + groupStations(old, ticket)
    var acted = before
    acted.ticket = ticket
    if let end = update.end, end.author == .actor { acted.end(end.reason) }
    return acted
  }

  /// What a ticket began with: what rules made of it is undone already.
  private static func begun(_ state: WorkItem, _ update: RecordedUpdate) -> WorkItem {
    guard var ticket = state.ticket else { return state }
    if update.isLocal {
      ticket.replies = 0
      ticket.reopens = 0
      ticket.agentStations = ticket.assigneeID == nil ? 0 : 1
      ticket.groupStations = ticket.groupID == nil ? 0 : 1
    }
    var begun = state
    begun.ticket = ticket
    return begun
  }
}

extension WorkItem {
  /// Ends the session, as far as rules look at it.
  mutating func end(_ reason: EndReason?) {
    session?.state = .ended
    session?.end = End(reason: reason, at: nil, by: nil, via: nil)
  }
}
