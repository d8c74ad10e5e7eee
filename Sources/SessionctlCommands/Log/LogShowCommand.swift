import CommandGrammar
import SessionStore
import StoreEngine

private let entryID = Operand<Int64>("ID", .id, help: "The entry's id")

let logShowCommand = Command(
  CommandSpec(
    ["log", "show"], summary: "Show one entry, with the values before and after", operands: [entryID],
    examples: [Example(command: "sessionctl log show 1", explanation: "How the store was created")]),
  prints: LogDocument.show.schema
) { context in
  let id = context.arguments[required: entryID]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let row = try LogRow.all(reader).first(where: { $0.entry.id == id }) else {
      throw Failure.notFound("no log entry \(id) (see 'sessionctl log list')")
    }
    try context.show(LogDocument.show, row, open.clock)
  }
}
