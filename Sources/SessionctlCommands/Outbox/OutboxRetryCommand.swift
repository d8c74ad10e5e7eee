import CommandGrammar

let outboxRetryCommand = Command(
  CommandSpec(
    ["outbox", "retry"], summary: "Let entries that failed or were cancelled wait again, due at once",
    discussion: [
      "So does what was perhaps sent: look first whether it arrived. All that failed at once, after the mail program was mended: `sessionctl outbox list --state failed --fields id --no-headers --format tsv | xargs sessionctl outbox retry`."
    ],
    operands: [outboxOperands],
    examples: [
      Example(
        command: "sessionctl outbox retry 1", explanation: "The next 'outbox deliver' tries it again")
    ],
    exitNotes: [ExitNote(.no, "One of them does not exist, is being delivered, or was delivered already")])
) { context in
  try moveOutbox(context, to: .waiting, "made to wait again:") { entry in
    entry.state == .delivered ? "was delivered, and is never sent again" : nil
  }
}
