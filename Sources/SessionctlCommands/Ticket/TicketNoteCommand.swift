import CommandGrammar

let ticketNoteCommand = Command(
  CommandSpec(
    ["ticket", "note"], summary: "Add an internal note, which the customer never sees",
    discussion: ["This works until the ticket is closed. A note does not count as activity of the session."],
    operands: [ticketOperand], options: [messageOption],
    examples: [
      Example(
        command: "sessionctl ticket note 1001 --message 'Refund approved by Ben.'",
        explanation: "Tell the other agents")
    ],
    exitNotes: TicketTalk.exitNotes),
  prints: TicketDocument.show
) { context in
  try TicketTalk.run(context, told: "added a note to ticket") { .comment(body: $0, isPublic: false) }
}
