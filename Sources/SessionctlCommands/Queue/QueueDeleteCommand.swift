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
    // All are looked up before one is gone, so that a slip is told of the queues that there are.
    let (naming, queues) = (Naming(administration.reader), try administration.reader.queues())
    var seen: Set<Int64> = []
    let doomed = try context.arguments[all: queueOperands]
      .map { try naming.customQueue($0, among: queues) }.filter { seen.insert($0.queue.key).inserted }
    for stored in doomed { try administration.delete(stored) }
    return (doomed.map(\.queue.name), try context.settle(administration))
  }
  context.note("deleted \(deleted.joined(separator: ", "))")
  context.tell(moved: moved)
}
