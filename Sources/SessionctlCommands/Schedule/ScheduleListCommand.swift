import CommandGrammar
import SessionStore
import StoreEngine

let scheduleListCommand = Command(
  CommandSpec(
    ["schedule", "list"], summary: "List schedules",
    discussion: ["`open_now` says whether the current time, or that of `--now`, is within the hours."],
    examples: [
      Example(command: "sessionctl schedule list", explanation: "All schedules, and which are open now")
    ],
    takesLists: true),
  prints: ScheduleDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    let defaultID = try reader.defaultSchedule()?.id
    return try reader.schedules().map {
      ScheduleRow($0, isDefault: $0.id == defaultID, at: open.now)
    }
  }
  try context.list(ScheduleDocument.list, rows, open.clock, emptyNote: "no schedules")
}
