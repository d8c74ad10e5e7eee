import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let group = Option<String>(
  "group", "GROUP", .nonEmptyText, completion: .stored("group"), help: "To this group")
private let agent = Option<String>(
  "agent", "AGENT", .nonEmptyText, completion: .stored("agent"),
  help: "To this agent, who then has the ticket")

private let queue = Option<String>(
  "queue", "QUEUE", .nonEmptyText, completion: .stored("queue"),
  help: "To this queue, even if its conditions do not match")

let conversationHandoffCommand = Command(
  CommandSpec(
    ["conversation", "handoff"],
    summary: "Hand a conversation from the AI agent over to people, and create its ticket",
    discussion: [
      "The ticket's first comment is what the customer has said so far; the AI agent's messages follow it in the history. The ticket triggers run as for every new ticket, then the ticket is matched to a queue, then the messaging triggers on `conversation_requested` run.",
      "Without a target, rules and queues decide. If nobody has the ticket afterwards and no queue holds it, it waits nowhere: the command says so, and `waits_nowhere` is true. Give an agent or a queue, not both, because an assigned ticket waits in no queue; a group goes with either.",
    ],
    operands: [conversationOperand], options: [group, agent, queue],
    examples: [
      Example(
        command: "sessionctl conversation handoff 50 --group Support --json",
        explanation: "Create a ticket for the group Support; the answer includes its id")
    ],
    exitNotes: [
      ExitNote(
        .no,
        "There is no such conversation, group, agent or queue, it was already handed over, or its session has ended"
      )
    ]),
  prints: ConversationDocument.answer.schema
) { context in
  let arguments = context.arguments
  let id = arguments[required: conversationOperand]
  guard !arguments.wasGiven(agent) || !arguments.wasGiven(queue) else {
    throw CommandTable.toolkit.usageError(
      "--agent and --queue exclude each other: an assigned ticket waits in no queue; give only one",
      in: context.spec)
  }
  let open = try context.open()
  let answer = try context.converse(
    id, open, summary: { "conversation \($0.sessionID) has ticket \($0.ticketID ?? 0) now" },
    { reader in
      var event = ConversationEvent(.handOff, at: open.now)
      event.group = try arguments[group].map { try String(Naming(reader).group($0).id) }
      event.agent = try arguments[agent].map { try String(Naming(reader).staff($0).id) }
      event.queue = arguments[queue]
      return event
    })
  guard let ticketID = answer.ticketID, !context.wantsDocument else { return }
  let waitsNowhere = try open.store.read { reader in
    try reader.ticket(id: ticketID).map(reader.waitsNowhere) ?? false
  }
  if waitsNowhere {
    context.note(
      "ticket \(ticketID) waits nowhere: nobody has it and no queue holds it; give it to somebody with 'sessionctl ticket update \(ticketID) --group GROUP', or see 'sessionctl routing explain \(ticketID)'"
    )
  }
}
