import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A group, with who is in it.
struct GroupRow {
  let group: Group
  let members: [Int64]
  let names: [String]

  init(_ group: Group, _ members: [Int64], _ names: inout ActorNames) throws {
    self.group = group
    self.members = members
    self.names = try members.map { try names.name(of: .user(id: $0)) }
  }

  init(_ group: Group, _ reader: StoreReader) throws {
    var names = ActorNames(reader)
    let members = try reader.memberships().filter { $0.groupID == group.id }.map(\.userID)
    try self.init(group, members, &names)
  }
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
    RowColumn("agent_names", .texts, inTable: false) { $0.names },
  ]
}

/// Prints a group that is found in the same look at the store.
func showGroup(
  _ context: CommandContext, _ open: OpenStore, _ find: (StoreReader) throws -> Group
) throws {
  try open.store.read { reader in
    let group = try find(reader)
    try context.show(GroupDocument.show, GroupRow(group, reader), open.clock)
  }
}
