import CommandGrammar

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
    exitNotes: TicketTalk.exitNotes),
  prints: TicketDocument.show
) { context in
  try TicketTalk.run(context, told: "left a note on ticket") { .comment(body: $0, isPublic: false) }
}
