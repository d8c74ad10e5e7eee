import JSONText
import SessionModel
import SessionStore

/// A set of rules that serves one purpose, installed and removed together (§10).
struct Recipe: Sendable {
  let name: String
  let title: String
  let summary: String
  /// What it can't do without.
  let needs: Set<Need>
  /// Which of `--group`, `--schedule` and `--tag` say something to it.
  let parameters: Set<Parameter>
  let parts: @Sendable (RecipeValues) -> [RecipePart]
  /// What to do with it once it is there.
  let advice: [String]

  enum Need: Hashable { case feature, survey, schedule, queues, emailAfterEnd }
  enum Parameter: String, CaseIterable { case group, schedule, tag }

  /// Why it can't be installed as the account is now, and whether that is a matter of the plan or of a switch.
  func obstacle(_ reader: StoreReader, schedule: String? = nil) throws -> Failure? {
    let account = try reader.account()
    if needs.contains(.survey), !account.plan.hasCustomizableSurvey {
      return .notPermitted(
        "the customizable survey needs suite_growth or higher, support_professional or support_enterprise; this account has \(account.plan.word)"
      )
    }
    if needs.contains(.feature) {
      guard account.canEndSessions else {
        return .notPermitted("\(Plan.endingSessionsNeeds); this account has \(account.plan.word)")
      }
      guard try reader.feature(.agents).enabled else { return Failure(UpdateRefusal.featureOff) }
    }
    if needs.contains(.schedule), schedule == nil, try reader.defaultSchedule() == nil {
      return .refused(
        "it needs business hours: name a schedule with --schedule, or set account.default_schedule (see 'sessionctl schedule create --help')"
      )
    }
    if needs.contains(.queues), try !reader.isOmnichannel() {
      return .refused(
        "it brings a queue, and the account routes by group; take surge-messaging, or set routing.mode to omnichannel"
      )
    }
    if needs.contains(.emailAfterEnd), try !reader.updatePolicy().triggerEndSetsEmail {
      return .refused(
        "its tickets stay routable only where a trigger's end sets the routing channel to email (E4); set triggers.end_session_sets_email to true, or take surge-messaging"
      )
    }
    return nil
  }
}

/// What the account decides about a recipe.
struct RecipeValues: Sendable {
  /// The surge group; its id is 0 as long as it is only going to be made, which no group has.
  var groupID: Int64 = 0
  var groupName = "Surge"
  var makesGroup = true
  var schedule: Schedule?
  var tag: String?
}

/// One thing that a recipe brings.
enum RecipePart: Sendable {
  case group(String)
  case trigger(Trigger)
  case macro(Macro)
  case queue(Queue)

  var kind: String {
    switch self {
    case .group: "group"
    case .trigger: "trigger"
    case .macro: "macro"
    case .queue: "queue"
    }
  }

  var title: String {
    switch self {
    case .group(let name): name
    case .trigger(let trigger): trigger.title
    case .macro(let macro): macro.title
    case .queue(let queue): queue.name
    }
  }

  /// When it acts, in the words of `--if`.
  var conditions: [String] {
    let conditions =
      switch self {
      case .trigger(let trigger): trigger.conditions
      case .queue(let queue): queue.conditions
      case .group, .macro: RuleConditions()
      }
    return conditions.all.map(\.words) + conditions.any.map { "any: \($0.words)" }
  }

  /// What it does, in the words of `--do`; a group without an id yet stands there with its name.
  func actions(_ values: RecipeValues) -> [String] { doing(values).map(\.words) }

  private func doing(_ values: RecipeValues) -> [RuleAction] {
    let actions =
      switch self {
      case .trigger(let trigger): trigger.actions
      case .macro(let macro): macro.actions
      case .queue(let queue):
        queue.primaryGroups.map { RuleAction(field: "primary_groups_id", value: .string(String($0))) }
      case .group: [RuleAction]()
      }
    return actions.map { action in
      let isGroup = action.field == "group_id" || action.field == "primary_groups_id"
      if isGroup, values.makesGroup, action.value.string == String(values.groupID) {
        return RuleAction(field: action.field, value: .string("'\(values.groupName)', which is to be made"))
      }
      return action
    }
  }

  /// All of it for people, a line for each condition and action, and a text that is sent line by line.
  func lines(_ values: RecipeValues) -> [String] {
    ["\(kind) '\(title)'"] + conditions.map { "  if \($0)" }
      + doing(values).flatMap { action in
        action.lines.enumerated().map { $0 == 0 ? "  do \($1)" : "  \($1)" }
      }
  }
}
