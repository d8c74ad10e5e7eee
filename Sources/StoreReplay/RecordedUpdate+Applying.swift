import SessionModel

extension RecordedUpdate.Field {
  private static let readings = TicketField.all.map(\.reading)
  private static let writings = TicketField.all.map(\.writing)

  /// What a ticket has in the field.
  func value(in ticket: WorkItem.Ticket) -> RecordedUpdate.Value {
    switch self {
    case .tags: .tags(ticket.tags)
    case .ticket(let place): .stored(Self.writings[place]?.value(in: ticket) ?? .null)
    case .custom(let id): .stored(StoredValue(ticket.customFields[id].flatMap { $0.isEmpty ? nil : $0 }))
    }
  }

  /// Puts a value that an audit tells into a ticket.
  func set(_ value: RecordedUpdate.Value, in ticket: inout WorkItem.Ticket) {
    switch (self, value) {
    case (_, .tags(let tags)): ticket.tags = tags
    // It always has one: which, is not told.
    case (.status, .stored(.null)): break
    case (.ticket(let place), .stored(let value)): Self.readings[place].put(value, into: &ticket)
    case (.custom(let id), .stored(let value)): ticket.customFields[id] = value.text
    }
  }
}

extension RecordedUpdate.Value {
  /// The order of tags says nothing.
  func isSame(as other: RecordedUpdate.Value) -> Bool {
    if case (.tags(let one), .tags(let other)) = (self, other) {
      return one == other || Set(one) == Set(other)
    }
    return self == other
  }
}

extension RecordedUpdate {
  /// Does to a ticket what one author changed of it: tags are added and removed, everything else is set.
  static func apply(_ change: Change, to ticket: inout WorkItem.Ticket) {
    guard case (.tags(let from), .tags(let to)) = (change.from, change.to) else {
      return change.field.set(change.to, in: &ticket)
    }
    ticket.tags.removeAll { from.contains($0) && !to.contains($0) }
    ticket.tags += to.filter { !from.contains($0) && !ticket.tags.contains($0) }
  }

  /// How many of its public comments count as replies of agents (`ticket.replies`).
  func replies(requester: Int64?) -> Int64 {
    if channel == Via.email.word { return 0 }
    let isCustomers = (authorID ?? -1) <= 0 || authorID == requester
    let isTalk = Channel.named(channel)?.isMessaging ?? false
    return isTalk && isCustomers ? 0 : Int64(publicComments)
  }
}
