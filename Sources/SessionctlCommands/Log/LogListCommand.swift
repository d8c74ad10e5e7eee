import CommandGrammar
import SessionStore
import StoreEngine

let logListCommand = Command(
  CommandSpec(
    ["log", "list"], summary: "List what was changed, the oldest first",
    examples: [
      Example(
        command: "sessionctl log list --sort id:desc --limit 20", explanation: "The last twenty changes")
    ],
    takesLists: true),
  prints: LogDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { try LogRow.all($0) }
  try context.list(
    LogDocument.list, rows, open.clock, emptyNote: "nothing has been changed yet")
}
