import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let entryID = Operand<Int64>("ID", .id, help: "The id of the entry to undo")
private let dryRun = Flag("dry-run", help: "Show what would be undone, and change nothing")

let logRevertCommand = Command(
  CommandSpec(
    ["log", "revert"], summary: "Undo what one command changed",
    discussion: [
      "Undoes changes of triggers, messaging triggers, macros, queues, agents, users, groups, schedules, settings and switches, and of the order of rules and queues. What was created is deleted, what was deleted is created again under its id, and what was edited gets its old content. An entry is undone as a whole, or not at all, and the usual checks apply.",
      "If something has changed since, the command refuses and names the entry that changed it. An entry that undid another can be undone, too. What happened to tickets and sessions stays, and so does what was imported.",
    ],
    operands: [entryID], options: [dryRun],
    examples: [
      Example(
        command: "sessionctl log revert 4", explanation: "Undo the change that 'log list' shows as number 4")
    ],
    exitNotes: [
      ExitNote(.no, "There is no such entry, it can't be undone, or something has changed since")
    ]),
  prints: LogDocument.show.schema
) { context in
  let id = context.arguments[required: entryID]
  let isTrial = context.arguments[dryRun]
  let open = try context.open()
  let row = try open.administer(logsTogether: true, isTrial: isTrial) { administration -> LogRow? in
    let reverted = try administration.reader.requiredLogEntry(id)
    guard !reverted.changes.isEmpty else { throw Failure.refused(reverted.whyNotReverted) }
    try administration.revert(reverted)
    guard !administration.changes.isEmpty else { return nil }
    if let recipe = Recipe.all.first(where: { $0.removal == reverted.summary }) {
      try RecipeInstaller(recipe: recipe, administration: administration, open: open)
        .takeBack(reverted.changes)
    }
    var entry = open.entry(
      by: administration.actor, "reverted log entry \(id): \(reverted.summary)",
      changes: administration.changes)
    if !isTrial { entry.id = try administration.writer.log(entry) }
    var names = ActorNames(administration.reader)
    return try LogRow(entry, &names)
  }
  guard let row else {
    return context.note("nothing changed: everything is already as it was before log entry \(id)")
  }
  if context.isSilent && !isTrial { return }
  try LogDocument.write(row, context, open.clock)
  if isTrial { context.note("nothing was changed (--dry-run)") }
}

extension LogEntry {
  fileprivate var whyNotReverted: String {
    "log entry \(id) ('\(command)') can't be undone: it does not say what was there before"
  }
}
