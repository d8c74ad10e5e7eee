import CivilTime

/// Which queue a ticket waits in, compiled once per run (Q1–Q3, Q8).
public struct QueueRules: Sendable {
  /// False: classic messaging routing, without queues (Q1).
  public let isOmnichannel: Bool
  private let matcher: QueueMatcher
  /// Every custom queue there is, also those that can't be met.
  private let names: [Int64: String]
  /// Whom the standard queue takes where no custom one does.
  public let standardEntry: StandardEntry
  /// What must be loaded of every work item for them.
  public let columns: WorkItemColumns

  /// - Parameter queues: the custom ones, in any order
  public init(
    _ queues: [Queue], isOmnichannel: Bool, standardEntry: StandardEntry,
    compiler: @autoclosure () -> RuleCompiler
  ) {
    self.isOmnichannel = isOmnichannel
    self.standardEntry = standardEntry
    guard isOmnichannel else {
      matcher = QueueMatcher([])
      names = [:]
      columns = []
      return
    }
    let compiler = queues.isEmpty ? nil : compiler()
    // Those that can't be met are left out.
    let compiled = queues.sorted { ($0.order, $0.key) < ($1.order, $1.key) }.compactMap { queue in
      compiler?.compile(queue: queue.conditions).map { (queue.key, $0) }
    }
    matcher = QueueMatcher(compiled)
    names = Dictionary(queues.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first })
    columns = compiled.reduce(into: [.fields, .tags, .waiting]) { $0.formUnion($1.1.columns) }
  }

  /// No routing at all, as in a run that finds nothing.
  public static let none = QueueRules(
    [], isOmnichannel: false, standardEntry: StandardEntry(tag: "", endedSessionsNeedTag: false),
    compiler: RuleCompiler(RuleEnvironment(featureEnabled: false, hasSurvey: false, groups: [], staff: [])))

  /// The name of a queue that tickets are in.
  public func name(of key: Int64) -> String {
    key == Queue.standard.key ? Queue.standard.name : names[key] ?? "queue \(key)"
  }

  /// Where a ticket waits now that it has become what it is.
  ///
  /// - Parameter moment: since when it has been eligible, if it was not before
  public func waiting(_ item: WorkItem, at moment: Instant) -> Waiting? {
    guard isOmnichannel, item.isEligible else { return nil }
    var waiting = item.waiting ?? Waiting(queueKey: nil, since: moment)
    if waiting.isChosen, let key = waiting.queueKey, key == Queue.standard.key || names[key] != nil {
      return waiting
    }
    waiting.isChosen = false
    waiting.queueKey =
      matcher.firstMatch(item) ?? (standardEntry.takes(item) ? Queue.standard.key : nil)
    return waiting
  }
}

extension UpdateDraft {
  /// Puts the ticket where it waits after all that has happened to it (Q8); E4 takes it out, E5 matches it again.
  public mutating func match(_ queues: QueueRules) {
    guard let ticket = item.ticket else { return }
    // E5: what an end made an email ticket is matched again, also where a hand-off had named its queue.
    if ticket.routingChannel == .email, baseline?.routingChannel == .messaging {
      item.waiting?.isChosen = false
    }
    let waiting = queues.waiting(item, at: update.at)
    if waiting != item.waiting { item.waiting = waiting }
  }

  /// The queue that it was in and is no more.
  public var leftQueue: Int64? {
    guard let left = before.waiting?.queueKey, left != item.waiting?.queueKey else { return nil }
    return left
  }

  /// The queue that it was not in and is now: the run event `conversation_queued`.
  public var enteredQueue: Int64? {
    guard let entered = item.waiting?.queueKey, entered != before.waiting?.queueKey else { return nil }
    return entered
  }
}
