import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let from = Option<Sender>(
  "from", "SENDER", .vocabulary([.customer, .aiAgent]), default: "customer",
  help: "Who says it; agents use 'ticket reply'")

let conversationSayCommand = Command(
  CommandSpec(
    ["conversation", "say"], summary: "Say something in a conversation",
    discussion: [
      "A customer's message on a ticket is an update of it: the triggers run, and a ticket that is pending, on hold or solved becomes open. After the end of the session a customer's message opens a new conversation instead, further ones go on in that one, and the answer names both; the AI agent can't write there any more."
    ],
    operands: [conversationOperand], options: [from, messageOption],
    examples: [
      Example(
        command: "sessionctl conversation say 50 --from customer --message 'Are you still there?' --json",
        explanation: "The customer writes; the answer tells which conversation it went to")
    ],
    exitNotes: [
      ExitNote(.no, "There is no such conversation"),
      ExitNote(.notPermitted, "The messaging channel is off: the session has ended"),
    ]),
  prints: ConversationDocument.answer
) { context in
  let id = context.arguments[required: conversationOperand]
  let sender = context.arguments[from] ?? .customer
  let text = try context.message(messageOption)
  let open = try context.open()
  try context.converse(
    id, open,
    summary: { answer in
      answer.previousID.map {
        "the session of conversation \($0) has ended, so the message \(answer.opened ? "opened" : "went to") conversation \(answer.sessionID)"
      } ?? "said in conversation \(answer.sessionID)"
    },
    { _ in ConversationEvent(.say(message: text, from: sender), at: open.now) })
}
