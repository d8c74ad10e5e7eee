import Rendering
import SessionModel
import SessionStore
import StoreEngine

/// A group as documents have it, with who is in it.
enum GroupDocument {
  static let list = DocumentSchema("group-list", columns)
  static let show = DocumentSchema(single: "group", columns)

  private static let columns: [Column] = [
    Column("id", .identifier), Column("name", .text, flexible: true), Column("agents", .integer),
    Column("agent_ids", .list(.identifier), inTable: false),
  ]

  static func cells(_ group: Group, _ members: [Int64]) -> [Cell] {
    [
      .integer(group.id), .text(group.name), .integer(Int64(members.count)),
      .list(members.map(Cell.integer)),
    ]
  }
}

/// Prints a group that is found in the same look at the store.
func showGroup(
  _ context: CommandContext, _ open: OpenStore, _ find: (StoreReader) throws -> Group
) throws {
  try open.store.read { reader in
    let group = try find(reader)
    let members = try reader.memberships().filter { $0.groupID == group.id }.map(\.userID)
    try context.document(GroupDocument.show, open.clock).single(GroupDocument.cells(group, members))
  }
}
