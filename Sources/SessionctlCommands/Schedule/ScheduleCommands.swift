import CommandGrammar

let scheduleCommands = CommandGroup(
  "schedule", "Business hours and holidays",
  [
    "A schedule says in which hours of the week, on the clocks of its time zone, the account is open; holidays are closed days. Reports, selections (`--outside-hours`) and rules ask it. The setting `account.default_schedule` names the one of tickets that have none of their own."
  ],
  [scheduleListCommand, scheduleShowCommand, scheduleCreateCommand, scheduleDeleteCommand])

/// The schedule that a command is about.
let scheduleOperand = Operand<String>(
  "SCHEDULE", .nonEmptyText, completion: .stored("schedule"), help: "A schedule's id or name")
