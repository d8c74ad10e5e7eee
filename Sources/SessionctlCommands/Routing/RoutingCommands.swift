let routingCommands = CommandGroup(
  "routing", "Routing: who gets what waits, and why",
  [
    "Load is what is assigned with status new or open: a ticket with an active session takes a messaging slot, one that was assigned while its routing channel was email takes an email slot. The end of a session gives the messaging slot back, and takes no email slot until the next assignment. Only routing respects an agent's capacity; an assignment by hand may exceed it."
  ],
  [routingExplainCommand])
