import CommandGrammar
import Rendering
import SessionModel
import SessionStore

let groupCommands = CommandGroup(
  "group", "Groups of agents", [], [groupListCommand, groupShowCommand, groupCreateCommand])

private let groupOperand = Operand<String>(
  "GROUP", .nonEmptyText, completion: .stored("group"), help: "A group's id or name")
private let groupName = Operand<String>("NAME", .name, help: "What to call the group")
private let agents = Option<String>(
  "agent", "AGENT", .nonEmptyText, repeatable: true, completion: .stored("agent"),
  help: "Put this agent into the group")

private let groupListCommand = Command(
  CommandSpec(
    ["group", "list"], summary: "List groups",
    examples: [
      Example(command: "sessionctl group list", explanation: "All groups and how many agents each has")
    ],
    takesLists: true),
  prints: list
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    let members = Dictionary(grouping: try reader.memberships(), by: \.groupID)
    return try reader.groups().filter { !$0.deleted }.map { cells($0, members[$0.id]?.map(\.userID) ?? []) }
  }
  try context.list(list, rows, open.clock, emptyNote: "no groups")
}

private let groupShowCommand = Command(
  CommandSpec(
    ["group", "show"], summary: "Show one group and who is in it", operands: [groupOperand],
    examples: [Example(command: "sessionctl group show Support", explanation: "The group and its agents")]),
  prints: shown
) { context in
  let open = try context.open(readOnly: true)
  try show(context, open) { try Naming($0).group(context.arguments[required: groupOperand]) }
}

private let groupCreateCommand = Command(
  CommandSpec(
    ["group", "create"], summary: "Add a group", operands: [groupName], options: [agents],
    examples: [
      Example(command: "sessionctl group create 'Night shift'", explanation: "Add a group without agents")
    ]),
  prints: shown
) { context in
  let open = try context.open()
  let id = try open.administer { administration in
    let naming = Naming(administration.reader)
    return try administration.addGroup(
      named: context.arguments[required: groupName], agents: context.arguments[all: agents].map(naming.staff))
  }
  if context.isSilent { return }
  try show(context, open) { try Naming($0).group(String(id)) }
}

private func show(
  _ context: CommandContext, _ open: OpenStore, _ find: (StoreReader) throws -> Group
) throws {
  try open.store.read { reader in
    let group = try find(reader)
    let members = try reader.memberships().filter { $0.groupID == group.id }.map(\.userID)
    try context.document(shown, open.clock).single(cells(group, members))
  }
}

private let list = DocumentSchema("group-list", columns)
private let shown = DocumentSchema(single: "group", columns)

private let columns: [Column] = [
  Column("id", .identifier), Column("name", .text, flexible: true), Column("agents", .integer),
  Column("agent_ids", .list(.identifier), inTable: false),
]

private func cells(_ group: Group, _ members: [Int64]) -> [Cell] {
  [
    .integer(group.id), .text(group.name), .integer(Int64(members.count)),
    .list(members.map(Cell.integer)),
  ]
}
