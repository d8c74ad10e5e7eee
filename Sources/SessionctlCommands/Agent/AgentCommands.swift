let agentCommands = CommandGroup(
  "agent", "Agents and admins, their status, load and capacity",
  [
    "Load is what is assigned with status new or open: messaging counts the tickets with an active session, email those that were assigned while their routing channel was email. With the setting `capacity.idle_after`, sessions whose customer has not written for so long do not count until they write again; `idle_sessions` says how many those are. A run of routing counts what it has just assigned all the same."
  ],
  [agentListCommand, agentShowCommand, agentCreateCommand, agentEditCommand])
