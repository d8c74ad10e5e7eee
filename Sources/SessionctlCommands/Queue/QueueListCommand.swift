import CommandGrammar
import SessionStore
import StoreEngine

let queueListCommand = Command(
  CommandSpec(
    ["queue", "list"], summary: "List the queues in the order in which they are tried",
    discussion: [
      "A table ends with the standard queue. The other formats leave it out, because it can't be changed, deleted or reordered; `queue show standard` prints it."
    ],
    examples: [
      Example(command: "sessionctl queue list", explanation: "All queues, and how many tickets wait in each")
    ],
    takesLists: true),
  prints: QueueDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    if try !reader.isOmnichannel() {
      let kept = try reader.queues().count
      context.note(
        "the account's routing mode is messaging: tickets are routed by group, without queues"
          + (kept > 0 ? " (\(kept) are kept for omnichannel)" : ""))
      return try context.list(QueueDocument.list, [], open.clock, emptyNote: "no queues")
    }
    try QueueDocument(context, reader, open.clock).write(reader.queues())
  }
}
