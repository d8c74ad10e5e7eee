import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// The entries that are moved.
let outboxOperands = Operand<Int64>("ID", .id, .requiredRepeating, help: "Entries by id")

/// Gives the named entries another state: all of them, or none.
///
/// - Parameter obstacle: why an entry can't go there, as the rest of a sentence about it
func moveOutbox(
  _ context: CommandContext, to state: OutboxState, _ verb: String,
  refusing obstacle: (OutboxEntry) -> String?
) throws {
  let open = try context.open()
  let changed = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    var changed: [Int64] = []
    for id in context.arguments[all: outboxOperands] where !changed.contains(id) {
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
