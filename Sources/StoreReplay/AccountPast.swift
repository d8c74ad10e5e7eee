import CivilTime
import JSONText
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// What the account was like at each moment, going back from now through the log: its switch, the settings of ends, its
/// schedules, who was staff, and who was in which group.
///
/// Each entry says what a thing was before it. What an import changed of people and groups stands in no entry, and counts
/// as having always been so.
struct AccountPast {
  /// What rules depend on beside a ticket, from a moment on.
  struct Period {
    fileprivate(set) var since: Instant
    fileprivate(set) var environment: RuleEnvironment
    fileprivate(set) var policy: UpdatePolicy
    fileprivate(set) var hours: [Int64: BusinessHours]
    fileprivate(set) var defaultSchedule: Int64?
    /// Of those who were something else since then.
    fileprivate(set) var roles: [Int64: Role] = [:]
    /// The agents of groups, those without any left out.
    fileprivate(set) var agents: [Int64: Set<Int64>]
  }

  /// The newest first.
  private(set) var periods: [Period]
  /// The log's first entry. What is told of earlier moments came here later, by rules and settings of nobody knows when,
  /// so that it counts as of now.
  private let beginning: Instant?

  /// - Parameter from: nobody asks about earlier moments; nil: about any
  init(_ reader: StoreReader, since from: Instant?) throws {
    var agents: [Int64: Set<Int64>] = [:]
    for (user, group) in try reader.memberships() { agents[group, default: []].insert(user) }
    var hours: [Int64: BusinessHours] = [:]
    for schedule in try reader.schedules() { hours[schedule.id] = try? BusinessHours(schedule) }
    var now = Period(
      since: .latest, environment: try reader.ruleEnvironment(at: .latest), policy: try reader.updatePolicy(),
      hours: hours, defaultSchedule: try reader.defaultSchedule()?.id, agents: agents)
    var periods: [Period] = []
    var first: Instant?
    try reader.forEachLogEntry(newestFirst: true) { entry in
      first = min(entry.at, first ?? .latest)
      if entry.at < from ?? .earliest || entry.changes.isEmpty { return }
      var before = now
      guard entry.changes.reversed().reduce(false, { before.undo($1) || $0 }) else { return }
      // The clock may have been put back between two commands.
      now.since = min(entry.at, periods.last?.since ?? .latest)
      periods.append(now)
      now = before
    }
    now.since = .earliest
    self.periods = periods + [now]
    beginning = first
  }

  /// Whether the log goes back to a moment.
  func isKnown(_ moment: Instant) -> Bool { beginning.map { $0 <= moment } ?? false }

  /// Which period a moment is in.
  func index(at moment: Instant) -> Int {
    guard isKnown(moment) else { return 0 }
    var (low, high) = (0, periods.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if periods[middle].since <= moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension AccountPast.Period {
  /// Makes what a thing is what it was before a change.
  ///
  /// - Returns: whether it is anything that rules depend on
  fileprivate mutating func undo(_ change: ManagedChange) -> Bool {
    let id = Int64(change.thing.id)
    switch change.thing.noun {
    case "switch":
      guard change.thing.id == FeatureAudience.agents.word else { return false }
      policy.canEndSessions = change.before.flatMap(ManagedChange.value) == "on"
      environment.featureEnabled = policy.canEndSessions
    case "setting":
      let key = change.thing.id
      return undo(
        setting: key, change.before.flatMap(ManagedChange.value) ?? Setting.named(key)?.defaultValue)
    case "schedule":
      guard let id else { return false }
      hours[id] = change.before.flatMap(Self.hours)
      if change.before == nil { environment.schedules.remove(id) } else { environment.schedules.insert(id) }
    case "group":
      guard let id else { return false }
      if change.before == nil { environment.groups.remove(id) } else { environment.groups.insert(id) }
      let users = (try? ManagedChange.ids("user_ids", in: change.before)) ?? []
      agents[id] = users.isEmpty ? nil : Set(users)
    case "agent", "user":
      guard let id else { return false }
      undo(person: id, change.before)
    default: return false
    }
    return true
  }

  private mutating func undo(setting key: String, _ value: String?) -> Bool {
    switch key {
    case "routing.ended_sessions_as_email": policy.endedSessionsAsEmail = value == "true"
    case "triggers.end_session_sets_email":
      policy.triggerEndSetsEmail = value == "true"
      environment.triggerEndSetsEmail = value != "false"
    case "account.default_schedule": defaultSchedule = value.flatMap { Int64($0) }
    case Setting.plan:
      environment.hasSurvey = value.flatMap(Plan.init(word:))?.hasCustomizableSurvey ?? environment.hasSurvey
    default: return false
    }
    return true
  }

  private mutating func undo(person id: Int64, _ document: [UInt8]?) {
    let user = document.flatMap { try? WireUser(RecordIndex().scan($0)) }
    let role = user?.localRole ?? user?.role ?? .endUser
    roles[id] = role
    if role == .endUser { environment.staff.remove(id) } else { environment.staff.insert(id) }
    environment.barred[id] = role == .endUser ? nil : user?.bar
    let groups = Set((try? ManagedChange.ids("group_ids", in: document)) ?? [])
    for group in Set(agents.keys).union(groups) {
      if groups.contains(group) { agents[group, default: []].insert(id) } else { agents[group]?.remove(id) }
      if agents[group]?.isEmpty ?? false { agents[group] = nil }
    }
  }

  private static func hours(_ document: [UInt8]) -> BusinessHours? {
    (try? WireSchedule(RecordIndex().scan(document))).flatMap { try? BusinessHours($0.schedule) }
  }
}
