import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// Both switches, and whether the plan has them.
enum FeatureDocument {
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

/// Prints how the switches stand.
func showFeature(_ context: CommandContext, _ open: OpenStore) throws {
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
