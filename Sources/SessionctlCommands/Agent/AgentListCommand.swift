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
  prints: AgentDocument.list
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    let loads = try reader.loads(at: open.now)
    let idle = try reader.idleSessions(at: open.now)
    return try reader.staff().map {
      AgentDocument.cells($0, loads[$0.id] ?? AgentLoad(), idle: idle[$0.id] ?? 0)
    }
  }
  try context.list(AgentDocument.list, rows, open.clock, emptyNote: "no agents")
}
