let groupCommands = CommandGroup(
  "group", "Groups of agents", [], [groupListCommand, groupShowCommand, groupCreateCommand])
