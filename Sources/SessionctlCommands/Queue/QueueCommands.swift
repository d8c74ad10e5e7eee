import CommandGrammar

let queueCommands = CommandGroup(
  "queue", "Queues: where tickets wait for an agent",
  [
    "A ticket waits while it is new or open, unassigned, and can be routed: a ticket whose session has ended with the routing channel still messaging is in no queue, until the channel is set to email. It is in the first queue, by order, whose conditions it meets; else in the standard queue, if it has a group and, routed as email, the tag of the setting `routing.autorouting_tag`; a messaging ticket that an end made an email ticket needs no tag, unless the setting `routing.ended_sessions_need_tag` asks for it. This is decided anew with every change of the ticket, in the same transaction.",
    "Priority tells which queue agents serve first, 1 before 100; the standard queue comes last. Within a queue the ticket's priority counts, then how long it has been eligible without a break. The primary groups are one pool; the secondary ones serve when no primary agent is available. `sessionctl routing run` assigns.",
    "Creating, deleting and reordering queues matches all waiting tickets again; editing one changes who enters from now on.",
  ],
  [
    queueListCommand, queueShowCommand, queueCreateCommand, queueEditCommand, queueDeleteCommand,
    queueReorderCommand, queueTicketsCommand,
  ])

/// The queue that a command is about.
let queueOperand = Operand<String>(
  "QUEUE", .nonEmptyText, completion: .stored("queue"), help: "A queue's id or name")

/// The queues that a command is about.
let queueOperands = Operand<String>(
  "QUEUE", .nonEmptyText, .requiredRepeating, completion: .stored("queue"), help: "Queues by id or name")
