let logCommands = CommandGroup(
  "log", "What commands changed, and who ran them",
  ["One entry for each command that changed something. What happened to a ticket is in its own history."],
  [logListCommand, logShowCommand])
