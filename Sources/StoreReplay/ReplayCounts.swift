import CivilTime

/// What rules came to in a number of updates: as it was recorded, and as it would have been.
package struct ReplayCounts: Sendable, Equatable {
  /// What leaves the machine by a rule.
  package enum Letter: Sendable { case email, survey, webhook }

  /// What rules do, counted once.
  package struct Deeds: Sendable, Equatable {
    /// How often a rule fired.
    package var fired = 0
    /// Sessions that a rule ended.
    package var ended = 0
    package var emails = 0
    package var surveys = 0
    /// Webhooks and targets.
    package var webhooks = 0
    /// Tickets that a rule gave to another group, or to none.
    package var moved = 0

    mutating func note(_ letter: Letter) {
      switch letter {
      case .email: emails += 1
      case .survey: surveys += 1
      case .webhook: webhooks += 1
      }
    }

    static func += (sum: inout Deeds, other: Deeds) {
      sum.fired += other.fired
      sum.ended += other.ended
      sum.emails += other.emails
      sum.surveys += other.surveys
      sum.webhooks += other.webhooks
      sum.moved += other.moved
    }
  }

  /// By the rules of the replay.
  package var now = Deeds()
  /// By what the history tells.
  package var then = Deeds()
  /// Firings that are among both.
  package var both = 0
  /// Updates counted here, and those of them that come to something else.
  package var updates = 0
  package var differing = 0

  package init() {}

  static func += (sum: inout ReplayCounts, other: ReplayCounts) {
    sum.now += other.now
    sum.then += other.then
    sum.both += other.both
    sum.updates += other.updates
    sum.differing += other.differing
  }
}

/// What the numbers of a replay are broken down by.
package enum ReplayGrouping: String, CaseIterable, Sendable {
  case rule, day, group
}

/// A row of a replay's numbers.
package enum ReplayKey: Hashable, Sendable {
  case rule(Int64)
  case day(CivilDate)
  case group(Int64?)
}

/// An update that comes to something else.
package struct ReplaySample: Sendable {
  package var auditID: Int64
  package var ticketID: Int64
  package var at: Instant
  /// Triggers that would fire and did not, and those that fired and would not.
  package var onlyNow: [Int64]
  package var onlyThen: [Int64]
  /// What the ticket would be beside what it became, by field.
  package var differences: [Difference]
  /// Whether the ticket had gone another way before.
  package var isForked: Bool

  /// A field that comes out otherwise.
  package struct Difference: Sendable, Equatable {
    package var field: String
    package var recorded: String?
    package var replayed: String?
  }
}

/// What a replay has found.
package struct ReplayReport: Sendable {
  /// Tickets with updates in the period, and the updates.
  package var tickets = 0
  package var updates = 0
  package var replayed = 0
  /// Those of them that are known from the ticket as it is now, because the history does not begin with its creation.
  package var knownBackwards = 0
  /// Updates on which no rule runs: the account's own (T3).
  package var withoutRules = 0
  package var notReplayable: [ReplayObstacle: Int] = [:]
  package var differing = 0
  /// Tickets that go another way, and recorded updates that could then not have happened.
  package var forked = 0
  package var impossible = 0
  package var total = ReplayCounts()
  package var rows: [ReplayKey: ReplayCounts] = [:]
  package var samples: [ReplaySample] = []
  /// What the store does not know for the moment of an update.
  package var takenFromNow: [String] = []

  package init() {}
}
