import CommandGrammar

let groupCommands = CommandGroup(
  "group", "Groups of agents", [],
  [groupListCommand, groupShowCommand, groupCreateCommand, groupEditCommand, groupDeleteCommand])

/// The group that a command is about.
let groupOperand = Operand<String>(
  "GROUP", .nonEmptyText, completion: .stored("group"), help: "A group's id or name")
