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
  help: "To this queue, whatever the queues' conditions say")

let conversationHandoffCommand = Command(
  CommandSpec(
    ["conversation", "handoff"],
    summary: "Hand a conversation from the AI agent to people, which makes its ticket",
    discussion: [
      "The ticket's first comment is what the customer has said so far; what the AI agent has said follows it in the history. The ticket triggers run as for a creation, then the ticket is matched to a queue, then the messaging triggers of `conversation_requested` run.",
      "A target may be left out where rules and queues decide. A ticket that nobody has and that no queue holds afterwards waits nowhere: the command says so, and `waits_nowhere` is true. An agent and a queue exclude each other, for who has a ticket waits in no queue; a group goes with either.",
    ],
    operands: [conversationOperand], options: [group, agent, queue],
    examples: [
      Example(
        command: "sessionctl conversation handoff 50 --group Support --json",
        explanation: "Make a ticket for the group Support; the answer carries its id")
    ],
    exitNotes: [
      ExitNote(
        .no,
        "There is no such conversation, group or agent, it was handed over before, or its session has ended")
    ]),
  prints: ConversationDocument.answer
) { context in
  let arguments = context.arguments
  let id = arguments[required: conversationOperand]
  guard !arguments.wasGiven(agent) || !arguments.wasGiven(queue) else {
    throw CommandTable.toolkit.usageError(
      "--agent and --queue exclude each other: who has a ticket waits in no queue; give one of them",
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
