import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private enum StateChoice: String, CaseIterable, Sendable { case open, closed, any }
private enum SessionStateChoice: String, CaseIterable, Sendable { case active, ended, any }

private let user = Option<String>("user", "USER", .nonEmptyText, help: "Only conversations of this customer")
private let state = Option<StateChoice>(
  "state", "STATE", .word, default: "any", help: "Only conversations in this state")
private let sessionState = Option<SessionStateChoice>(
  "session-state", "STATE", .word, default: "any", help: "Only conversations whose session is in this state")

let conversationListCommand = Command(
  CommandSpec(
    ["conversation", "list"], summary: "List conversations",
    discussion: [
      "Without options, lists all conversations. There is no default limit.",
      "A conversation is open until its ticket is closed, even if its session has ended: then its messaging is off, and the ticket lives on. A conversation that never got a ticket ends with its session.",
    ],
    options: [user, state, sessionState],
    examples: [
      Example(
        command: "sessionctl conversation list --state open --session-state ended",
        explanation: "Open conversations whose messaging is off"),
      Example(
        command: "sessionctl conversation list --user alma@example.net",
        explanation: "All conversations of one customer"),
    ],
    takesLists: true),
  prints: ConversationDocument.list.schema, sortedBy: StoreReader.conversationOrders
) { context in
  let arguments = context.arguments
  let order = context.order
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let userID = try arguments[user].map { try Naming(reader).customer($0).id }
    let state: ConversationState? =
      switch arguments[state] {
      case .open?: .open
      case .closed?: .closed
      case .any?, nil: nil
      }
    let session: SessionState? =
      switch arguments[sessionState] {
      case .active?: .active
      case .ended?: .ended
      case .any?, nil: nil
      }
    let limit = arguments[GlobalOptions.limit]
    let document = try context.document(ConversationDocument.list.schema, open.clock)
    try document.begin(
      count: context.format == .json
        ? try reader.countConversations(userID: userID, state: state, session: session, limit: limit) : nil)
    var isEmpty = true
    try reader.forEachConversation(
      userID: userID, state: state, session: session, order: order, limit: limit
    ) { row in
      isEmpty = false
      try document.row(ConversationDocument.list.cells(of: row))
    }
    try document.finish()
    if isEmpty && context.format == .table { context.noteNothing("no conversations match") }
  }
}
