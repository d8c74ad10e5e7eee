import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let from = Option<Sender>(
  "from", "SENDER", .vocabulary([.customer, .aiAgent]), default: "customer",
  help: "Who writes; agents use 'ticket reply'")

let conversationSayCommand = Command(
  CommandSpec(
    ["conversation", "say"], summary: "Add a message to a conversation",
    discussion: [
      "A customer's message updates the ticket: the triggers run, and a pending, on-hold or solved ticket becomes open. After the session has ended, a customer's message starts a new conversation instead, and further ones go there; the answer names both. The AI agent can't write in an ended session."
    ],
    operands: [conversationOperand], options: [from, messageOption],
    examples: [
      Example(
        command: "sessionctl conversation say 50 --from customer --message 'Are you still there?' --json",
        explanation: "The customer writes; the answer names the conversation that got the message")
    ],
    exitNotes: [
      ExitNote(.no, "There is no such conversation"),
      ExitNote(.notPermitted, "The messaging channel is off: the session has ended"),
    ]),
  prints: ConversationDocument.answer.schema
) { context in
  let id = context.arguments[required: conversationOperand]
  let sender = context.arguments[from] ?? .customer
  let text = try context.message(messageOption)
  let open = try context.open()
  try context.converse(
    id, open,
    summary: { answer in
      answer.previousID.map {
        "the session of conversation \($0) has ended, so the message \(answer.opened ? "started" : "went to") conversation \(answer.sessionID)"
      } ?? "added a message to conversation \(answer.sessionID)"
    },
    { _ in ConversationEvent(.say(message: text, from: sender), at: open.now) })
}
