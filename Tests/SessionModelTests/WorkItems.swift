import CivilTime
import SessionModel

/// Work items and updates that tests begin with.
enum WorkItems {
  static let moment = Instant(1_768_471_200)

  static func ticket(
    _ status: TicketStatus = .open, routing: RoutingChannel = .messaging, assignee: Int64? = nil,
    group: Int64? = nil, tags: [String] = [], priority: Priority = .none
  ) -> WorkItem.Ticket {
    WorkItem.Ticket(
      id: 42, status: status, priority: priority, routingChannel: routing, assigneeID: assignee,
      groupID: group, tags: tags, assignedChannel: assignee == nil ? nil : .messaging)
  }

  static let active = WorkItem.Session(id: 7, state: .active)

  static let ended = WorkItem.Session(
    id: 7, state: .ended,
    end: WorkItem.End(
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

extension WorkItem {
  /// The outcome, or the kind of refusal.
  func result(
    _ update: Update, _ policy: UpdatePolicy = .standard
  ) -> Result<UpdateDraft, UpdateRefusal> {
    do throws(UpdateRefusal) {
      return .success(try applying(update, policy: policy))
    } catch { return .failure(error) }
  }
}
