/// All that the account's rules come to in a run, compiled once: what follows an update's own steps (Q8, M5).
///
/// The order is the domain's: ticket triggers, then the queue, then the messaging triggers of what happened.
public struct RunRules: Sendable {
  /// The ticket triggers that can be met, which run first (T3).
  public var triggers: RuleSet
  /// What the ticket is matched by after them (Q8).
  public var queues: QueueRules
  /// The messaging triggers, which run last and never on an ended session (M5).
  public var messaging: MessagingRules

  /// All that follows an update in one run.
  public init(triggers: RuleSet, queues: QueueRules, messaging: MessagingRules = .none) {
    self.triggers = triggers
    self.queues = queues
    self.messaging = messaging
  }

  /// No rules at all: an update does what its own steps say.
  public static let none = RunRules(triggers: .none, queues: .none)

  /// What must be loaded of every work item for them.
  public var columns: WorkItemColumns {
    triggers.columns.union(queues.columns).union(messaging.columns)
  }

  /// Whether any of them can send anything at all, so that nothing need be made ready for it.
  public var isEmpty: Bool { triggers.triggers.isEmpty && messaging.isEmpty }
}

extension UpdateDraft {
  /// Does what the rules say of an update that changed something.
  public mutating func run(_ rules: RunRules) {
    run(rules.triggers.readsComment ? rules.triggers.resolved(comment: judgedComment) : rules.triggers)
    match(rules.queues)
  }

  /// Runs the messaging triggers of what happened in the conversation, after everything else (M5).
  ///
  /// - Parameters:
  ///   - events: in the order in which they happened
  ///   - facts: gives what the rules look at, as far as these needs go; not asked where nothing can run
  public mutating func run(
    _ rules: MessagingRules, on events: [MessagingEvent],
    facts: (WorkItem, MessagingContext.Needs) throws -> MessagingContext
  ) rethrows {
    for event in events where canRunMessaging && !rules.triggers(on: event).isEmpty {
      run(rules, on: event, try facts(item, rules.needs(on: event)))
    }
  }
}
