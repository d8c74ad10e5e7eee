import CommandGrammar
import Rendering
import SessionStore
import StoreEngine

private let destination = Operand<String>(
  "FILE", .file, help: "The file to create, which must not exist; '-' is standard output")

let backupCommand = Command(
  CommandSpec(
    ["backup"], summary: "Copy the store to a file while it is in use",
    discussion: [
      "Uses SQLite's online backup: the copy is one consistent state. Only its owner can read it (mode 0600), and its folder must exist.",
      "Pages are checked: a store with damaged ones is not backed up. `doctor` finds what else may be wrong with a store; run it now and then.",
      "With `-` the copy goes to standard output, for another program to store elsewhere. It is first written to the folder for temporary files (`TMPDIR`) and checked, so that no damaged copy is printed.",
      "'sessionctl restore' brings a backup back. Do not copy it over the store with `cp`: SQLite would read the files beside the store (`-wal`, `-shm`, `-journal`) as part of the backup.",
    ],
    operands: [destination],
    examples: [
      Example(command: "sessionctl backup before-the-sweep.db", explanation: "A copy to go back to"),
      Example(
        command: "sessionctl backup - | gzip > store.db.gz",
        explanation: "A compressed copy to keep elsewhere"),
    ],
    exitNotes: [
      ExitNote(.cannotCreate, "The file already exists, or can't be created"),
      ExitNote(.storeUnavailable, "The store is damaged"),
    ]),
  prints: backupDocument.schema
) { context in
  let path = context.arguments[required: destination]
  if path == "-" { return try writeOut(context) }
  let open = try context.open(readOnly: true, toleratesZone: true)
  let progress = context.progress("copying", unit: " MiB")
  try open.store.backUp(to: path) { done, total in progress.reach(done >> 20, of: total >> 20) }
  progress.finish()
  if context.wantsDocument {
    try context.show(backupDocument, (source: context.storePath, copy: path), open.clock)
  } else {
    context.note("copied \(try context.storePath) to \(path)")
  }
}.explained(["store": "What was copied", "backup": "The copy"])

/// The copy itself on standard output.
private func writeOut(_ context: CommandContext) throws {
  if context.wantsDocument {
    throw Failure.usage("the copy goes to standard output, so no document can be printed there")
  }
  if context.outputTerminal.isTerminal {
    throw Failure.usage(
      "a terminal can't show a copy of the store; send it to a file or a program, or name a FILE")
  }
  let open = try context.open(readOnly: true, toleratesZone: true)
  let progress = context.progress("copying", unit: " MiB")
  let folder = context.world.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  try open.store.backUp(
    throughFolder: folder, progress: { done, total in progress.reach(done >> 20, of: total >> 20) }
  ) { piece in
    progress.finish()
    try context.world.output.write(piece)
  }
}

private let backupDocument = RowSchema<(source: String, copy: String)>(
  single: "backup", [RowColumn("store", .text) { $0.source }, RowColumn("backup", .text) { $0.copy }])
