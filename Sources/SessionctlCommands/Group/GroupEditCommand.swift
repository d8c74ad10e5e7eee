import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let name = Option<String>("name", "NAME", .name, help: "The group's new name")
private let addAgent = Option<String>(
  "add-agent", "AGENT", .nonEmptyText, repeatable: true, completion: .stored("agent"),
  help: "Add this agent to the group")
private let removeAgent = Option<String>(
  "remove-agent", "AGENT", .nonEmptyText, repeatable: true, completion: .stored("agent"),
  help: "Remove this agent from the group")
private let editOptions: [any OptionDeclaring] = [name, addAgent, removeAgent]

let groupEditCommand = Command(
  CommandSpec(
    ["group", "edit"], summary: "Change a group's name, or who is in it",
    discussion: ["Tickets, queues and rules keep the group, because they refer to it by its id."],
    operands: [groupOperand], options: editOptions,
    examples: [
      Example(
        command: "sessionctl group edit Support --name 'First line'", explanation: "Give it another name"),
      Example(
        command: "sessionctl group edit Support --add-agent ana@example.com",
        explanation: "Add an agent to it"),
    ],
    exitNotes: [ExitNote(.no, "There is no such group or agent, or another group has the name")]),
  prints: GroupDocument.show.schema
) { context in
  let arguments = context.arguments
  guard editOptions.contains(where: { arguments.wasGiven($0) }) else {
    throw CommandTable.toolkit.usageError("'group edit' needs to know what to change", in: context.spec)
  }
  let open = try context.open()
  let (id, isChanged) = try open.administer { administration in
    let naming = Naming(administration.reader)
    let group = try naming.group(arguments[required: groupOperand])
    let isChanged = try administration.change(
      group, to: arguments[name] ?? group.name, joining: arguments[all: addAgent].map(naming.staff),
      leaving: arguments[all: removeAgent].map(naming.staff))
    return (group.id, isChanged)
  }
  if !isChanged { context.note("nothing changed: group \(id) already has these values") }
  if context.isSilent { return }
  try showGroup(context, open) { try Naming($0).group(String(id)) }
}
