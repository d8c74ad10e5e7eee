import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let subject = Option<String>(
  "subject", "TEXT", .nonEmptyText, repeatable: true, help: "Same as `--subject-contains`")

let ticketListCommand = Command(
  CommandSpec(
    ["ticket", "list"], summary: "List tickets",
    discussion: ["Without a selection, lists all tickets except deleted ones. There is no default limit."],
    options: [subject] + SelectionOptions.forTickets,
    examples: [
      Example(
        command: "sessionctl ticket list --status open --agent none",
        explanation: "Open tickets that nobody has"),
      Example(
        command: "sessionctl ticket list --tag vip --json",
        explanation: "The tickets of important customers, for a program"),
    ],
    takesLists: true),
  prints: TicketDocument.list, sortedBy: StoreReader.ticketOrders
) { context in
  let order = context.order
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    var selection = try SelectionRequest(context).resolve(reader, open.clock, ids: nil)
    selection.subjects += context.arguments[all: subject]
    selection.ticketLink = .any
    let limit = context.arguments[GlobalOptions.limit]
    let document = try context.document(TicketDocument.list, open.clock)
    try document.begin(
      count: context.format == .json ? try reader.countTickets(selection, limit: limit) : nil)
    let featureEnabled = try reader.feature(.agents).enabled
    var names = ActorNames(reader)
    var isEmpty = true
    try reader.forEachTicket(selection, order: order, limit: limit) { row in
      isEmpty = false
      try document.row(TicketDocument.cells(row, &names, featureEnabled: featureEnabled))
    }
    try document.finish()
    if isEmpty && context.format == .table { context.noteNothing("no tickets match") }
  }
}
