import CommandGrammar

let outboxCancelCommand = Command(
  CommandSpec(
    ["outbox", "cancel"], summary: "Keep entries from leaving", operands: [outboxOperands],
    examples: [Example(command: "sessionctl outbox cancel 1", explanation: "It stays, and does not leave")],
    exitNotes: [ExitNote(.no, "One of them does not exist, is being delivered, or was delivered already")])
) { context in
  try moveOutbox(context, to: .cancelled, "cancelled") { entry in
    entry.state == .delivered ? "was delivered already" : nil
  }
}
