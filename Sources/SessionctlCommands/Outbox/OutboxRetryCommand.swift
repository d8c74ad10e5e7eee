import CommandGrammar

let outboxRetryCommand = Command(
  CommandSpec(
    ["outbox", "retry"], summary: "Send failed or cancelled entries again, with the next delivery",
    discussion: [
      "This works for entries that were perhaps sent, too: check first whether they arrived. To retry everything that was given up, once the mail program works again: `sessionctl outbox list --state failed --fields id --no-headers --format tsv | xargs sessionctl outbox retry`."
    ],
    operands: [outboxOperands],
    examples: [
      Example(
        command: "sessionctl outbox retry 1", explanation: "The next 'outbox deliver' tries it again")
    ],
    exitNotes: [ExitNote(.no, "One of them does not exist, is being delivered, or was already delivered")])
) { context in
  try moveOutbox(context, to: .waiting, "will retry") { entry in
    entry.state == .delivered ? "was already delivered, and is never sent again" : nil
  }
}
