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
      var after = state
      var triggered = state
      var told: Set<RecordedUpdate.Field> = []
      for change in update.changes.reversed() {
        if case .custom = change.field, !hasCustomFields { continue }
        // What an import closed is told beside its rules' doing, and comes from it.
        if update.importBroughtTicket != nil && change.author == .actor { continue }
        check(change.field, is: change.to, after: index)
        latest[change.field] = index
        if told.insert(change.field).inserted, let ticket = state.ticket,
          !change.field.value(in: ticket).isSame(as: change.to)
        {
          // It came to what is told, whatever followed from something else.
          change.field.set(change.to, in: &after.ticket!)
          change.field.set(change.to, in: &triggered.ticket!)
        }
        // Messaging triggers come last (M5), so that what a field was before theirs is what the triggers left.
        if change.author == .other { change.field.set(change.from, in: &triggered.ticket!) }
        change.field.set(change.from, in: &state.ticket!)
      }
      if update.end != nil || !update.isLocal && closedSession(update, after) {
        state.session?.state = .active
        state.session?.end = nil
      }
      if update.importBroughtTicket != nil {
        // What the import made of it is what its rules' counts are counted from.
        var brought = state
        Self.uncount(update, before: &brought, after: after)
        backwards.append(
          Step(
            update: update, before: Self.beforeImport(brought, update, &latest, index, hasCustomFields),
            acted: brought, triggered: triggered, after: after,
            obstacle: update.obstacle ?? obstacle ?? update.doubt))
        // Its history may tell of what was before it was brought, and how its session ended.
        if !update.makesTicket {
          state.ticket = backwards.last!.before.ticket
          if update.importedSession != nil, !updates[..<index].contains(where: { $0.end != nil }) {
            state.session = backwards.last!.before.session
          }
        }
        continue
      }
      for (field, from, _) in update.beforeRules {
        if case .custom = field, !hasCustomFields { continue }
        // Rules changed it back, so that it is told by nothing else.
        if told.insert(field).inserted {
          check(field, is: from, after: index)
          field.set(from, in: &after.ticket!)
          field.set(from, in: &triggered.ticket!)
        }
        latest[field] = index
        field.set(from, in: &state.ticket!)
      }
      Self.uncount(update, before: &state, after: after)
      var step = Step(
        update: update, before: state, acted: state, triggered: triggered, after: after,
        obstacle: update.obstacle ?? obstacle ?? update.doubt)
      if update.isCreation {
        isWhole = true
        for (field, value) in update.created {
          if case .custom = field, !hasCustomFields { continue }
          check(field, is: value, after: index)
          latest[field] = index
          // It began with what is told, whatever followed from something else.
          field.set(value, in: &state.ticket!)
          if !told.contains(field) {
            field.set(value, in: &step.after.ticket!)
            field.set(value, in: &step.triggered.ticket!)
          }
        }
        step.acted = Self.begun(state, update)
        step.before = WorkItem(session: state.session, ticket: nil)
      } else {
        step.acted = Self.acted(state, update)
      }
      // A closed ticket never changes again (§1): something else has closed it since.
      if step.before.ticket?.status.isFinal ?? false { step.obstacle = step.obstacle ?? .gap }
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

  /// What a ticket was before an import changed it, or that there was none.
  private static func beforeImport(
    _ brought: WorkItem, _ update: RecordedUpdate, _ latest: inout [RecordedUpdate.Field: Int], _ index: Int,
    _ hasCustomFields: Bool
  ) -> WorkItem {
    if update.makesTicket { return WorkItem(session: nil, ticket: nil) }
    var before = brought
    for (field, from, _) in update.beforeRules {
      if case .custom = field, !hasCustomFields { continue }
      latest[field] = index
      field.set(from, in: &before.ticket!)
    }
    switch update.importedSession {
    case nil: break
    case .brought: before.session = nil
    case .ended:
      before.session?.state = .active
      before.session?.end = nil
    }
    return before
  }

  /// E14: of a session that was closed elsewhere with its ticket, only the ticket's close is told.
  private func closedSession(_ update: RecordedUpdate, _ after: WorkItem) -> Bool {
    guard let session = after.session, session.state == .ended, session.end?.reason == nil else {
      return false
    }
    return update.changes.contains(where: \.closes)
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
    for (field, _, to) in update.beforeRules { field.set(to, in: &ticket) }
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
