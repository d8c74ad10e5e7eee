import CommandGrammar

let outboxCommands = CommandGroup(
  "outbox", "What rules sent: e-mails, surveys, webhooks, messages, waiting to leave the machine",
  [
    "Rules and macros only write to the outbox, in the same transaction as the update that makes them run. Nothing leaves the machine until `outbox deliver` runs, by hand or from cron. Delivered entries are never sent again. An entry whose delivery was stopped or killed midway was perhaps sent, and is sent again only if you say so; receivers can recognize a repeated e-mail by its Message-ID.",
    "The outbox belongs to this machine: `export` leaves it out, so that no second store sends the same again. `backup` includes it.",
  ],
  [
    outboxListCommand, outboxShowCommand, outboxDeliverCommand, outboxAckCommand, outboxRetryCommand,
    outboxCancelCommand,
  ], sections: [MailProgramsPage.section])

let outboxOperand = Operand<Int64>("ID", .id, help: "The entry's id")
