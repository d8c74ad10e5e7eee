import CommandGrammar
import Rendering
import SessionModel
import SessionStore

private let entries = Operand<Int64>("ID", .id, .requiredRepeating, help: "Entries by id")

let outboxAckCommand = Command(
  CommandSpec(
    ["outbox", "ack"], summary: "Mark entries as delivered, for programs that deliver them themselves",
    operands: [entries],
    examples: [
      Example(
        command: "sessionctl outbox ack 1", explanation: "It has reached its receiver another way")
    ],
    exitNotes: [ExitNote(.no, "One of them does not exist, was cancelled, or is being delivered")])
) { context in
  try move(context, to: .delivered, "acknowledged") { entry in
    entry.state == .cancelled ? "was cancelled; run 'sessionctl outbox retry \(entry.id)' first" : nil
  }
}

let outboxRetryCommand = Command(
  CommandSpec(
    ["outbox", "retry"], summary: "Let entries that failed or were cancelled wait again, due at once",
    discussion: [
      "So does what was perhaps sent: look first whether it arrived. All that failed at once, after the mail program was mended: `sessionctl outbox list --state failed --fields id --no-headers --format tsv | xargs sessionctl outbox retry`."
    ],
    operands: [entries],
    examples: [
      Example(
        command: "sessionctl outbox retry 1", explanation: "The next 'outbox deliver' tries it again")
    ],
    exitNotes: [ExitNote(.no, "One of them does not exist, is being delivered, or was delivered already")])
) { context in
  try move(context, to: .waiting, "made to wait again:") { entry in
    entry.state == .delivered ? "was delivered, and is never sent again" : nil
  }
}

let outboxCancelCommand = Command(
  CommandSpec(
    ["outbox", "cancel"], summary: "Keep entries from leaving", operands: [entries],
    examples: [Example(command: "sessionctl outbox cancel 1", explanation: "It stays, and does not leave")],
    exitNotes: [ExitNote(.no, "One of them does not exist, is being delivered, or was delivered already")])
) { context in
  try move(context, to: .cancelled, "cancelled") { entry in
    entry.state == .delivered ? "was delivered already" : nil
  }
}

/// All of them, or none.
private func move(
  _ context: CommandContext, to state: OutboxState, _ verb: String,
  refusing obstacle: (OutboxEntry) -> String?
) throws {
  let open = try context.open()
  let changed = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    var changed: [Int64] = []
    for id in context.arguments[all: entries] where !changed.contains(id) {
      guard let entry = try writer.reader.outboxEntry(id: id) else { throw Failure.noOutboxEntry(id) }
      if entry.isInHand(at: open.now) {
        throw Failure.refused("outbox entry \(id) is being delivered right now; try again in a moment")
      }
      if let obstacle = obstacle(entry) { throw Failure.refused("outbox entry \(id) \(obstacle)") }
      // What waits for its next attempt is due at once after a retry.
      guard entry.state != state || (state == .waiting && entry.nextAttemptAt != nil) else { continue }
      try writer.setOutboxState(state, entry: id, at: open.now)
      changed.append(id)
    }
    if !changed.isEmpty { try writer.log(open.entry(by: actor, summary(verb, changed))) }
    return changed
  }
  context.note(changed.isEmpty ? "nothing changed" : summary(verb, changed))
}

private func summary(_ verb: String, _ ids: [Int64]) -> String {
  "\(verb) outbox \(ids.count == 1 ? "entry" : "entries") \(ids.map(String.init).joined(separator: ", "))"
}
