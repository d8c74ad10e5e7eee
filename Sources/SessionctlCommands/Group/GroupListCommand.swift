import CommandGrammar
import SessionStore
import StoreEngine

let groupListCommand = Command(
  CommandSpec(
    ["group", "list"], summary: "List groups",
    examples: [
      Example(command: "sessionctl group list", explanation: "All groups, and how many agents each has")
    ],
    takesLists: true),
  prints: GroupDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    let members = Dictionary(grouping: try reader.memberships(), by: \.groupID)
    return try reader.groups().filter { !$0.deleted }.map {
      GroupRow(group: $0, members: members[$0.id]?.map(\.userID) ?? [])
    }
  }
  try context.list(GroupDocument.list, rows, open.clock, emptyNote: "no groups")
}
