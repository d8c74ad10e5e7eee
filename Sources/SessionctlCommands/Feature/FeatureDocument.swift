import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// Both switches, and whether the plan has them.
struct FeatureRow {
  let agents: FeatureState
  let endUsers: FeatureState
  let account: Account
}

enum FeatureDocument {
  private static let state: [RowColumn<FeatureState>] = [
    RowColumn("enabled", .bool) { $0.enabled },
    RowColumn("changed_at", .instant) { $0.changedAt },
    RowColumn("changed_by", .identifier) { $0.changedBy },
    RowColumn("changed_from", .text) { $0.changedFrom },
  ]

  static let schema = RowSchema<FeatureRow>(
    single: "feature",
    [
      RowColumn("agents", .object(state)) { $0.agents },
      RowColumn("end_users", .object(state)) { $0.endUsers },
      RowColumn("available", .bool) { $0.account.canEndSessions },
      RowColumn("plan", .token) { $0.account.plan.word },
    ])
}

/// Prints how the switches stand.
func showFeature(_ context: CommandContext, _ open: OpenStore) throws {
  try open.store.read { reader in
    let row = FeatureRow(
      agents: try reader.feature(.agents), endUsers: try reader.feature(.endUsers),
      account: try reader.account())
    try context.show(FeatureDocument.schema, row, open.clock)
  }
}
