import CommandGrammar
import SessionStore
import StoreEngine

let scheduleDeleteCommand = Command(
  CommandSpec(
    ["schedule", "delete"], summary: "Delete a schedule",
    discussion: [
      "A schedule that an active rule or a queue names can't be deleted. `log revert` restores a deleted one."
    ],
    operands: [scheduleOperand],
    examples: [
      Example(
        command: "sessionctl schedule delete Office", explanation: "Delete a schedule that is no longer used")
    ],
    exitNotes: [ExitNote(.no, "It is the account's default schedule, or an active rule or a queue uses it")]),
  prints: ScheduleDocument.single.schema
) { context in
  _ = try context.fields(of: ScheduleDocument.single.schema)
  let open = try context.open()
  let schedule = try open.administer { administration in
    let schedule = try Naming(administration.reader).schedule(context.arguments[required: scheduleOperand])
    try administration.delete(schedule)
    return schedule
  }
  context.note("deleted schedule \(schedule.name) (\(schedule.id))")
  if context.wantsDocument {
    try context.show(
      ScheduleDocument.single, ScheduleRow(schedule, isDefault: false, at: open.now), open.clock)
  }
}
