import CommandGrammar
import SessionStore
import StoreEngine

private let oldestFirst = Flag("oldest-first", help: "List the oldest changes first")

let logListCommand = Command(
  CommandSpec(
    ["log", "list"], summary: "List what was changed, newest first",
    options: [oldestFirst],
    examples: [
      Example(command: "sessionctl log list --limit 20", explanation: "The last twenty changes"),
      Example(
        command: "sessionctl log list --oldest-first", explanation: "All changes, in the order they were made"
      ),
    ],
    takesLists: true),
  prints: LogDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  // Sorted by something else, the first few are others.
  let limit = context.order == nil ? context.arguments[GlobalOptions.limit] : nil
  let rows = try open.store.read {
    try LogRow.all($0, newestFirst: !context.arguments[oldestFirst], limit: limit)
  }
  try context.list(
    LogDocument.list, rows, open.clock, emptyNote: "nothing has been changed yet")
}
