import CommandGrammar
import SessionStore
import StoreEngine

let scheduleShowCommand = Command(
  CommandSpec(
    ["schedule", "show"], summary: "Show one schedule", operands: [scheduleOperand],
    examples: [
      Example(
        command: "sessionctl schedule show Office --now 2026-12-25T10:00:00Z",
        explanation: "Its hours and holidays, and whether it is open at Christmas")
    ]),
  prints: ScheduleDocument.single.schema
) { context in
  let open = try context.open(readOnly: true)
  try ScheduleDocument.show(context, open) { reader in
    try Naming(reader).schedule(context.arguments[required: scheduleOperand])
  }
}
