import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let state = Option<OutboxState>("state", "STATE", .vocabulary(), help: "Only entries in this state")
private let kind = Option<OutboxKind>("kind", "KIND", .vocabulary(), help: "Only entries of this kind")
private let ticket = Option<Int64>("ticket", "ID", .id, help: "Only entries about this ticket")

let outboxListCommand = Command(
  CommandSpec(
    ["outbox", "list"], summary: "List the outbox, oldest first",
    discussion: ["A waiting survey is shown with the text that it would have if it left now."],
    options: [state, kind, ticket],
    examples: [
      Example(
        command: "sessionctl outbox list --state failed", explanation: "What was given up, and why"),
      Example(
        command: "sessionctl outbox list --state waiting --kind survey",
        explanation: "The surveys that wait to leave"),
    ],
    takesLists: true),
  prints: OutboxDocument.list.schema
) { context in
  let arguments = context.arguments
  let open = try context.open(readOnly: true)
  let filter = OutboxFilter(
    state: arguments[state], kind: arguments[kind], ticketID: arguments[ticket])
  let rows = try open.store.read { reader in
    let letter = try reader.surveyLetter()
    var rows: [OutboxEntry] = []
    try reader.forEachOutboxEntry(filter) { entry in
      rows.append(letter?.completing(entry) ?? entry)
    }
    return rows
  }
  try context.list(OutboxDocument.list, rows, open.clock, emptyNote: "nothing in the outbox")
}
