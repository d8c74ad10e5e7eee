import CommandGrammar
import Rendering
import SessionModel
import SessionStore

private let audience = Option<FeatureAudience>(
  "for", "agents|end-users", .vocabulary(), default: FeatureAudience.agents.word,
  help: "Whom the switch is for")
let deactivateTriggers = Flag(
  "deactivate-triggers", help: "Also deactivate the triggers that depend on the feature")

let featureCommands = CommandGroup(
  "feature", "The switch that lets sessions be ended",
  [
    "Two switches, both off in a new store: agents can end messaging sessions, and end users can. Without the first, nothing ends an active session but the closing of its ticket and the customer."
  ],
  [featureStatusCommand, featureEnableCommand, featureDisableCommand])

private let featureStatusCommand = Command(
  CommandSpec(
    ["feature", "status"], summary: "Show whether sessions can be ended, and who said so",
    examples: [
      Example(
        command: "sessionctl feature status", explanation: "Both switches, and whether the plan has them")
    ]),
  prints: FeatureDocument.schema
) { context in
  let open = try context.open(readOnly: true)
  try showFeature(context, open)
}

private let featureEnableCommand = Command(
  CommandSpec(
    ["feature", "enable"], summary: "Let agents, or end users, end messaging sessions", options: [audience],
    examples: [
      Example(
        command: "sessionctl feature enable", explanation: "Agents, triggers and sweeps can end sessions")
    ],
    exitNotes: [ExitNote(.notPermitted, "The plan does not have the feature, or you are not an admin")]),
  prints: FeatureDocument.schema
) { context in
  try turn(context, on: true)
}

private let featureDisableCommand = Command(
  CommandSpec(
    ["feature", "disable"], summary: "Keep agents, or end users, from ending messaging sessions",
    options: [audience, deactivateTriggers],
    examples: [
      Example(
        command: "sessionctl feature disable", explanation: "No session can be ended by agents any more")
    ]),
  prints: FeatureDocument.schema
) { context in
  try turn(context, on: false)
}

private func turn(_ context: CommandContext, on: Bool) throws {
  let open = try context.open()
  let audience = context.arguments[audience] ?? .agents
  let released = try open.administer { administration in
    try administration.turn(audience, on: on, deactivates: on ? false : context.arguments[deactivateTriggers])
  }
  if let released, !released.isEmpty { context.note("deactivated \(released.labels)") }
  let state = on ? "on" : "off"
  context.note(
    released == nil
      ? "nothing changed: ending messaging sessions was already \(state) for \(audience.phrase)"
      : "ending messaging sessions is \(state) for \(audience.phrase)")
  if context.wantsDocument { try showFeature(context, open) }
}

private func showFeature(_ context: CommandContext, _ open: OpenStore) throws {
  try open.store.read { reader in
    let account = try reader.account()
    func cell(_ audience: FeatureAudience) throws -> Cell {
      let state = try reader.feature(audience)
      return .object([
        .bool(state.enabled), .instant(state.changedAt), .integer(state.changedBy), .text(state.changedFrom),
      ])
    }
    try context.document(FeatureDocument.schema, open.clock).single([
      try cell(.agents), try cell(.endUsers), .bool(account.canEndSessions), .token(account.plan.word),
    ])
  }
}

private enum FeatureDocument {
  private static let state: [Column] = [
    Column("enabled", .bool), Column("changed_at", .instant), Column("changed_by", .identifier),
    Column("changed_from", .text),
  ]
  static let schema = DocumentSchema(
    single: "feature",
    [
      Column("agents", .object(state)), Column("end_users", .object(state)), Column("available", .bool),
      Column("plan", .token),
    ])
}
