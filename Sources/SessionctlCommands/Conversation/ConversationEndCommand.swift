import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let from = Option<Sender>(
  "from", "SENDER", .vocabulary([.customer]), default: "customer",
  help: "Who ends it; agents and sweeps use 'session end'")

let conversationEndCommand = Command(
  CommandSpec(
    ["conversation", "end"], summary: "End a session as its customer",
    discussion: [
      "This works while end users may end sessions (`feature enable --for end-users`). The end reason is `end_user_ended`, and the routing channel does not change. Ending an ended session changes nothing."
    ],
    operands: [conversationOperand], options: [from],
    examples: [
      Example(
        command: "sessionctl conversation end 50 --from customer",
        explanation: "The customer ends the session")
    ],
    exitNotes: [
      ExitNote(.no, "There is no such conversation"),
      ExitNote(.notPermitted, "End users may not end sessions"),
    ]),
  prints: ConversationDocument.answer.schema
) { context in
  let id = context.arguments[required: conversationOperand]
  let open = try context.open()
  try context.converse(
    id, open,
    summary: { answer in
      answer.changed
        ? "the customer ended the session of conversation \(answer.sessionID)"
        : "the session of conversation \(answer.sessionID) had already ended"
    },
    { _ in ConversationEvent(.end(from: .customer), at: open.now) })
}
