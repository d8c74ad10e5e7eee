import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let queueTicketsCommand = Command(
  CommandSpec(
    ["queue", "tickets"], summary: "List the tickets that wait in a queue, the next first",
    discussion: [
      "Urgent tickets come first; among equals, those that have been eligible longest without a break."
    ],
    operands: [queueOperand],
    examples: [
      Example(
        command: "sessionctl queue tickets standard --limit 20",
        explanation: "The next twenty in the standard queue")
    ],
    takesLists: true),
  prints: queueTicketDocument.schema, sortedBy: StoreReader.queueTicketOrders
) { context in
  let order = context.order
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    try reader.requireQueues()
    let queue = try Naming(reader).queue(context.arguments[required: queueOperand])
    let limit = context.arguments[GlobalOptions.limit]
    let document = try context.document(queueTicketDocument.schema, open.clock)
    try document.begin(
      count: context.format == .json ? try reader.countTickets(inQueue: queue.key, limit: limit) : nil)
    var isEmpty = true
    try reader.forEachTicket(inQueue: queue.key, order: order, limit: limit) { row in
      isEmpty = false
      try document.row(queueTicketDocument.cells(of: row))
    }
    try document.finish()
    if isEmpty && context.format == .table { context.noteNothing("no tickets wait in \(queue.name)") }
  }
}

/// A waiting ticket as documents show it (interface, Fields of the main things).
private let queueTicketDocument = RowSchema<QueueTicketRow>(
  "queue-tickets",
  [
    RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
    RowColumn("position", .integer, header: "POS") { Int($0.position) },
    RowColumn("priority", .token) { $0.priority.wireValue },
    RowColumn("eligible_since", .instant, header: "ELIGIBLE SINCE") { $0.since },
    RowColumn("routing_channel", .token, header: "ROUTED AS") { $0.routingChannel.word },
    RowColumn("subject", .text, flexible: true) { $0.subject },
  ])
