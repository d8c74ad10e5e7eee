import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let entryID = Operand<Int64>("ID", .id, help: "The entry's id")

let logShowCommand = Command(
  CommandSpec(
    ["log", "show"], summary: "Show one entry, with everything that it changed, before and after",
    discussion: [
      "Each rule, queue, person, group, schedule and setting that was changed is shown whole: lines with `-` show it before the change, lines with `+` after it. JSON has both documents."
    ],
    operands: [entryID],
    examples: [Example(command: "sessionctl log show 1", explanation: "How the store was created")]),
  prints: LogDocument.show.schema
) { context in
  let id = context.arguments[required: entryID]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    var names = ActorNames(reader)
    try LogDocument.write(LogRow(reader.requiredLogEntry(id), &names), context, open.clock)
  }
}

extension StoreReader {
  /// The entry that an id names.
  func requiredLogEntry(_ id: Int64) throws -> LogEntry {
    guard let entry = try logEntry(id: id) else {
      throw try Failure.noLogEntry(id, self)
    }
    return entry
  }
}
