import CommandGrammar
import SessionModel

/// The options of the switch that lets sessions be ended.
enum FeatureOptions {
  static let audience = Option<FeatureAudience>(
    "for", "agents|end-users", .vocabulary(), default: FeatureAudience.agents.word,
    help: "Who the switch is for")
  static let deactivateTriggers = Flag(
    "deactivate-triggers", help: "Also deactivate the triggers that depend on the feature")
}

/// Turns the switch of those whom `--for` names, and says what that came to.
func turnFeature(_ context: CommandContext, on: Bool) throws {
  let open = try context.open()
  let audience = context.arguments[FeatureOptions.audience] ?? .agents
  let released = try open.administer { administration in
    try administration.turn(
      audience, on: on, deactivates: on ? false : context.arguments[FeatureOptions.deactivateTriggers])
  }
  if let released, !released.isEmpty { context.note("deactivated \(released.labels)") }
  let state = on ? "on" : "off"
  context.note(
    released == nil
      ? "nothing changed: ending messaging sessions was already \(state) for \(audience.phrase)"
      : "ending messaging sessions is \(state) for \(audience.phrase)")
  if context.wantsDocument { try showFeature(context, open) }
}
