import JSONText
import SessionModel
import SessionStore
import StoreEngine

/// A set of rules that serves one purpose, installed and removed together (§10).
struct Recipe: Sendable {
  let name: String
  let title: String
  let summary: String
  /// What it can't do without.
  let needs: Set<Need>
  /// The routing that it is made for; nil for either.
  var mode: Mode?
  /// Which of the options of `recipe install` say something to it.
  let parameters: Set<Parameter>
  let parts: @Sendable (RecipeValues) -> [RecipePart]
  /// What to do with it once it is there.
  let advice: [String]

  enum Need: Hashable {
    case feature, survey, schedule
    /// Where queues route, what a trigger ends must become an email ticket, else no queue holds it any more (E4).
    case emailAfterEnd
  }
  enum Mode { case classic, omnichannel }
  enum Parameter: String, CaseIterable { case group, schedule, tag, withoutAddress }

  /// How the log tells of its removal.
  var removal: String { "removed recipe \(name)" }

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
        "\(name) needs business hours: name a schedule with --schedule, or set account.default_schedule (see 'sessionctl schedule create --help')"
      )
    }
    let isOmnichannel = try reader.isOmnichannel()
    switch mode {
    case .omnichannel where !isOmnichannel:
      return .refused(
        "\(name) creates a queue, but the account routes by group; use surge-messaging, or set routing.mode to omnichannel"
      )
    case .classic where isOmnichannel:
      return .refused(
        "\(name) is for routing by group, but the account routes with queues; use surge-omnichannel, or set routing.mode to messaging"
      )
    default: break
    }
    if needs.contains(.emailAfterEnd), isOmnichannel, try !reader.updatePolicy().triggerEndSetsEmail {
      return .refused(
        "the tickets of \(name) can be routed only if a trigger's end sets the routing channel to email; set triggers.end_session_sets_email to true"
      )
    }
    return nil
  }

  /// Whom it would leave without help as the account is now, and what to do about it.
  func warnings(_ values: RecipeValues) -> [String] {
    guard parameters.contains(.group) else { return [] }
    let titles = parts(values).compactMap { part in
      if case .trigger(let trigger) = part { "'\(trigger.title)'" } else { nil }
    }
    if let group = values.idleGroup {
      return [
        "nobody in group '\(group)' can take e-mail tickets, so \(titles.joined(separator: " and ")) starts inactive; add agents to the group with 'sessionctl agent edit AGENT --group \(group)', then enable it (see 'sessionctl trigger enable -h')"
      ]
    }
    if !values.isServed {
      return [
        "no group has an agent who can take e-mail tickets, so \(titles.joined(separator: " and ")) starts inactive; add agents to a group with 'sessionctl agent edit AGENT --group GROUP', then install it again and enable it (see 'sessionctl trigger enable -h')"
      ]
    }
    return []
  }
}

/// What the account decides about a recipe.
struct RecipeValues: Sendable {
  /// The surge group; its id is 0 as long as it is only going to be made, which no group has.
  var groupID: Int64 = 0
  var groupName = "Surge"
  var makesGroup = true
  /// The name of the group that gets the tickets, where nobody in it can take one.
  var idleGroup: String?
  /// The groups in which somebody can take e-mail tickets: all of them, or the one that was named.
  var servingGroups: [Int64] = []
  var schedule: Schedule?
  var tag: String?
  var isOmnichannel = true
  /// What lets an email ticket into the standard queue (Q2).
  var autoroutingTag = ""
  /// Whether sessions of customers end who can't be told or answered by e-mail.
  var includesWithoutAddress = false
  var text = RecipeText.english

  /// Whether somebody could be given the tickets: where queues route, somebody who takes e-mail tickets must be in the
  /// group that gets them.
  var isServed: Bool { idleGroup == nil && (!isOmnichannel || !servingGroups.isEmpty) }
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
        return RuleAction(field: action.field, value: .string("'\(values.groupName)', which will be created"))
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
