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
    var names = ActorNames(reader)
    return try reader.groups().filter { !$0.deleted }.map {
      try GroupRow($0, members[$0.id]?.map(\.userID) ?? [], &names)
    }
  }
  try context.list(GroupDocument.list, rows, open.clock, emptyNote: "no groups")
}
