import CommandGrammar

let ticketCommands = CommandGroup(
  "ticket", "List, show and update tickets, and read their history",
  [
    "A ticket is linked to exactly one session if it came in through messaging. It lives on when its session ends."
  ],
  [
    ticketListCommand, ticketShowCommand, ticketHistoryCommand, ticketReplyCommand, ticketNoteCommand,
    ticketUpdateCommand, ticketRateCommand, ticketCloseSolvedCommand,
  ])

/// The ticket that a command is about.
let ticketOperand = Operand<Int64>("ID", .id, help: "The ticket's id")
