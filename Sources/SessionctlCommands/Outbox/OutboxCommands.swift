import CommandGrammar

let outboxCommands = CommandGroup(
  "outbox", "What rules sent: e-mails, surveys, webhooks, messages, waiting to leave the machine",
  [
    "Rules and macros only write here, in the transaction of the update that set them off; nothing leaves the machine before `outbox deliver` runs, by hand or from cron. What has been delivered is never sent again, and what was perhaps sent, because the program was killed in the middle, only if you say so; a receiver can tell a repeated e-mail by its Message-ID.",
    "The outbox belongs to this machine: `export` leaves it out, so that no second store sends the same again. `backup` has it.",
  ],
  [
    outboxListCommand, outboxShowCommand, outboxDeliverCommand, outboxAckCommand, outboxRetryCommand,
    outboxCancelCommand,
  ], sections: [MailProgramsPage.section])

let outboxOperand = Operand<Int64>("ID", .id, help: "The entry's id")
