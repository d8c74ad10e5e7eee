import CommandGrammar

let outboxCancelCommand = Command(
  CommandSpec(
    ["outbox", "cancel"], summary: "Cancel entries, so that they are not sent", operands: [outboxOperands],
    examples: [
      Example(
        command: "sessionctl outbox cancel 1", explanation: "The entry stays in the outbox but is not sent")
    ],
    exitNotes: [ExitNote(.no, "One of them does not exist, is being delivered, or was already delivered")])
) { context in
  try moveOutbox(context, to: .cancelled, "cancelled") { entry in
    entry.state == .delivered ? "was already delivered" : nil
  }
}
