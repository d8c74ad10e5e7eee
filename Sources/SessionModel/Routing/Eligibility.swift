/// Why a ticket can't wait for routing, or not in the standard queue (Q2).
public enum Ineligibility: Hashable, Sendable {
  /// Q1: the account routes messaging by group, without queues.
  case classicRouting
  /// Its status is this one; only new and open tickets wait.
  case status(TicketStatus)
  /// Somebody has it already.
  case assigned
  /// E4: its session has ended and its routing channel is still messaging.
  case unroutable
  /// The standard queue is served by each ticket's own group.
  case noGroup
  /// An email ticket enters the standard queue only with this tag.
  case noTag(String)

  /// The reason as a clause about the ticket, without a full stop.
  public var sentence: String {
    switch self {
    case .classicRouting:
      "the account's routing mode is messaging: there are no queues (settings get routing.mode)"
    case .status(let status): "its status is \(status.word); only new and open tickets wait"
    case .assigned: "it is assigned"
    case .unroutable:
      "its session has ended and its routing channel is still messaging; set it to email to route it again"
    case .noGroup: "it has no group, and the standard queue needs one"
    case .noTag(let tag):
      "it is routed as email but lacks the tag '\(tag)', which the standard queue needs"
    }
  }
}

extension WorkItem {
  /// What keeps the ticket from every queue; empty when it is eligible.
  public var ineligibilities: [Ineligibility] {
    guard let ticket else { return [] }
    var reasons: [Ineligibility] = []
    if !ticket.status.isInProgress { reasons.append(.status(ticket.status)) }
    if ticket.assigneeID != nil { reasons.append(.assigned) }
    if isUnroutable { reasons.append(.unroutable) }
    return reasons
  }

  /// Q2, asked for each ticket of a run.
  var isEligible: Bool {
    guard let ticket else { return false }
    return ticket.assigneeID == nil && ticket.status.isInProgress && !isUnroutable
  }

  /// E4
  public var isUnroutable: Bool {
    session?.state == .ended && ticket?.routingChannel == .messaging
  }
}
