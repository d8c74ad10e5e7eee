import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let ticketUpdateCommand = Command(
  CommandSpec(
    ["ticket", "update"], summary: "Update a ticket",
    discussion: [
      "All changes are one update. Assigning a new ticket makes it open. Closing it ends a session that is still active, and so does the routing channel email (`channel_changed`)."
    ],
    operands: [ticketOperand],
    options: TicketChangeOptions.all,
    examples: [
      Example(
        command: "sessionctl ticket update 1001 --agent admin@example.com --priority high",
        explanation: "Assign it and raise its priority"),
      Example(
        command: "sessionctl ticket update 1001 --routing-channel email",
        explanation: "Route it as email from now on, which ends its session"),
    ],
    exitNotes: [
      ExitNote(
        .no, "There is no such ticket, or it can't be changed that way: a closed one never changes again")
    ]),
  prints: TicketDocument.show
) { context in
  let arguments = context.arguments
  let id = arguments[required: ticketOperand]
  let open = try context.open()
  let summary = try updateTicket(id, open, told: "updated ticket \(id)") { reader in
    let steps = try TicketChangeOptions.steps(arguments, Naming(reader))
    guard !steps.isEmpty else {
      throw CommandTable.toolkit.usageError("'ticket update' needs to know what to change", in: context.spec)
    }
    return steps
  }
  if summary.changed == 0 { context.note("nothing changed: ticket \(id) already has these values") }
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else if summary.changed > 0 {
    let closes = arguments[TicketChangeOptions.status] == .closed ? ", which closes its conversation" : ""
    context.note(
      summary.undone > 0
        ? "ticket \(id) is unchanged: \(counted(summary.fired, "trigger")) fired and undid it"
        : "updated ticket \(id)\(closes)\(summary.ended > 0 ? ", and its session has ended" : "")")
    for sentence in summary.leftRouting.sentences { context.note(sentence) }
  }
}
