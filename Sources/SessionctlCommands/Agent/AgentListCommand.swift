import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let agentListCommand = Command(
  CommandSpec(
    ["agent", "list"], summary: "List agents and admins with their load",
    examples: [
      Example(command: "sessionctl agent list --sort messaging_load:desc", explanation: "The busiest first")
    ],
    takesLists: true),
  prints: AgentDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { try AgentDocument.rows($0.staff(), $0, at: open.now) }
  try context.list(AgentDocument.list, rows, open.clock, emptyNote: "no agents")
}
