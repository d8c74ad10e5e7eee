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

  /// Nothing has left yet.
  public init() {}

  /// How many tickets left for this reason.
  public subscript(exit: RoutingExit) -> Int { counts[exit.rawValue] }

  /// All of them: `became_unroutable` in documents (E4).
  public var total: Int { counts.reduce(0, +) }

  /// Counts one ticket; nil where it has not left.
  public mutating func note(_ exit: RoutingExit?) {
    if let exit { counts[exit.rawValue] += 1 }
  }

  /// Counts in what another part of the run has counted.
  public mutating func add(_ others: RoutingExits) {
    for exit in RoutingExit.allCases { counts[exit.rawValue] += others[exit] }
  }
}
