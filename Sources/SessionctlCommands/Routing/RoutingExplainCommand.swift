import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let routingExplainCommand = Command(
  CommandSpec(
    ["routing", "explain"], summary: "Explain where a ticket waits and why, and who could take it",
    discussion: [
      "Shows whether the ticket is eligible, tries each queue's conditions on it with the actual values, and gives a reason for each agent who can't take it. Nothing is changed."
    ],
    operands: [ticketOperand],
    examples: [
      Example(
        command: "sessionctl routing explain 1001", explanation: "Why nobody has ticket 1001 yet")
    ]),
  prints: RoutingExplanationDocument.schema.schema
) { context in
  let id = context.arguments[required: ticketOperand]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let explanation = try reader.routingExplanation(ticketID: id, at: open.now) else {
      throw try Failure.noTicket(id, reader)
    }
    let told = try ToldRouting(explanation, reader)
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try RoutingExplanationDocument.writeTable(told, context, open.clock)
    } else {
      try context.show(RoutingExplanationDocument.schema, told, open.clock)
    }
  }
}
