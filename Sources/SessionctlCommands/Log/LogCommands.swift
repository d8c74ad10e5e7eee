let logCommands = CommandGroup(
  "log", "What commands changed, and who ran them",
  [
    "The log has one entry for each command that changed something. Each ticket has a history of its own.",
    "It keeps each rule, queue, person, group, schedule and setting as it was before and after a change, so that `log revert` can undo the change.",
  ],
  [logListCommand, logShowCommand, logRevertCommand])
