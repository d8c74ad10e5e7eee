import CommandGrammar
import SessionStore
import StoreEngine

let queueShowCommand = Command(
  CommandSpec(
    ["queue", "show"], summary: "Show one queue in the wire format", operands: [queueOperand],
    examples: [
      Example(
        command: "sessionctl queue show standard --json", explanation: "The built-in queue")
    ]),
  prints: QueueDocument.show.schema
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { try $0.requireQueues() }
  try showQueue(context.arguments[required: queueOperand], context, open)
}
