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
    /// E-mails to people and groups.
    package var emails = 0
    /// Surveys that a rule offered.
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
  /// Updates counted here.
  package var updates = 0
  /// Those of them that come to something else.
  package var differing = 0

  /// Nothing counted yet.
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
  /// By trigger, by the day of the update in the zone that is asked for, or by the group that the ticket had before it.
  case rule, day, group
}

/// A row of a replay's numbers.
package enum ReplayKey: Hashable, Sendable {
  /// A trigger, by id.
  case rule(Int64)
  /// A day in the zone that is asked for.
  case day(CivilDate)
  /// A group, by id; nil: the ticket had none.
  case group(Int64?)
}

/// An update that comes to something else.
package struct ReplaySample: Sendable {
  /// Which update.
  package var auditID: Int64
  /// Of which ticket.
  package var ticketID: Int64
  /// When it happened.
  package var at: Instant
  /// Triggers that would fire and did not.
  package var onlyNow: [Int64]
  /// Triggers that fired and would not.
  package var onlyThen: [Int64]
  /// What the ticket would be beside what it became, by field.
  package var differences: [Difference]
  /// Whether the ticket had gone another way before.
  package var isForked: Bool

  /// A field that comes out otherwise.
  package struct Difference: Sendable, Equatable {
    /// As conditions call it.
    package var field: String
    /// What it became; nil: nothing.
    package var recorded: String?
    /// What it would be; nil: nothing.
    package var replayed: String?
  }
}

/// What a replay has found.
package struct ReplayReport: Sendable {
  /// Tickets that were looked at.
  package var tickets = 0
  /// Their updates in the period.
  package var updates = 0
  /// Those of them that rules ran on again.
  package var replayed = 0
  /// Those of them that are known from the ticket as it is now, because the history does not begin with its creation.
  package var knownBackwards = 0
  /// Updates on which no rule runs: the account's own (T3).
  package var withoutRules = 0
  /// Updates that can't be replayed, by reason.
  package var notReplayable: [ReplayObstacle: Int] = [:]
  /// Updates that come to something else.
  package var differing = 0
  /// Tickets that go another way.
  package var forked = 0
  /// Recorded updates that could then not have happened.
  package var impossible = 0
  /// What all rules together come to.
  package var total = ReplayCounts()
  /// The same for each rule, day or group.
  package var rows: [ReplayKey: ReplayCounts] = [:]
  /// As many of those that differ as were asked for, the oldest ticket's first.
  package var samples: [ReplaySample] = []
  /// What the store does not know for the moment of an update.
  package var takenFromNow: [String] = []

  /// Whether the log tells what the account was like at the moments of all updates.
  var isOfKnownMoments = true

  /// Nothing found yet.
  package init() {}

  /// Adds what was found in other tickets.
  mutating func add(_ other: ReplayReport, samples most: Int) {
    tickets += other.tickets
    updates += other.updates
    replayed += other.replayed
    knownBackwards += other.knownBackwards
    withoutRules += other.withoutRules
    notReplayable.merge(other.notReplayable, uniquingKeysWith: +)
    differing += other.differing
    forked += other.forked
    impossible += other.impossible
    total += other.total
    rows.merge(other.rows) { one, other in
      var sum = one
      sum += other
      return sum
    }
    samples = Array(
      (samples + other.samples).sorted { ($0.ticketID, $0.auditID) < ($1.ticketID, $1.auditID) }.prefix(most))
    isOfKnownMoments = isOfKnownMoments && other.isOfKnownMoments
  }
}
