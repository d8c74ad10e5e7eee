import CommandGrammar

let queueCommands = CommandGroup(
  "queue", "Queues: where tickets wait for an agent",
  [
    "A ticket waits while it is new or open, unassigned and eligible for routing. If its session has ended and its routing channel is still messaging, it is in no queue until the channel is set to email. An eligible ticket is in the first queue, by order, whose conditions it meets. Otherwise it is in the standard queue, if it has a group and, when routed as email, the tag of the setting `routing.autorouting_tag`. A messaging ticket that became an email ticket when its session ended needs no tag, unless the setting `routing.ended_sessions_need_tag` requires one. Every change of the ticket decides its queue again, in the same transaction.",
    "The priority says which queue agents serve first, 1 before 100; the standard queue comes last. Within a queue the ticket's priority counts, then how long it has been eligible without a break. The primary groups form one pool; the secondary groups serve when no primary agent is available. `sessionctl routing run` assigns the tickets.",
    "Creating, deleting or reordering queues matches all waiting tickets again; editing a queue changes which tickets enter it from now on.",
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
