import CivilTime
import SessionModel

/// Counts what replayed updates came to.
struct ReplayTally {
  private(set) var report = ReplayReport()
  private let grouping: ReplayGrouping
  private let zone: Zone
  private let mostSamples: Int
  /// The triggers that are asked about; nil: all that fire or fired.
  private let asked: Set<Int64>?
  private let hasCustomFields: Bool

  init(_ request: ReplayRequest, hasCustomFields: Bool) {
    grouping = request.grouping
    zone = request.zone
    mostSamples = request.samples
    asked = request.asked
    self.hasCustomFields = hasCustomFields
  }

  mutating func note(tickets: Int, forked: Int) {
    report.tickets += tickets
    report.forked += forked
  }

  /// Of an update's moment the log tells nothing.
  mutating func noteUnknownMoment() { report.isOfKnownMoments = false }

  mutating func note(_ outcome: TicketReplay.Outcome, isWhole: Bool) {
    report.updates += 1
    switch outcome {
    case .withoutRules: report.withoutRules += 1
    case .notReplayable(let obstacle): report.notReplayable[obstacle, default: 0] += 1
    case .impossible: report.impossible += 1
    case .replayed(let update):
      report.replayed += 1
      if !isWhole { report.knownBackwards += 1 }
      note(update)
    }
  }

  private mutating func note(_ update: ReplayedUpdate) {
    let recorded = update.step.update
    let isAsked = { (id: Int64) in self.asked?.contains(id) ?? true }
    let now = update.fired.filter(isAsked)
    let then = recorded.fired.filter(isAsked)
    var deeds: [Int64: ReplayCounts] = [:]
    for id in now {
      deeds[id, default: ReplayCounts()].now.fired = 1
      if then.contains(id) { deeds[id]!.both = 1 }
    }
    for id in then { deeds[id, default: ReplayCounts()].then.fired = 1 }
    if !now.isEmpty { noteReplayed(update, isAsked, &deeds) }
    if !then.isEmpty { noteRecorded(recorded, isAsked, &deeds) }

    // Where only some are asked about, what comes out is their doing only if one of them fires.
    let differs =
      Set(now) != Set(then)
      || (asked == nil || !now.isEmpty) && !update.isAsRecorded(hasCustomFields: hasCustomFields)
    var sum = ReplayCounts()
    for (id, counts) in deeds {
      sum += counts
      if grouping == .rule {
        var counts = counts
        counts.updates = 1
        counts.differing = now.contains(id) != then.contains(id) ? 1 : 0
        report.rows[.rule(id), default: ReplayCounts()] += counts
      }
    }
    sum.updates = 1
    sum.differing = differs ? 1 : 0
    report.total += sum
    if differs {
      report.differing += 1
      sample(update, now, then)
    }
    switch grouping {
    case .rule: break
    case .day: report.rows[.day(zone.civil(update.at).date), default: ReplayCounts()] += sum
    case .group:
      let group = (update.before.ticket ?? update.acted.ticket)?.groupID
      report.rows[.group(group), default: ReplayCounts()] += sum
    }
  }

  private func noteReplayed(
    _ update: ReplayedUpdate, _ isAsked: (Int64) -> Bool, _ deeds: inout [Int64: ReplayCounts]
  ) {
    func note(_ rule: RuleReference?, _ body: (inout ReplayCounts.Deeds) -> Void) {
      guard let rule, rule.kind == .trigger, isAsked(rule.id) else { return }
      body(&deeds[rule.id, default: ReplayCounts()].now)
    }
    for event in update.draft.events {
      switch event.kind {
      case .sessionEnded: note(event.rule) { $0.ended += 1 }
      case .change("group_id", _, _): note(event.rule) { $0.moved += 1 }
      default: break
      }
    }
    for notice in update.draft.notices {
      switch notice.kind {
      case .survey: note(notice.rule) { $0.note(.survey) }
      case .notice(let letter):
        switch letter.recipient {
        case .webhook, .target: note(notice.rule) { $0.note(.webhook) }
        // E15
        case .requester where !notice.ticket.facts.requesterHasEmail: break
        case .assignee where notice.ticket.assigneeID == nil: break
        case .group(let id) where update.agents[id] == nil: break
        default: note(notice.rule) { $0.note(.email) }
        }
      case .message, .replyByEmail: break
      }
    }
  }

  private func noteRecorded(
    _ update: RecordedUpdate, _ isAsked: (Int64) -> Bool, _ deeds: inout [Int64: ReplayCounts]
  ) {
    if let end = update.end, case .trigger(let id) = end.author, isAsked(id) {
      deeds[id, default: ReplayCounts()].then.ended += 1
    }
    for change in update.changes where change.field == .group {
      if case .trigger(let id) = change.author, isAsked(id) {
        deeds[id, default: ReplayCounts()].then.moved += 1
      }
    }
    for sent in update.sent where isAsked(sent.trigger) {
      deeds[sent.trigger, default: ReplayCounts()].then.note(sent.kind)
    }
  }

  private mutating func sample(_ update: ReplayedUpdate, _ now: [Int64], _ then: [Int64]) {
    guard report.samples.count < mostSamples else { return }
    report.samples.append(
      ReplaySample(
        auditID: update.step.update.id, ticketID: update.acted.ticket?.id ?? 0, at: update.at,
        onlyNow: now.filter { !then.contains($0) }, onlyThen: then.filter { !now.contains($0) },
        differences: update.differences(hasCustomFields: hasCustomFields), isForked: update.isForked))
  }
}
