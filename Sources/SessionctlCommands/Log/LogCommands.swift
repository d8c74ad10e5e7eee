import CommandGrammar
import Rendering
import SessionModel
import SessionStore

let logCommands = CommandGroup(
  "log", "What commands changed, and who ran them",
  ["One entry for each command that changed something. What happened to a ticket is in its own history."],
  [logListCommand, logShowCommand])

private let entryID = Operand<Int64>("ID", .id, help: "The entry's id")

private let logListCommand = Command(
  CommandSpec(
    ["log", "list"], summary: "List what was changed, the oldest first",
    examples: [
      Example(
        command: "sessionctl log list --sort id:desc --limit 20", explanation: "The last twenty changes")
    ],
    takesLists: true),
  prints: logList
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in try entries(reader) }
  try context.list(
    logList, rows, open.clock, emptyNote: "nothing has been changed yet")
}

private let logShowCommand = Command(
  CommandSpec(
    ["log", "show"], summary: "Show one entry, with the values before and after", operands: [entryID],
    examples: [Example(command: "sessionctl log show 1", explanation: "How the store came to be")]),
  prints: logEntry
) { context in
  let id = context.arguments[required: entryID]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let row = try entries(reader).first(where: { if case .integer(id) = $0[0] { true } else { false } })
    else {
      throw Failure.notFound("no log entry \(id) (see 'sessionctl log list')")
    }
    try context.document(logEntry, open.clock).single(row)
  }
}

private func entries(_ reader: StoreReader) throws -> [[Cell]] {
  var rows: [[Cell]] = []
  var names = ActorNames(reader)
  try reader.forEachLogEntry { entry in
    let actor = try entry.actorID.map { try names.name(of: .user(id: $0)) }
    rows.append([
      .integer(entry.id), .instant(entry.at), .integer(entry.actorID), .text(actor), .text(entry.osUser),
      .text(entry.command), .text(entry.summary), .text(entry.before), .text(entry.after),
    ])
  }
  return rows
}

private let logList = DocumentSchema("log-list", columns)
private let logEntry = DocumentSchema(single: "log-entry", columns)

private let columns: [Column] = [
  Column("id", .identifier), Column("at", .instant), Column("actor_id", .identifier, inTable: false),
  Column("actor_name", .text, header: "ACTOR", flexible: true), Column("os_user", .text, inTable: false),
  Column("command", .text), Column("summary", .text, flexible: true),
  Column("before", .text, inTable: false), Column("after", .text, inTable: false),
]
