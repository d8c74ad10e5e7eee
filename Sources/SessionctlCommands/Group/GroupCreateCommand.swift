import CommandGrammar
import SessionStore
import StoreEngine

private let name = Operand<String>("NAME", .name, help: "The group's name")
private let agents = Option<String>(
  "agent", "AGENT", .nonEmptyText, repeatable: true, completion: .stored("agent"),
  help: "Add this agent to the group")

let groupCreateCommand = Command(
  CommandSpec(
    ["group", "create"], summary: "Create a group", operands: [name], options: [agents],
    examples: [
      Example(command: "sessionctl group create 'Night shift'", explanation: "Create a group without agents")
    ]),
  prints: GroupDocument.show.schema
) { context in
  let open = try context.open()
  let id = try open.administer { administration in
    let naming = Naming(administration.reader)
    return try administration.addGroup(
      named: context.arguments[required: name], agents: context.arguments[all: agents].map(naming.staff))
  }
  if context.isSilent { return }
  try showGroup(context, open) { try Naming($0).group(String(id)) }
}
