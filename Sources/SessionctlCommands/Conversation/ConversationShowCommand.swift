import CommandGrammar
import SessionStore
import StoreEngine

let conversationShowCommand = Command(
  CommandSpec(
    ["conversation", "show"],
    summary: "Show a conversation, its messages, and the customer's earlier conversations",
    operands: [conversationOperand],
    examples: [
      Example(command: "sessionctl conversation show 50", explanation: "The messages of a conversation")
    ]),
  prints: ConversationDocument.show.schema
) { context in
  let id = context.arguments[required: conversationOperand]
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    guard let row = try reader.conversation(id: id) else { throw try Failure.noConversation(id, reader) }
    try context.show(
      ConversationDocument.show,
      (row, reader.earlierConversations(of: row.session), reader.messages(of: row)), open.clock)
  }
}
