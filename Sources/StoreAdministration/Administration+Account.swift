import SessionModel
import SessionStore
import StoreEngine

/// Settings, what the account has bought, and the switches that let sessions be ended.
extension Administration {
  // MARK: Switches

  /// Turns a switch (F1, F4).
  ///
  /// - Parameter deactivates: whether triggers that need it are deactivated in the same step, where it goes off
  /// - Returns: which triggers were deactivated; nil where it was turned so already
  /// - Throws: `AdministrationRefusal` where the plan has none (P2), or active triggers need it (F3)
  package func turn(_ audience: FeatureAudience, on: Bool, deactivates: Bool) throws -> [ManagedThing]? {
    let account = try reader.account()
    guard account.canEndSessions || !on else { throw AdministrationRefusal.planLacksSwitch(account.plan) }
    guard try reader.feature(audience).enabled != on else { return nil }
    let released = on || audience == .endUsers ? [] : try releaseTriggers(deactivates)
    let things = released.map(\.thing)
    let turned = try set(audience, on)
    let followed = released.isEmpty ? "" : "; deactivated \(things.labels)"
    try note(
      "\(audience.phrase) can\(on ? "" : " no longer") end messaging sessions\(followed)",
      released + [turned])
    return things
  }

  private func set(_ audience: FeatureAudience, _ on: Bool) throws -> ManagedChange {
    let before = try reader.feature(audience).enabled
    try writer.setFeature(
      audience, FeatureState(enabled: on, changedAt: moment, changedBy: actor.id, changedFrom: osUser))
    forgetEnvironment()
    if audience == .agents { due.look(at: .feature) }
    return ManagedChange(audience.thing, value: before ? "on" : "off", now: on ? "on" : "off")
  }

  /// F3: active triggers that depend on the feature keep it on, unless they are deactivated in the same step.
  private func releaseTriggers(_ deactivates: Bool) throws -> [ManagedChange] {
    let dependent = try reader.triggers().filter { $0.rule.active && $0.rule.dependsOnFeature }
    guard deactivates || dependent.isEmpty else {
      throw AdministrationRefusal.switchIsNeeded(by: dependent.map(\.rule.thing))
    }
    return try dependent.map { try turn($0, active: false) }
  }

  // MARK: Settings

  /// Changes a setting; what an account has bought is one, too (P4).
  ///
  /// - Parameters:
  ///   - value: as `Setting.normalize` gives it; of a schedule its id
  ///   - deactivates: whether triggers that need a switch which goes off with the plan are deactivated in the same step
  /// - Returns: what followed from it, in sentences
  /// - Throws: `AdministrationRefusal` while active triggers depend on what would go (F3)
  package func set(_ setting: Setting, to value: String, deactivates: Bool) throws -> [String] {
    let before = try reader.setting(setting.key)
    if before == value { return [] }
    var followed: [(sentence: String, change: [ManagedChange])] = []
    if setting.isOfAccount {
      followed = try setAccount(setting, to: value, deactivates)
    } else {
      try writer.set(setting.key, to: value)
      if setting.decidesWhoWaits { due.rematch = .all }
      if setting.kind == .schedule { due.look(at: .hours) }
    }
    forgetEnvironment()
    let sentences = followed.map(\.sentence)
    // What followed is undone once the setting is as it was.
    let scheduleID = setting.kind == .schedule ? Int64(value) : nil
    let schedule = try scheduleID.flatMap { try reader.schedule(id: $0)?.name }
    try note(
      (["set \(setting.key) to '\(schedule ?? value)'"] + sentences).joined(separator: "; "),
      followed.flatMap(\.change) + [ManagedChange(setting.thing, value: before, now: value)])
    return sentences
  }

  /// Takes a setting's value away, so that its default holds.
  func unset(_ setting: Setting) throws {
    let before = try reader.setting(setting.key)
    try writer.unset(setting.key)
    if setting.decidesWhoWaits { due.rematch = .all }
    if setting.kind == .schedule { due.look(at: .hours) }
    forgetEnvironment()
    let after = try reader.setting(setting.key)
    try note(
      "took the value of \(setting.key) away", [ManagedChange(setting.thing, value: before, now: after)])
  }

  /// What the account has not bought any more goes inactive (P4).
  private func setAccount(
    _ setting: Setting, to value: String, _ deactivates: Bool
  ) throws -> [(sentence: String, change: [ManagedChange])] {
    let before = try reader.account()
    var account = before
    if setting.key == Setting.plan {
      account.plan = Plan(word: value) ?? account.plan
    } else {
      account.messagingAddOn = value == "true"
    }
    var followed: [(sentence: String, change: [ManagedChange])] = []
    // Looked at before the plan goes: they are named as what depends on it.
    if before.canEndSessions, !account.canEndSessions { followed = try switchOff(deactivates) }
    try writer.setAccount(account)
    forgetEnvironment()
    return try followed + deactivateBarred(Trigger.self) + deactivateBarred(Macro.self)
  }

  /// P2: nobody can end sessions on this plan.
  private func switchOff(_ deactivates: Bool) throws -> [(sentence: String, change: [ManagedChange])] {
    var followed: [(sentence: String, change: [ManagedChange])] = []
    if try reader.feature(.agents).enabled {
      let released = try releaseTriggers(deactivates)
      if !released.isEmpty { followed.append(("deactivated \(released.map(\.thing).labels)", released)) }
    }
    for audience in FeatureAudience.allCases where try reader.feature(audience).enabled {
      followed.append(
        (
          "ending messaging sessions is off for \(audience.phrase): the plan does not include it",
          [try set(audience, false)]
        ))
    }
    return followed
  }

  /// P3: rules that the plan bars.
  private func deactivateBarred<Rule: StorableRule>(
    _ type: Rule.Type
  ) throws -> [(sentence: String, change: [ManagedChange])] {
    try reader.rules(type).filter(\.rule.active).compactMap { stored in
      let rule = stored.rule
      guard let problem = rule.problems(try ruleEnvironment()).first(where: { $0.code == "plan" }) else {
        return nil
      }
      return (
        "deactivated \(Rule.noun) \(rule.thing.label): \(problem.sentence)",
        [try turn(stored, active: false)]
      )
    }
  }
}
