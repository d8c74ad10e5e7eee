/// All that the account's rules come to in a run, compiled once: what follows an update's own steps (Q8, M5).
///
/// The order is the domain's: ticket triggers, then the queue, then the messaging triggers of what happened.
public struct RunRules: Sendable {
  public var triggers: RuleSet
  public var queues: QueueRules

  public init(triggers: RuleSet, queues: QueueRules) {
    self.triggers = triggers
    self.queues = queues
  }

  public static let none = RunRules(triggers: .none, queues: .none)

  /// What must be loaded of every subject for them.
  public var columns: SubjectColumns { triggers.columns.union(queues.columns) }

  /// Whether any of them can send anything at all, so that nothing need be made ready for it.
  public var isEmpty: Bool { triggers.triggers.isEmpty }
}

extension UpdateOutcome {
  /// Does what the rules say of an update that changed something.
  public mutating func run(_ rules: RunRules) {
    run(rules.triggers)
    match(rules.queues)
  }
}
