let logCommands = CommandGroup(
  "log", "What commands changed, and who ran them",
  [
    "The log has one entry for each command that changed something. Each ticket has a history of its own.",
    "The documents of rules, queues, people, groups, schedules and settings stay in it, before and after, so that `log revert` can undo a change.",
  ],
  [logListCommand, logShowCommand, logRevertCommand])
