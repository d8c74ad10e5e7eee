import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

let queueReorderCommand = Command(
  CommandSpec(
    ["queue", "reorder"], summary: "Reorder the queues",
    discussion: [
      "Takes every custom queue, in the new order. All waiting tickets are matched again at once."
    ],
    operands: [queueOperands],
    examples: [
      Example(command: "sessionctl queue reorder 2 1", explanation: "Of two queues, try the second first")
    ],
    exitNotes: [ExitNote(.no, "A queue is missing, does not exist, or is named twice")])
) { context in
  let open = try context.open()
  let moved = try open.administer { administration -> Int? in
    try administration.reader.requireQueues()
    let naming = Naming(administration.reader)
    let queues = try administration.reader.queues()
    var order: [Queue] = []
    for word in context.arguments[all: queueOperands] {
      let queue = try naming.customQueue(word, among: queues).queue
      guard !order.contains(queue) else {
        throw Failure.refused("queue \(queue.thing.label) is named twice; name every queue once")
      }
      order.append(queue)
    }
    return try administration.reorder(order) ? context.settle(administration) : nil
  }
  guard let moved else { return context.note("nothing changed: the queues are already in that order") }
  context.note("reordered the queues")
  context.tell(moved: moved)
}
