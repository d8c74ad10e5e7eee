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
  let (deleted, moved) = try open.store.write { writer in
    let actor = try open.admin(writer.reader)
    try writer.reader.requireQueues()
    var deleted: [String] = []
    for word in context.arguments[all: queues] {
      let stored = try Naming(writer.reader).customQueue(word)
      try writer.deleteQueue(key: stored.queue.key)
      deleted.append(stored.queue.name)
      try writer.log(
        open.entry(
          by: actor, "deleted queue \(stored.queue.name) (\(stored.queue.id))",
          before: String(decoding: try stored.wireDocument(), as: UTF8.self)))
    }
    return (deleted, try context.matchingAgain { try writer.rematch(at: open.now, progress: $0) })
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
  let moved = try open.store.write { writer -> Int? in
    let actor = try open.admin(writer.reader)
    try writer.reader.requireQueues()
    let all = try writer.reader.queues().map(\.queue)
    let naming = Naming(writer.reader)
    var order: [Queue] = []
    for word in context.arguments[all: queues] {
      let queue = try naming.customQueue(word).queue
      guard !order.contains(queue) else {
        throw Failure.refused("queue \(queue.id) '\(queue.name)' is named twice; name every queue once")
      }
      order.append(queue)
    }
    // Q6
    let missing = all.filter { !order.contains($0) }
    guard missing.isEmpty else {
      throw Failure.refused(
        "reordering takes every queue; missing: \(missing.map { "\($0.id) '\($0.name)'" }.joined(separator: ", "))"
      )
    }
    guard order != all else { return nil }
    try writer.setQueueOrder(order.map(\.key), at: open.now)
    try writer.log(
      open.entry(
        by: actor, "reordered the queues", before: all.map(\.id).joined(separator: " "),
        after: order.map(\.id).joined(separator: " ")))
    return try context.matchingAgain { try writer.rematch(at: open.now, progress: $0) }
  }
  guard let moved else { return context.note("nothing changed: that is their order already") }
  context.note("reordered the queues")
  context.tell(moved: moved)
}
