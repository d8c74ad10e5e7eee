import SessionModel
import SessionStore

/// The account gets another plan, or its add-on (P4): what it does not have any more goes inactive in the caller's
/// transaction, and is named.
struct PlanChange {
  private let writer: StoreWriter
  private let open: OpenStore
  private let context: CommandContext

  init(_ writer: StoreWriter, _ open: OpenStore, _ context: CommandContext) {
    self.writer = writer
    self.open = open
    self.context = context
  }

  /// - Parameter value: as `Setting.normalize` gives it
  /// - Returns: what followed from it, in sentences that people have been told
  /// - Throws: `Failure` while active triggers depend on what would go, unless they may go too (F3)
  func set(_ setting: Setting, to value: String) throws -> [String] {
    let before = try writer.reader.account()
    var account = before
    if setting.key == Setting.plan {
      account.plan = Plan(word: value) ?? account.plan
    } else {
      account.messagingAddOn = value == "true"
    }
    var told: [String] = []
    // Looked at before the plan goes: they are named as what depends on it.
    if before.canEndSessions, !account.canEndSessions { told += try switchOff() }
    try writer.setAccount(account)
    let facts = try writer.reader.ruleFacts(at: open.now)
    told += try deactivate(triggers, facts)
    told += try deactivate(macros, facts)
    return told
  }

  /// P2: nobody can end sessions on this plan.
  private func switchOff() throws -> [String] {
    var told: [String] = []
    if try writer.reader.feature(.agents).enabled {
      let released = try releaseTriggers(context, writer, open)
      if !released.isEmpty { told.append("deactivated \(released.joined(separator: ", "))") }
    }
    for audience in FeatureAudience.allCases where try writer.reader.feature(audience).enabled {
      try writer.setFeature(
        audience,
        FeatureState(
          enabled: false, changedAt: open.now, changedBy: try open.admin(writer.reader).id,
          changedFrom: context.world.osUser))
      let sentence = "ending messaging sessions is off for \(audience.phrase): the plan does not have it"
      context.note(sentence)
      told.append(sentence)
    }
    if !told.isEmpty { try writer.rematch(after: .feature, at: open.now) }
    return told
  }

  /// P3: rules that the plan bars.
  private func deactivate<Rule: StorableRule>(_ noun: RuleNoun<Rule>, _ facts: RuleFacts) throws -> [String] {
    var told: [String] = []
    for rule in try writer.reader.rules(Rule.self).map(\.rule) where rule.active {
      guard let problem = rule.problems(facts).first(where: { $0.code == "plan" }) else { continue }
      try writer.setActive(false, rule, at: open.now)
      let sentence = "deactivated \(noun.name) \(rule.id) '\(rule.title)': \(problem.sentence)"
      context.note(sentence)
      told.append(sentence)
    }
    return told
  }
}
