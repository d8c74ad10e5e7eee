import CivilTime
import SessionModel

/// Subjects and updates that tests begin with.
enum Subjects {
  static let moment = Instant(1_768_471_200)

  static func ticket(
    _ status: TicketStatus = .open, routing: RoutingChannel = .messaging, assignee: Int64? = nil,
    group: Int64? = nil, tags: [String] = [], priority: Priority = .none
  ) -> Subject.Ticket {
    Subject.Ticket(
      id: 42, status: status, priority: priority, routingChannel: routing, assigneeID: assignee,
      groupID: group, tags: tags, assignedChannel: assignee == nil ? nil : .messaging)
  }

  static let active = Subject.Session(id: 7, state: .active)

  static let ended = Subject.Session(
    id: 7, state: .ended,
    end: Subject.End(
      reason: .triggerEnded, at: Instant(1_700_000_000), by: .trigger(id: 3), via: .rule))

  static func update(_ steps: Update.Step...) -> Update {
    Update(actor: .user(id: 5), via: .api, at: moment, steps: steps)
  }
}

extension UpdatePolicy {
  static let standard = UpdatePolicy(
    endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: true)
  static let featureOff = UpdatePolicy(
    endedSessionsAsEmail: true, triggerEndSetsEmail: true, canEndSessions: false)
}

extension Subject {
  /// The outcome, or the kind of refusal.
  func result(
    _ update: Update, _ policy: UpdatePolicy = .standard
  ) -> Result<UpdateOutcome, UpdateRefusal> {
    do throws(UpdateRefusal) {
      return .success(try applying(update, policy: policy))
    } catch { return .failure(error) }
  }
}
