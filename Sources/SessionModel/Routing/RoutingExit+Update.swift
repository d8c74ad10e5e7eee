extension UpdateDraft {
  /// Why the ticket left routing with this update; nil where it did not, or where somebody has it or it is done.
  ///
  /// - Parameter rules: those that it was matched by
  public func routingExit(_ rules: QueueRules) -> RoutingExit? {
    guard let ticket = item.ticket, !ticket.status.isFinal else { return nil }
    // E4, also of who was assigned: once it is not, nothing finds it.
    if endedSession, item.isUnroutable { return .channel }
    return rules.exit(of: item, before: before.waiting)
  }
}

extension QueueRules {
  /// Why a ticket is in no queue any more (E4); nil where it was in none or is in one, somebody has it, or it is done.
  ///
  /// - Parameter before: where it waited before
  public func exit(of item: WorkItem, before: Waiting?) -> RoutingExit? {
    guard let ticket = item.ticket, before?.queueKey != nil, item.waiting?.queueKey == nil,
      ticket.status.isInProgress, ticket.assigneeID == nil
    else { return nil }
    if item.isUnroutable { return .channel }
    return standardEntry.refusals(item).contains(.noGroup) ? .group : .tag
  }
}
