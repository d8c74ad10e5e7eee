import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A group, with the ids of who is in it.
struct GroupRow {
  let group: Group
  let members: [Int64]
}

/// A group as documents have it.
enum GroupDocument {
  static let list = RowSchema("group-list", columns)
  static let show = RowSchema(single: "group", columns)

  private static let columns: [RowColumn<GroupRow>] = [
    RowColumn("id", .identifier) { $0.group.id },
    RowColumn("name", .text, flexible: true) { $0.group.name },
    RowColumn("agents", .integer) { $0.members.count },
    RowColumn("agent_ids", .identifiers, inTable: false) { $0.members },
  ]
}

/// Prints a group that is found in the same look at the store.
func showGroup(
  _ context: CommandContext, _ open: OpenStore, _ find: (StoreReader) throws -> Group
) throws {
  try open.store.read { reader in
    let group = try find(reader)
    let members = try reader.memberships().filter { $0.groupID == group.id }.map(\.userID)
    try context.show(GroupDocument.show, GroupRow(group: group, members: members), open.clock)
  }
}
