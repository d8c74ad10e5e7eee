import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let user = Option<String>(
  "user", "USER", .nonEmptyText, help: "The customer, by id or e-mail address")
private let userName = Option<String>("user-name", "NAME", .name, help: "A new customer's name")
private let userEmail = Option<String>(
  "user-email", "EMAIL", .email,
  help: "A new customer's e-mail address; if a customer has it already, no new one is created")
private let channel = Option<String>(
  "channel", "CHANNEL", .oneOf(Channel.messaging.map(\.name)), default: "native_messaging",
  help: "The messaging channel")

let conversationStartCommand = Command(
  CommandSpec(
    ["conversation", "start"], summary: "Start a conversation with a customer's first message",
    discussion: [
      "The session starts with this message and stays with the AI agent until the hand-off. There is no ticket yet, and no rules run.",
      "If the session of the customer's latest conversation in this channel has ended, the new conversation takes its place: messages written to the old one go here.",
    ],
    options: [user, userName, userEmail, channel, messageOption],
    examples: [
      Example(
        command:
          "sessionctl conversation start --user-name Alma --user-email alma@example.net --channel whatsapp --message 'Where is my parcel?'",
        explanation: "A new customer writes")
    ],
    exitNotes: [
      ExitNote(.no, "There is no such user"), ExitNote(.notPermitted, "The user is suspended, or staff"),
    ]),
  prints: ConversationDocument.answer.schema
) { context in
  let arguments = context.arguments
  let isKnown = arguments.wasGiven(user)
  guard isKnown != (arguments.wasGiven(userName) || arguments.wasGiven(userEmail)) else {
    throw CommandTable.toolkit.usageError(
      isKnown
        ? "--user names an existing customer; --user-name and --user-email create a new one: give one or the other"
        : "'conversation start' needs a customer: give --user, or --user-name for somebody new",
      in: context.spec)
  }
  let text = try context.message(messageOption)
  let open = try context.open()
  var shared: String?
  try context.converse(nil, open, summary: { "conversation \($0.sessionID) started" }) { reader in
    var event = ConversationEvent(
      .start(channel: arguments[channel] ?? "native_messaging", message: text), at: open.now)
    event.followsLatest = true
    event.user = try arguments[user].map { try String(Naming(reader).customer($0).id) }
    event.userName = arguments[userName]
    event.userEmail = arguments[userEmail]
    if let address = arguments[userEmail] ?? arguments[user], Int64(address) == nil {
      shared = try reader.sharedAddress(address)
    }
    return event
  }
  if let shared { context.note(shared) }
}
