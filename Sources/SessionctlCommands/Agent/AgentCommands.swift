let agentCommands = CommandGroup(
  "agent", "Agents and admins: their status, load and capacity",
  [
    "The load is the number of assigned tickets with status new or open. The messaging load counts tickets with an active session; the email load counts tickets that were assigned while their routing channel was email. With the setting `capacity.idle_after`, a session stops counting when its customer has not written for that long, and counts again when the customer writes. `idle_sessions` says how many of an agent's sessions do not count for this reason. Within one run, routing always counts the tickets that it has just assigned."
  ],
  [agentListCommand, agentShowCommand, agentCreateCommand, agentEditCommand, agentDeleteCommand])
