import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let from = Option<Sender>(
  "from", "SENDER", .vocabulary([.agent, .customer]), default: "agent",
  help: "Who writes; the customer does so by e-mail")

let ticketReplyCommand = Command(
  CommandSpec(
    ["ticket", "reply"], summary: "Reply to the customer, or record an e-mail from the customer",
    discussion: [
      "The reply goes out in the conversation while its session is active, and by e-mail afterwards; `ticket show` lists the channels that are on. If the session has ended and the customer has no e-mail address, there is no public channel: write a note instead.",
      "With `--from customer`, it records an e-mail from the requester: a public comment that came in through email. A ticket that is pending, on hold or solved becomes open, and for a solved one this counts as a reopen; the ticket triggers run with `current_via_id` email. After the session has ended, this is how a customer continues the old ticket, and it does not count as activity of the session. While the session is active, it counts as activity, like any public message. The log shows who recorded it.",
      "An e-mail to a closed ticket is refused: the public service turns it into a follow-up ticket, which `import` brings here. A requester without an e-mail address can't have sent one; `user edit` adds the address.",
    ],
    operands: [ticketOperand], options: [from, messageOption],
    examples: [
      Example(
        command: "sessionctl ticket reply 1001 --from customer --message 'It has arrived, thank you.'",
        explanation: "The customer has replied by e-mail"),
      Example(
        command: "sessionctl ticket reply 1001 --as ana@example.com --message 'It is on its way.'",
        explanation: "Reply as Ana"),
    ],
    exitNotes: TicketTalk.exitNotes),
  prints: TicketDocument.show
) { context in
  if context.arguments[from] == .customer {
    try recordAnswer(context)
  } else {
    try TicketTalk.run(context, told: "replied to ticket") { .reply($0) }
  }
}

/// The customer's own update, which a member of the staff records.
private func recordAnswer(_ context: CommandContext) throws {
  let id = context.arguments[required: ticketOperand]
  let text = try context.message(messageOption)
  let open = try context.open()
  var wasWaiting = false
  let summary = try updateAsRequester(
    id, open, told: "recorded an e-mail of the customer to ticket \(id)", via: .email, .answerByEmail(text)
  ) { ticket, requester in
    wasWaiting = ticket.status > .open
    if requester.suspended {
      throw Failure.notPermitted(
        "\(requester.displayName) is suspended: their e-mails reach no ticket")
    }
  }
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else {
    let isOpen = try open.store.read { try $0.ticket(id: id)?.status == .open }
    context.note(
      "recorded the customer's e-mail to ticket \(id)\(wasWaiting && isOpen ? ", which is open again" : "")")
    for sentence in summary.leftRouting.sentences { context.note(sentence) }
  }
}
