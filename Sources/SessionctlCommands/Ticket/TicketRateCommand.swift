import CommandGrammar
import SessionModel
import SessionStore

private let score = Operand<String>(
  "SCORE", .oneOf(["good", "bad"]), help: "What the customer answered")
private let comment = Option<String>("comment", "TEXT", .nonEmptyText, help: "What they wrote with it")

let ticketRateCommand = Command(
  CommandSpec(
    ["ticket", "rate"], summary: "Note a customer's answer to the satisfaction survey",
    discussion: [
      "The answer is the requester's own update of the ticket: the history names them, the triggers run, and the log tells who noted it. Another answer replaces the one before."
    ],
    operands: [ticketOperand, score], options: [comment],
    examples: [
      Example(
        command: "sessionctl ticket rate 1001 good --comment 'Quick and kind'",
        explanation: "The customer was content")
    ],
    exitNotes: [ExitNote(.no, "There is no such ticket, nobody has requested it, or it is closed")]),
  prints: TicketDocument.show
) { context in
  let arguments = context.arguments
  let id = arguments[required: ticketOperand]
  let isGood = arguments[required: score] == "good"
  let text = arguments[comment]
  let value: SatisfactionScore =
    switch (isGood, text == nil) {
    case (true, true): .good
    case (true, false): .goodWithComment
    case (false, true): .bad
    case (false, false): .badWithComment
    }
  let open = try context.open()
  var actor: Person?
  let summary = try open.store.run(
    log: { _, _ in
      open.entry(
        by: actor.map { .user(id: $0.id) } ?? .system, "noted that ticket \(id) was rated \(value.word)")
    },
    { reader in
      actor = try open.actor(reader)
      guard let ticket = try reader.ticket(id: id) else { throw Failure.noTicket(id) }
      guard let requester = ticket.requesterID else {
        throw Failure.refused("ticket \(id) has no requester who could rate it")
      }
      var selection = Selection()
      selection.ticketIDs = [id]
      return UpdateRequest(
        .tickets, selection,
        Update(actor: .user(id: requester), via: .web, at: open.now, steps: [.rate(value, comment: text)]),
        policy: try reader.updatePolicy())
    })
  if summary.failed > 0 {
    try open.store.forEachUpdateItem { item in if let refusal = item.refusal { throw refusal } }
  }
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else {
    context.note("ticket \(id) is rated \(value.word)")
  }
}
