import CommandGrammar
import SessionStore
import StoreEngine

let queueDeleteCommand = Command(
  CommandSpec(
    ["queue", "delete"], summary: "Delete queues",
    discussion: ["All waiting tickets are matched again at once, including those in the deleted queues."],
    operands: [queueOperands],
    examples: [
      Example(
        command: "sessionctl queue delete 'Old queue'",
        explanation: "Its tickets go to the queues that match them")
    ])
) { context in
  let open = try context.open()
  let (deleted, moved) = try open.administer { administration in
    try administration.reader.requireQueues()
    var deleted: [String] = []
    for word in context.arguments[all: queueOperands] {
      let stored = try Naming(administration.reader).customQueue(word)
      try administration.delete(stored)
      deleted.append(stored.queue.name)
    }
    return (deleted, try context.settle(administration))
  }
  context.note("deleted \(deleted.joined(separator: ", "))")
  context.tell(moved: moved)
}
