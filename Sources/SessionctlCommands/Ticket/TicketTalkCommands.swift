import CommandGrammar
import SessionModel
import SessionStore

let ticketReplyCommand = Command(
  CommandSpec(
    ["ticket", "reply"], summary: "Reply to the customer",
    discussion: [
      "The reply goes out in the conversation while its session is active, and by e-mail afterwards; `ticket show` tells which channels are on. Where the session has ended and the customer has no e-mail address there is no public channel: write a note instead."
    ],
    operands: [ticketOperand], options: [messageOption],
    examples: [
      Example(
        command: "sessionctl ticket reply 1001 --as ana@example.com --message 'It is on its way.'",
        explanation: "Reply as Ana")
    ],
    exitNotes: talkExitNotes),
  prints: TicketDocument.show
) { context in
  try talk(context, told: "replied to ticket") { .reply($0) }
}

let ticketNoteCommand = Command(
  CommandSpec(
    ["ticket", "note"], summary: "Leave an internal note, which the customer never sees",
    discussion: ["Possible until the ticket is closed. It is no activity of the session."],
    operands: [ticketOperand], options: [messageOption],
    examples: [
      Example(
        command: "sessionctl ticket note 1001 --message 'Refund approved by Ben.'",
        explanation: "Tell the other agents")
    ],
    exitNotes: talkExitNotes),
  prints: TicketDocument.show
) { context in
  try talk(context, told: "left a note on ticket") { .comment(body: $0, isPublic: false) }
}

private let talkExitNotes = [
  ExitNote(.no, "There is no such ticket, or it is closed"),
  ExitNote(.notPermitted, "The channel is off, or you may not"),
]

private func talk(_ context: CommandContext, told: String, _ step: (String) -> Update.Step) throws {
  let id = context.arguments[required: ticketOperand]
  let text = try context.message(messageOption)
  let open = try context.open()
  let summary = try updateTicket(id, open, told: "\(told) \(id)") { _ in [step(text)] }
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else {
    let way = summary.emails > 0 ? " (1 e-mail)" : summary.messages > 0 ? " (1 message)" : ""
    context.note("\(told) \(id)\(way)")
  }
}

/// An agent's work on one ticket, as one update with its log entry.
///
/// - Parameter steps: made within the transaction
/// - Throws: the refusal, where it can't be done
func updateTicket(
  _ id: Int64, _ open: OpenStore, told: String, _ steps: (StoreReader) throws -> [Update.Step]
) throws -> UpdateSummary {
  let summary = try open.store.run(
    log: { request, _ in open.entry(by: request.update.actor, told) },
    { reader in
      let actor = try open.actor(reader)
      guard try reader.ticket(id: id) != nil else { throw Failure.noTicket(id) }
      var selection = Selection()
      selection.ticketIDs = [id]
      var request = UpdateRequest(
        .tickets, selection,
        Update(actor: .user(id: actor.id), via: .api, at: open.now, steps: try steps(reader)),
        policy: try reader.updatePolicy())
      request.viaFollowsSession = true
      return request
    })
  if summary.failed > 0 {
    try open.store.forEachUpdateItem { item in if let refusal = item.refusal { throw refusal } }
  }
  return summary
}
