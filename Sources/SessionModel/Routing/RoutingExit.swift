/// Why a ticket that nobody has dealt with is in no queue any more (E4).
public enum RoutingExit: Int, Vocabulary {
  /// Its session has ended and its routing channel is still messaging.
  case channel
  /// It lacks the group, or the tag, that the standard queue needs, and no other queue takes it.
  case group, tag

  public var word: String {
    switch self {
    case .channel: "channel"
    case .group: "group"
    case .tag: "tag"
    }
  }
}

/// How many tickets left routing with a run, by reason.
public struct RoutingExits: Sendable, Hashable {
  private var counts = [Int](repeating: 0, count: RoutingExit.allCases.count)

  public init() {}

  public subscript(exit: RoutingExit) -> Int { counts[exit.rawValue] }

  public var total: Int { counts.reduce(0, +) }

  public mutating func note(_ exit: RoutingExit?) {
    if let exit { counts[exit.rawValue] += 1 }
  }

  public mutating func add(_ others: RoutingExits) {
    for exit in RoutingExit.allCases { counts[exit.rawValue] += others[exit] }
  }
}

extension UpdateOutcome {
  /// Why the ticket left routing with this update; nil where it did not, or where somebody has it or it is done.
  ///
  /// - Parameter rules: those that it was matched by
  public func routingExit(_ rules: QueueRules) -> RoutingExit? {
    guard let ticket = subject.ticket, !ticket.status.isFinal else { return nil }
    // E4, also of who was assigned: once it is not, nothing finds it.
    if endedSession, subject.isUnroutable { return .channel }
    guard before.waiting?.queueKey != nil, subject.waiting?.queueKey == nil, ticket.status.isInProgress,
      ticket.assigneeID == nil
    else { return nil }
    if subject.isUnroutable { return .channel }
    return rules.standardEntry.refusals(subject).contains(.noGroup) ? .group : .tag
  }
}
