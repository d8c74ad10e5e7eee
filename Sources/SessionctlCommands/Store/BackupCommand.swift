import CommandGrammar
import Rendering
import SessionStore
import StoreEngine

private let destination = Operand<String>("FILE", .file, help: "The file to make; it must not exist")

let backupCommand = Command(
  CommandSpec(
    ["backup"], summary: "Copy the store to a file while it is in use",
    discussion: [
      "Uses SQLite's online backup: the copy is one consistent state, made for its owner only (0600).",
      "To put a backup in a store's place, stop what uses the store, move the store away with the files beside it (`-wal`, `-shm`, `-journal`), and copy the backup to its name: SQLite would take what such a file holds for the backup's own.",
    ],
    operands: [destination],
    examples: [
      Example(command: "sessionctl backup before-the-sweep.db", explanation: "A copy to go back to")
    ],
    exitNotes: [ExitNote(.cannotCreate, "There is a file of that name already, or it can't be made")]),
  prints: backupDocument
) { context in
  let path = context.arguments[required: destination]
  let open = try context.open(readOnly: true, toleratesZone: true)
  let progress = context.progress("copying", unit: " MiB")
  try open.store.backUp(to: path) { done, total in progress.reach(done >> 20, of: total >> 20) }
  progress.finish()
  if context.wantsDocument {
    let source = try context.storePath
    try context.document(backupDocument, open.clock).single([.text(source), .text(path)])
  } else {
    context.note("copied \(try context.storePath) to \(path)")
  }
}

private let backupDocument = DocumentSchema(
  single: "backup", [Column("store", .text), Column("backup", .text)])
