import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let queueCreateCommand = Command(
  CommandSpec(
    ["queue", "create"], summary: "Create a queue, from the wire format or from options",
    discussion: [
      "Takes a file in the wire format, bare or as `{\"queue\":{…}}`, or plain options. A condition is written `FIELD [OPERATOR] [VALUE]`; see `sessionctl trigger fields`. Conditions about an update (changed, comments, who made it) are refused, because a queue only sees the ticket as it is. A queue without conditions takes every eligible ticket that gets to it.",
      "All waiting tickets are matched again at once. There can be at most 199 queues.",
    ],
    operands: [QueueOptions.file], options: QueueOptions.all,
    examples: [
      Example(
        command:
          "sessionctl queue create --name 'Ended sessions' --if 'via_id is messaging' --if 'routing_channel is email' --primary Support",
        explanation: "A home for the tickets whose session has ended")
    ],
    exitNotes: [
      ExitNote(
        .no,
        "A group does not exist, the name is taken, there are already 199 queues, or the account routes without queues"
      ),
      ExitNote(.badInput, "The queue in the file is wrong"),
      ExitNote(.usage, "The queue in the options is wrong"),
    ]),
  prints: QueueDocument.show.schema
) { context in
  let arguments = context.arguments
  let draft = try arguments[QueueOptions.file].map { try QueueOptions.read($0, context) }
  guard draft != nil || arguments.wasGiven(QueueOptions.name) else {
    throw CommandTable.toolkit.usageError(
      "'queue create' needs a FILE, or --name, --if and --primary", in: context.spec)
  }
  let typed = TypedRule(context, .ticket)
  let open = try context.open()
  let (id, moved) = try open.administer(isFile: draft != nil) { administration in
    try administration.reader.requireQueues()
    var queue = Queue(
      key: 0, id: "", name: "", order: .max, priority: Queue.lowestPriority, conditions: RuleConditions(),
      primaryGroups: [])
    draft?.fill(&queue)
    try QueueOptions.apply(arguments, typed, administration, to: &queue)
    let stored = try administration.add(queue, document: draft?.document)
    return (stored.queue.id, try context.settle(administration))
  }
  if context.isSilent { return }
  try showQueue(id, context, open)
  context.tell(moved: moved)
}
