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
  let wasOn = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    let account = try writer.reader.account()
    // P2: refused, saying which plans have it.
    guard account.canEndSessions || !on else {
      throw Failure.notPermitted(
        "the plan \(account.plan.word) does not have it: \(Plan.endingSessionsNeeds)")
    }
    let before = try writer.reader.feature(audience)
    if before.enabled == on { return true }
    let deactivated = try on || audience == .endUsers ? [] : releaseTriggers(context, writer, open)
    try writer.setFeature(
      audience,
      FeatureState(
        enabled: on, changedAt: open.now, changedBy: actor.id, changedFrom: context.world.osUser))
    if audience == .agents { try writer.rematch(after: .feature, at: open.now) }
    try writer.log(
      open.entry(
        by: actor,
        "\(audience.phrase) can\(on ? "" : " no longer") end messaging sessions\(deactivated.wording)",
        before: before.enabled ? "on" : "off", after: on ? "on" : "off"))
    return false
  }
  let state = on ? "on" : "off"
  context.note(
    wasOn
      ? "nothing changed: ending messaging sessions was already \(state) for \(audience.phrase)"
      : "ending messaging sessions is \(state) for \(audience.phrase)")
  if context.wantsDocument { try showFeature(context, open) }
}

/// F3: active triggers that depend on the feature keep it on, unless they are deactivated in the same step.
func releaseTriggers(
  _ context: CommandContext, _ writer: StoreWriter, _ open: OpenStore
) throws -> [String] {
  let dependent = try writer.reader.triggers().map(\.rule).filter { $0.active && $0.dependsOnFeature }
  let names = dependent.map { "\($0.id) '\($0.title)'" }
  guard !dependent.isEmpty else { return [] }
  guard context.arguments[deactivateTriggers] else {
    throw Failure.refused(
      "\(counted(dependent.count, "active trigger")) \(dependent.count == 1 ? "depends" : "depend") on it: \(names.joined(separator: ", ")); disable \(dependent.count == 1 ? "it" : "them"), or give --deactivate-triggers"
    )
  }
  for trigger in dependent { try writer.setActive(false, trigger, at: open.now) }
  context.note("deactivated \(names.joined(separator: ", "))")
  return names
}

extension [String] {
  /// What the log says of deactivated triggers.
  fileprivate var wording: String { isEmpty ? "" : "; deactivated \(joined(separator: ", "))" }
}

extension FeatureAudience {
  var phrase: String { self == .agents ? "agents" : "end users" }
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
