import CommandGrammar
import Rendering
import SessionStore
import StoreDoctor
import StoreEngine

let doctorCommand = Command.answering(
  CommandSpec(
    ["doctor"], summary: "Check that the store is undamaged and keeps the rules",
    discussion: [
      "Checks the file and the files beside it, its schema, its permissions, every stored text and document, and the domain's rules, and says how to fix what is wrong. A warning is not a problem yet, and a note is only information, for example about tables that another program keeps in the file. Changes nothing.",
      "SQLite's `.dump`, `.recover` and `.clone` lose the two numbers that identify a store. A store that they rescued is refused, with the line that restores the numbers; `sessionctl backup`, `.backup` and `VACUUM INTO` keep them.",
    ],
    examples: [
      Example(
        command: "sessionctl doctor", explanation: "All checks; the exit status is 1 if one finds a problem")
    ],
    exitNotes: [ExitNote(.no, "A check found a problem")]),
  prints: doctorDocument.schema
) { context in
  let open = try openForDoctor(context)
  let findings = try open.store.read { try $0.examine(path: context.storePath, now: open.now) }
  try context.list(doctorDocument, findings, open.clock, emptyNote: "nothing was checked")
  return findings.contains { $0.verdict == .problem } ? .no : .done
}.explained([
  "check": "What was checked", "result": "`ok`, `note`, `warning` or `problem`", "detail": "What was found",
  "remedy": FieldMeaning("What to do about it", null: "if there is nothing to do"),
])

private let doctorDocument = RowSchema<Finding>(
  "doctor",
  [
    RowColumn("check", .text) { $0.check },
    RowColumn(
      "result", .token, styles: ["ok": .green, "note": .dim, "warning": .yellow, "problem": .red]
    ) { $0.verdict.rawValue },
    RowColumn("detail", .text, wraps: true) { $0.detail },
    RowColumn("remedy", .text, wraps: true) { $0.remedy?.advice },
  ])

/// Nobody is sent from the doctor to the doctor.
private func openForDoctor(_ context: CommandContext) throws -> OpenStore {
  do { return try context.open(readOnly: true, cacheMiB: 128, toleratesZone: true) } catch let error
    as StoreError
    where error.kind == .damaged
  {
    throw Failure(.storeUnavailable, "store_unavailable", "\(error.advised); restore a backup")
  }
}
