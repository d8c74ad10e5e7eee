import SessionModel

extension RecordedUpdate.Field {
  /// What a ticket has in the field.
  func value(in ticket: WorkItem.Ticket) -> RecordedUpdate.Value {
    func number(_ id: Int64?) -> RecordedUpdate.Value { id.map { .number($0) } ?? .none }
    func text(_ text: String?) -> RecordedUpdate.Value {
      text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .none
    }
    switch self {
    case .status: return .number(Int64(ticket.status.rawValue))
    case .priority: return .number(Int64(ticket.priority.rawValue))
    case .type: return text(ticket.type?.word)
    case .group: return number(ticket.groupID)
    case .assignee: return number(ticket.assigneeID)
    case .tags: return .tags(ticket.tags)
    case .form: return number(ticket.formID)
    case .customStatus: return number(ticket.customStatusID)
    case .schedule: return number(ticket.scheduleID)
    case .satisfaction: return .number(Int64(ticket.satisfaction.rawValue))
    case .subject: return text(ticket.facts.subject)
    case .requester: return number(ticket.facts.requesterID)
    case .organization:
      let id = TicketField.organization.number(in: ticket)
      return number(id == 0 ? nil : id)
    case .brand: return number(ticket.facts.brandID)
    case .isPublic: return .number(ticket.facts.isPublic ? 1 : 0)
    case .routingChannel: return .number(Int64(ticket.routingChannel.rawValue))
    case .custom(let id): return text(ticket.customFields[id])
    }
  }

  /// Puts a value that an audit tells into a ticket.
  func set(_ value: RecordedUpdate.Value, in ticket: inout WorkItem.Ticket) {
    var number: Int64? { if case .number(let number) = value { number } else { nil } }
    var text: String? { if case .text(let text) = value { text } else { nil } }
    switch self {
    case .status: ticket.status = number.flatMap { TicketStatus(rawValue: Int($0)) } ?? ticket.status
    case .priority: ticket.priority = number.flatMap { Priority(rawValue: Int($0)) } ?? .none
    case .type: ticket.type = text.flatMap(TicketType.init(word:))
    case .group: ticket.groupID = number
    case .assignee: ticket.assigneeID = number
    case .tags: if case .tags(let tags) = value { ticket.tags = tags }
    case .form: ticket.formID = number
    case .customStatus: ticket.customStatusID = number
    case .schedule: ticket.scheduleID = number
    case .satisfaction:
      ticket.satisfaction = number.flatMap { SatisfactionScore(rawValue: Int($0)) } ?? .unoffered
    case .subject: ticket.facts.subject = text ?? ""
    case .requester: ticket.facts.requesterID = number
    case .organization: TicketField.organization.put(StoredValue(number), into: &ticket)
    case .brand: ticket.facts.brandID = number
    case .isPublic: ticket.facts.isPublic = number != 0
    case .routingChannel:
      ticket.routingChannel = number.flatMap { RoutingChannel(rawValue: Int($0)) } ?? ticket.routingChannel
    case .custom(let id): ticket.customFields[id] = text
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
    guard change.field == .tags, case (.tags(let from), .tags(let to)) = (change.from, change.to) else {
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
