let routingCommands = CommandGroup(
  "routing", "Routing: who gets waiting tickets, and why",
  [
    "The load is the number of assigned tickets with status new or open. A ticket with an active session takes a messaging slot; one that was assigned while its routing channel was email takes an email slot. The end of a session frees the messaging slot, and takes no email slot until the next assignment. Only routing respects an agent's capacity; an assignment by hand may exceed it."
  ],
  [routingRunCommand, routingExplainCommand])
