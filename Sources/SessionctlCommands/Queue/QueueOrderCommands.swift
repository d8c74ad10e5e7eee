import CommandGrammar
import SessionModel
import SessionStore

private let queues = Operand<String>(
  "QUEUE", .nonEmptyText, .requiredRepeating, completion: .stored("queue"), help: "Queues by id or name")

let queueDeleteCommand = Command(
  CommandSpec(
    ["queue", "delete"], summary: "Delete queues",
    discussion: ["The tickets in them, and all others that wait, are matched again at once."],
    operands: [queues],
    examples: [
      Example(
        command: "sessionctl queue delete 'Old queue'",
        explanation: "Its tickets go where the other queues say")
    ])
) { context in
  let open = try context.open()
  let (deleted, moved) = try open.administer { administration in
    try administration.reader.requireQueues()
    var deleted: [String] = []
    for word in context.arguments[all: queues] {
      let stored = try Naming(administration.reader).customQueue(word)
      try administration.delete(stored)
      deleted.append(stored.queue.name)
    }
    return (deleted, try context.settle(administration))
  }
  context.note("deleted \(deleted.joined(separator: ", "))")
  context.tell(moved: moved)
}

let queueReorderCommand = Command(
  CommandSpec(
    ["queue", "reorder"], summary: "Put the queues into a new order",
    discussion: [
      "Takes every custom queue, in the new order. All waiting tickets are matched again at once."
    ],
    operands: [queues],
    examples: [
      Example(command: "sessionctl queue reorder 2 1", explanation: "Of two queues, try the second first")
    ],
    exitNotes: [ExitNote(.no, "A queue is missing, there is none of that name, or one is named twice")])
) { context in
  let open = try context.open()
  let moved = try open.administer { administration -> Int? in
    try administration.reader.requireQueues()
    let naming = Naming(administration.reader)
    var order: [Queue] = []
    for word in context.arguments[all: queues] {
      let queue = try naming.customQueue(word).queue
      guard !order.contains(queue) else {
        throw Failure.refused("queue \(queue.thing.label) is named twice; name every queue once")
      }
      order.append(queue)
    }
    return try administration.reorder(order) ? context.settle(administration) : nil
  }
  guard let moved else { return context.note("nothing changed: that is their order already") }
  context.note("reordered the queues")
  context.tell(moved: moved)
}
