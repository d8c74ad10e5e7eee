let logCommands = CommandGroup(
  "log", "What commands changed, and who ran them",
  [
    "One entry for each command that changed something. What happened to a ticket is in its own history.",
    "The documents of rules, queues, people, groups, schedules and settings stay in it, before and after, so that `log revert` can undo a change.",
  ],
  [logListCommand, logShowCommand, logRevertCommand])
