import CivilTime
import SessionModel

/// The rules of a replay, compiled once for each kind of update that it meets.
final class ReplayRules {
  let triggers: [Trigger]
  private let past: AccountPast
  private var compiled: [Key: RuleSet] = [:]
  /// Many updates of a moment follow one another.
  private var latest: (at: Instant, period: Int, open: Set<Int64>)?

  /// What the compiled rules depend on.
  private struct Key: Hashable {
    var event: RuleEvent
    var period: Int
    var open: Set<Int64>
  }

  /// In so many kinds of updates nobody's memory is at stake.
  private static let mostKinds = 4096

  init(_ triggers: [Trigger], _ past: AccountPast) {
    self.triggers = triggers.map { trigger in
      var active = trigger
      active.active = true
      return active
    }
    self.past = past
  }

  /// The rules for an update of this kind, with the account and the hours of its moment.
  func rules(for event: RuleEvent, at moment: Instant) -> RuleSet {
    let (period, open) = standing(at: moment)
    let key = Key(event: event, period: period, open: open)
    if let known = compiled[key] { return known }
    if compiled.count >= Self.mostKinds { compiled.removeAll(keepingCapacity: true) }
    let rules = compiler(at: moment).compile(triggers, event: event, steps: [])
    compiled[key] = rules
    return rules
  }

  /// Compiles with the account and the hours of a moment.
  func compiler(at moment: Instant) -> RuleCompiler {
    let (period, open) = standing(at: moment)
    var environment = past.periods[period].environment
    environment.openSchedules = open
    environment.defaultHoursOpen = past.periods[period].defaultSchedule.map(open.contains)
    return RuleCompiler(environment)
  }

  /// What the account was like at a moment.
  func account(at moment: Instant) -> AccountPast.Period { past.periods[standing(at: moment).period] }

  /// Whether the log tells what the account was like at a moment.
  func isKnown(_ moment: Instant) -> Bool { past.isKnown(moment) }

  private func standing(at moment: Instant) -> (period: Int, open: Set<Int64>) {
    if let latest, latest.at == moment { return (latest.period, latest.open) }
    let period = past.index(at: moment)
    let hours = past.periods[period].hours
    let open = Set(hours.lazy.filter { $0.value.isOpen(at: moment) }.map(\.key))
    latest = (moment, period, open)
    return (period, open)
  }

  // MARK: What they look at

  /// Fields of the ticket that conditions compare.
  private lazy var compared = Set(
    triggers.flatMap { $0.conditions.all + $0.conditions.any }.compactMap {
      ConditionCatalogue.field($0.field)?.ticketField
    })

  /// What must be loaded of a ticket for them.
  var columns: WorkItemColumns { RuleCompiler(past.periods[0].environment).columns(for: triggers) }

  /// Whether a condition looks at the words of comments.
  var readsComments: Bool { reads { $0.field == "comment_includes_word" } }

  /// Whether it matters who made an update; like the next, it is asked of every update.
  private(set) lazy var readsAuthor =
    reads { $0.field == "role" || $0.value.string == "current_user" }
    || triggers.contains { $0.actions.contains { $0.value.string == "current_user" } }

  /// Whether a condition looks at how often something happened, which no source tells.
  private(set) lazy var readsCounts = compared.contains {
    if case .count = $0.telling?.form { true } else { false }
  }

  /// Whether a condition looks at what only a source changes, and no history of this store tells.
  private(set) lazy var readsFacts =
    compared.contains { $0.change == nil } || reads { $0.field == "subject_includes_word" }

  /// Whether a condition looks at what the customer is, and not only at who, or an action does: a survey is offered to whom
  /// it can reach (E15).
  var readsRequester: Bool {
    !takenFromNow.isEmpty
      || triggers.contains { trigger in
        trigger.actions.contains {
          if case .survey = ActionCatalogue.field($0.field)?.effect { true } else { false }
        }
      }
  }

  /// Whether a condition looks at comments in any way.
  var asksForComments: Bool { reads { $0.field.hasPrefix("comment_") } }

  /// What they look at that nothing tells of any moment, so that it is taken from now.
  var takenFromNow: [String] {
    compared.contains { $0.table == .requester } ? ["requesters"] : []
  }

  /// What they depend on that the log tells, as far as it goes back.
  var takenFromLog: [String] {
    var words: [String] = ["switch", "settings"]
    if reads({ ["in_business_hours", "within_schedule"].contains($0.field) }) { words.append("schedules") }
    if reads({ $0.field == "role" }) { words.append("roles") }
    if triggers.contains(where: { $0.actions.contains { $0.field == "notification_group" } }) {
      words.append("memberships")
    }
    return words
  }

  private func reads(_ test: (RuleCondition) -> Bool) -> Bool {
    triggers.contains { $0.conditions.all.contains(where: test) || $0.conditions.any.contains(where: test) }
  }
}
