import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A switch, with the name of who turned it.
struct SwitchRow {
  let state: FeatureState
  let changedByName: String?

  init(_ state: FeatureState, _ names: inout ActorNames) throws {
    self.state = state
    changedByName = try state.changedBy.map { try names.name(of: .user(id: $0)) }
  }
}

/// Both switches, and whether the plan has them.
struct FeatureRow {
  let agents: SwitchRow
  let endUsers: SwitchRow
  let account: Account
}

enum FeatureDocument {
  private static let state: [RowColumn<SwitchRow>] = [
    RowColumn("enabled", .bool) { $0.state.enabled },
    RowColumn("changed_at", .instant) { $0.state.changedAt },
    RowColumn("changed_by", .identifier) { $0.state.changedBy },
    RowColumn("changed_from", .text) { $0.state.changedFrom },
    RowColumn("changed_by_name", .text) { $0.changedByName },
  ]

  static let schema = made(of: state)

  /// For people, who know each other by name.
  fileprivate static let page = made(
    of: state.only(["enabled", "changed_at", "changed_by_name", "changed_from"]))

  private static func made(of state: [RowColumn<SwitchRow>]) -> RowSchema<FeatureRow> {
    RowSchema(
      single: "feature",
      [
        RowColumn("agents", .object(state)) { $0.agents },
        RowColumn("end_users", .object(state)) { $0.endUsers },
        RowColumn("available", .bool) { $0.account.canEndSessions },
        RowColumn("plan", .token) { $0.account.plan.word },
      ])
  }
}

/// Prints how the switches stand.
func showFeature(_ context: CommandContext, _ open: OpenStore) throws {
  try open.store.read { reader in
    var names = ActorNames(reader)
    let row = FeatureRow(
      agents: try SwitchRow(reader.feature(.agents), &names),
      endUsers: try SwitchRow(reader.feature(.endUsers), &names), account: try reader.account())
    let isForPeople = context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields)
    try context.show(isForPeople ? FeatureDocument.page : FeatureDocument.schema, row, open.clock)
  }
}
