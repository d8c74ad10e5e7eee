import SessionModel
import SessionStore
import StoreEngine

/// What has to be looked at once all changes of a transaction are made: a limit may be exceeded meanwhile, and who waits
/// is matched once and not after each change.
struct DueFollowUps {
  /// Kinds of which rules became active.
  var activated: [ImportedKind: any StorableRule.Type] = [:]
  /// Whether there are more queues than before.
  var addedQueues = false
  /// Which tickets may wait elsewhere now.
  var rematch = Rematching.none

  enum Rematching {
    case none
    /// Those that wait, if a queue looks at one of these.
    case ifQueuesLook(at: [QueueGround])
    /// All that wait: queues were made, deleted or moved (Q6).
    case waiting
    /// All that may wait (Q1, Q2).
    case all
  }

  /// Notes that queues may look at something that has changed.
  mutating func look(at ground: QueueGround) {
    switch rematch {
    case .none: rematch = .ifQueuesLook(at: [ground])
    case .ifQueuesLook(let others): rematch = .ifQueuesLook(at: others + [ground])
    case .waiting, .all: break
    }
  }

  /// Notes that queues were made, deleted or moved.
  mutating func matchWaiting() { if case .all = rematch {} else { rematch = .waiting } }
}

extension Administration {
  /// Checks the limits that hold for all things of a kind together, and matches who waits to the queues again (Q6).
  /// Whoever opens the door calls it at the end; a second time does nothing.
  ///
  /// - Returns: what matching again came to
  /// - Throws: `AdministrationRefusal` where there would be too many
  @discardableResult
  package func settle(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws -> RematchSummary {
    let due = self.due
    self.due = DueFollowUps()
    for type in due.activated.values { try refuseTooManyActive(type) }
    if due.addedQueues {
      let count = try reader.queues().count
      guard count <= Queue.mostCustom else { throw AdministrationRefusal.tooManyQueues(count: count) }
    }
    let summary = try rematch(due.rematch, progress)
    leftRouting.add(summary.leftRouting)
    return summary
  }

  private func rematch(
    _ due: DueFollowUps.Rematching, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> RematchSummary {
    switch due {
    case .none: return RematchSummary()
    case .ifQueuesLook(let grounds):
      guard try grounds.contains(where: reader.queuesLook) else { return RematchSummary() }
      return try writer.rematch(at: moment, progress: progress)
    case .waiting: return try writer.rematch(at: moment, progress: progress)
    case .all: return try writer.rematchAll(at: moment, progress: progress)
    }
  }

  /// T9
  private func refuseTooManyActive<Rule: StorableRule>(_ type: Rule.Type) throws {
    let count = try reader.countActive(type)
    guard count <= Rule.mostActive else {
      throw AdministrationRefusal.tooManyActive(noun: Rule.noun, count: count)
    }
  }
}
