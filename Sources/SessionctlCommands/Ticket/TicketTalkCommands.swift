import CommandGrammar
import SessionModel
import SessionStore

private let from = Option<Sender>(
  "from", "SENDER", .vocabulary([.agent, .customer]), default: "agent",
  help: "Who writes; the customer does so by e-mail")

let ticketReplyCommand = Command(
  CommandSpec(
    ["ticket", "reply"], summary: "Reply to the customer, or record the customer's answer by e-mail",
    discussion: [
      "The reply goes out in the conversation while its session is active, and by e-mail afterwards; `ticket show` tells which channels are on. Where the session has ended and the customer has no e-mail address there is no public channel: write a note instead.",
      "With `--from customer` it records an e-mail of the requester: a public comment of theirs that came in through email. It makes a ticket that is pending, on hold or solved open, and counts a reopen of a solved one; the ticket triggers run with `current_via_id` email. After the end of the session this is how the customer goes on with the old ticket, and no activity of the session; while the session is active it counts as activity, as any public message does. The log tells who recorded it.",
      "An e-mail to a closed ticket is refused: the public service makes a follow-up ticket of it, which comes here by `import`. A requester without an e-mail address can't have sent one; `user edit` learns the address.",
    ],
    operands: [ticketOperand], options: [from, messageOption],
    examples: [
      Example(
        command: "sessionctl ticket reply 1001 --from customer --message 'It has arrived, thank you.'",
        explanation: "The customer has answered by e-mail"),
      Example(
        command: "sessionctl ticket reply 1001 --as ana@example.com --message 'It is on its way.'",
        explanation: "Reply as Ana"),
    ],
    exitNotes: talkExitNotes),
  prints: TicketDocument.show
) { context in
  if context.arguments[from] == .customer {
    try recordAnswer(context)
  } else {
    try talk(context, told: "replied to ticket") { .reply($0) }
  }
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

/// The customer's own update, which a member of the staff records.
private func recordAnswer(_ context: CommandContext) throws {
  let id = context.arguments[required: ticketOperand]
  let text = try context.message(messageOption)
  let open = try context.open()
  var wasWaiting = false
  try updateAsRequester(
    id, open, told: "recorded an e-mail of the customer to ticket \(id)", via: .email, .answerByEmail(text)
  ) { ticket, requester in
    wasWaiting = ticket.status > .open
    if requester.suspended {
      throw Failure.notPermitted(
        "\(requester.displayName) is suspended: what they write by e-mail reaches no ticket")
    }
  }
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else {
    let isOpen = try open.store.read { try $0.ticket(id: id)?.status == .open }
    context.note(
      "recorded the customer's e-mail to ticket \(id)\(wasWaiting && isOpen ? ", which is open again" : "")")
  }
}

/// What the requester of a ticket does to it and a member of the staff records: the history names the requester, the
/// log who recorded it.
///
/// - Parameter check: whether it can be, with the ticket and its requester as they are within the transaction
/// - Throws: the refusal, where it can't be done
func updateAsRequester(
  _ id: Int64, _ open: OpenStore, told: String, via: Via, _ step: Update.Step,
  check: (TicketRow, Person) throws -> Void = { _, _ in }
) throws {
  var actor: Person?
  let summary = try open.store.run(
    log: { _, _ in open.entry(by: actor.map { .user(id: $0.id) } ?? .system, told) },
    { reader in
      actor = try open.actor(reader)
      guard let ticket = try reader.ticket(id: id) else { throw Failure.noTicket(id) }
      guard let requester = try ticket.requesterID.flatMap({ try reader.person(id: $0) }) else {
        throw Failure.refused("ticket \(id) has no requester who could do it")
      }
      try check(ticket, requester)
      var selection = Selection()
      selection.ticketIDs = [id]
      return UpdateRequest(
        .tickets, selection,
        Update(actor: .user(id: requester.id), via: via, at: open.now, steps: [step]),
        policy: try reader.updatePolicy())
    })
  if summary.failed > 0 {
    try open.store.forEachUpdateItem { item in if let refusal = item.refusal { throw refusal } }
  }
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
    for sentence in summary.leftRouting.sentences { context.note(sentence) }
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
