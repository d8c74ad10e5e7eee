import CivilTime

/// A ticket's place in routing, while it is eligible.
public struct Waiting: Hashable, Sendable {
  /// The queue it is in, by its key; nil when none takes it: it has no group for the standard queue, say.
  public var queueKey: Int64?
  /// Since when it has been eligible without a break, which is its place in line (Q4) `[local]`.
  public var since: Instant
  /// Whether a hand-off named the queue: it then stays there, whatever other queues match, until it leaves
  /// routing or the queue is deleted `[local]`.
  public var isChosen: Bool

  /// A place that queues chose by their conditions, as far as nothing else is said.
  public init(queueKey: Int64?, since: Instant, isChosen: Bool = false) {
    self.queueKey = queueKey
    self.since = since
    self.isChosen = isChosen
  }
}
