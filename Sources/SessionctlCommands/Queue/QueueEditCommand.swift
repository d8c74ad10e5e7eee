import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let queueEditCommand = Command(
  CommandSpec(
    ["queue", "edit"], summary: "Edit a queue",
    discussion: [
      "With a FILE, the whole queue is replaced; with options, only what they name: `--if` replaces all conditions of that list, `--primary` all primary groups. Waiting tickets stay where they are until they change or the queues are reordered; a new `--order` reorders them."
    ],
    operands: [queueOperand, QueueOptions.file], options: QueueOptions.all,
    examples: [
      Example(
        command: "sessionctl queue edit 1 --priority 1", explanation: "Agents serve it before all others")
    ],
    exitNotes: [ExitNote(.badInput, "The queue in the file is wrong")]),
  prints: QueueDocument.show.schema
) { context in
  let arguments = context.arguments
  let draft = try arguments[QueueOptions.file].map { try QueueOptions.read($0, context) }
  guard draft != nil || QueueOptions.all.contains(where: { arguments.wasGiven($0) }) else {
    throw CommandTable.toolkit.usageError("'queue edit' needs to know what to change", in: context.spec)
  }
  let open = try context.open()
  let (id, moved) = try open.administer(isFile: draft != nil) { administration in
    try administration.reader.requireQueues()
    let stored = try Naming(administration.reader).customQueue(arguments[required: queueOperand])
    var queue = stored.queue
    draft?.fill(&queue)
    try QueueOptions.apply(arguments, administration.reader, to: &queue)
    try administration.change(stored, to: queue, document: draft?.document)
    return (stored.queue.id, try context.settle(administration))
  }
  if context.isSilent { return }
  try showQueue(id, context, open)
  context.tell(moved: moved)
}
