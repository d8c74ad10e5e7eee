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
      "Possible while end users may end sessions (`feature enable --for end-users`). The reason is `end_user_ended`; the routing channel stays. Ending an ended session changes nothing."
    ],
    operands: [conversationOperand], options: [from],
    examples: [
      Example(command: "sessionctl conversation end 50 --from customer", explanation: "The customer is done")
    ],
    exitNotes: [
      ExitNote(.no, "There is no such conversation"),
      ExitNote(.notPermitted, "End users may not end sessions"),
    ]),
  prints: ConversationDocument.answer
) { context in
  let id = context.arguments[required: conversationOperand]
  let open = try context.open()
  try context.converse(
    id, open,
    summary: { answer in
      answer.changed
        ? "the customer ended the session of conversation \(answer.sessionID)"
        : "the session of conversation \(answer.sessionID) had ended before"
    },
    { _ in ConversationEvent(.end(from: .customer), at: open.now) })
}
