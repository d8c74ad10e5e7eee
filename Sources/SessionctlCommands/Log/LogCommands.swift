let logCommands = CommandGroup(
  "log", "What commands changed, and who ran them",
  ["The log has one entry for each command that changed something. Each ticket has a history of its own."],
  [logListCommand, logShowCommand])
