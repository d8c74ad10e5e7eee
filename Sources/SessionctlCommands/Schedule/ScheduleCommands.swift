import CommandGrammar

let scheduleCommands = CommandGroup(
  "schedule", "Business hours and holidays",
  [
    "A schedule says in which hours of the week, in its time zone, the account is open; holidays are closed days. Reports, selections (`--outside-hours`) and rules use it. The setting `account.default_schedule` names the schedule of tickets that have none of their own."
  ],
  [
    scheduleListCommand, scheduleShowCommand, scheduleCreateCommand, scheduleEditCommand,
    scheduleDeleteCommand,
  ])

/// The schedule that a command is about.
let scheduleOperand = Operand<String>(
  "SCHEDULE", .nonEmptyText, completion: .stored("schedule"), help: "A schedule's id or name")
