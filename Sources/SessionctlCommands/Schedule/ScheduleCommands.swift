import CommandGrammar
import Rendering
import SessionModel
import SessionStore

let scheduleCommands = CommandGroup(
  "schedule", "Business hours and holidays",
  [
    "A schedule says in which hours of the week, on the clocks of its time zone, the account is open; holidays are closed days. Reports, selections (`--outside-hours`) and rules ask it. The setting `account.default_schedule` names the one of tickets that have none of their own."
  ],
  [scheduleListCommand, scheduleShowCommand, scheduleCreateCommand, scheduleDeleteCommand])

private let scheduleOperand = Operand<String>(
  "SCHEDULE", .nonEmptyText, completion: .stored("schedule"), help: "A schedule's id or name")

private let scheduleListCommand = Command(
  CommandSpec(
    ["schedule", "list"], summary: "List schedules",
    discussion: ["`open_now` says whether the moment of the run, or that of `--now`, is within the hours."],
    examples: [
      Example(command: "sessionctl schedule list", explanation: "All of them, and which are open now")
    ],
    takesLists: true),
  prints: ScheduleDocument.list
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    let defaultID = try reader.defaultSchedule()?.id
    return try reader.schedules().map {
      ScheduleDocument.cells($0, isDefault: $0.id == defaultID, at: open.now)
    }
  }
  try context.list(ScheduleDocument.list, rows, open.clock, emptyNote: "no schedules")
}

private let scheduleShowCommand = Command(
  CommandSpec(
    ["schedule", "show"], summary: "Show one schedule", operands: [scheduleOperand],
    examples: [
      Example(
        command: "sessionctl schedule show Office --now 2026-12-25T10:00:00Z",
        explanation: "Its hours and holidays, and whether it is open at Christmas")
    ]),
  prints: ScheduleDocument.single
) { context in
  let open = try context.open(readOnly: true)
  try ScheduleDocument.show(context, open) { reader in
    try Naming(reader).schedule(context.arguments[required: scheduleOperand])
  }
}

private let scheduleDeleteCommand = Command(
  CommandSpec(
    ["schedule", "delete"], summary: "Delete a schedule",
    discussion: [
      "Its document stays in the log, from which `schedule create -` takes it back. One that an active rule or a queue names can't be deleted."
    ],
    operands: [scheduleOperand],
    examples: [
      Example(command: "sessionctl schedule delete Office", explanation: "Delete one that is no longer used")
    ],
    exitNotes: [ExitNote(.no, "It is the account's default schedule, or something that is active names it")]),
  prints: ScheduleDocument.single
) { context in
  _ = try context.fields(of: ScheduleDocument.single)
  let open = try context.open()
  let schedule = try open.administer { administration in
    let schedule = try Naming(administration.reader).schedule(context.arguments[required: scheduleOperand])
    try administration.delete(schedule)
    return schedule
  }
  context.note("deleted schedule \(schedule.name) (\(schedule.id))")
  if context.wantsDocument {
    try context.document(ScheduleDocument.single, open.clock).single(
      ScheduleDocument.cells(schedule, isDefault: false, at: open.now))
  }
}
