import CommandGrammar
import SessionStore
import StoreEngine

let ticketShowCommand = Command(
  CommandSpec(
    ["ticket", "show"], summary: "Show one ticket, its session, and where an agent can write",
    discussion: [
      "The composer shows the channels in which an agent can write. After the session has ended, messaging is disabled; the default is then a public reply by e-mail if the customer's address is known, and an internal note otherwise."
    ],
    operands: [ticketOperand],
    examples: [Example(command: "sessionctl ticket show 1001", explanation: "Everything about ticket 1001")]),
  prints: TicketDocument.show
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    try showTicket(context.arguments[required: ticketOperand], context, open, reader)
  }
}

func showTicket(
  _ id: Int64, _ context: CommandContext, _ open: OpenStore, _ reader: StoreReader
) throws {
  guard let row = try reader.ticket(id: id) else { throw try Failure.noTicket(id, reader) }
  var names = ActorNames(reader)
  let cells = try TicketDocument.cells(row, &names, featureEnabled: reader.feature(.agents).enabled)
  try context.document(TicketDocument.show, open.clock).single(cells + [TicketDocument.earlier(row, reader)])
}
