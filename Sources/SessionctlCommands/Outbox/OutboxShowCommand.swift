import CommandGrammar
import SessionStore
import StoreEngine

let outboxShowCommand = Command(
  CommandSpec(
    ["outbox", "show"], summary: "Show one entry with its whole text", operands: [outboxOperand],
    examples: [Example(command: "sessionctl outbox show 1", explanation: "What is sent, and to whom")]),
  prints: OutboxDocument.single.schema
) { context in
  let id = context.arguments[required: outboxOperand]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let entry = try reader.outboxEntry(id: id) else { throw Failure.noOutboxEntry(id) }
    let shown = try reader.surveyLetter()?.completing(entry) ?? entry
    try context.show(OutboxDocument.single, shown, open.clock)
  }
}

extension Failure {
  static func noOutboxEntry(_ id: Int64) -> Failure {
    .notFound("no outbox entry \(id) (see 'sessionctl outbox list')")
  }
}
