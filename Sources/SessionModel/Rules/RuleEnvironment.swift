/// What the account says to its rules: what they may name, and what is switched on.
public struct RuleEnvironment: Sendable {
  /// F2
  public var featureEnabled: Bool
  /// P3
  public var hasSurvey: Bool
  /// `triggers.end_session_sets_email`
  public var triggerEndSetsEmail = true
  /// The groups that rules may name, those that are not deleted.
  public var groups: Set<Int64>
  /// Agents and admins.
  public var staff: Set<Int64>
  /// Those of them who can't be given tickets, and why.
  public var barred: [Int64: AssignmentBar] = [:]
  /// The schedules that rules may name.
  public var schedules: Set<Int64>
  /// Those of which nobody can say now whether they are open, and why: no zones on this machine, say.
  public var unusableSchedules: [Int64: String] = [:]
  /// Whose address is the account's own (`outbox.from`), to which nothing is sent; only lint asks.
  public var ownMailbox: Set<Int64> = []
  /// Who could be given tickets; only lint asks.
  package var service: GroupService?
  /// The schedules within whose hours the run's moment is.
  public var openSchedules: Set<Int64> = []
  /// Whether the moment is within the account's default hours; nil: it has none (§8).
  public var defaultHoursOpen: Bool?

  /// Facts without hours: `in_business_hours` can't be used then (T10), and every schedule counts as closed.
  public init(
    featureEnabled: Bool, hasSurvey: Bool, groups: Set<Int64>, staff: Set<Int64>, schedules: Set<Int64> = []
  ) {
    self.featureEnabled = featureEnabled
    self.hasSurvey = hasSurvey
    self.groups = groups
    self.staff = staff
    self.schedules = schedules
  }
}
