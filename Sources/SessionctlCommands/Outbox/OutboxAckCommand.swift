import CommandGrammar

let outboxAckCommand = Command(
  CommandSpec(
    ["outbox", "ack"], summary: "Mark entries as delivered, because another program delivered them",
    operands: [outboxOperands],
    examples: [
      Example(
        command: "sessionctl outbox ack 1", explanation: "It reached its receiver in another way")
    ],
    exitNotes: [ExitNote(.no, "One of them does not exist, was cancelled, or is being delivered")])
) { context in
  try moveOutbox(context, to: .delivered, "acknowledged") { entry in
    entry.state == .cancelled ? "was cancelled; run 'sessionctl outbox retry \(entry.id)' first" : nil
  }
}
