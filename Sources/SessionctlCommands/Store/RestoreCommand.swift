import CommandGrammar
import Glibc
import Rendering
import SessionModel
import SessionStore
import StoreDoctor
import StoreEngine
import SystemErrors

private let source = Operand<String>(
  "FILE", .file, help: "A backup, a replica, or what SQLite's tools saved of a store")
private let quick = Flag(
  "quick", help: "Check FILE as `doctor --quick` does, which takes no time in a store of any size",
  details: ["For a file that 'sessionctl doctor' has found well since it was last copied."])
private let force = Flag(
  "force", help: "Restore it in spite of what `doctor` finds in it, or over a file that is no store",
  details: ["A file that can't be opened, or that a newer program wrote, is never restored."])

let restoreCommand = Command(
  CommandSpec(
    ["restore"], summary: "Bring a backup back as the store, and keep the store beside it",
    discussion: [
      "Opens FILE, checks it as `doctor` does, and refuses one with a problem. Then its content becomes the store's in one step: commands that run meanwhile see the old store or the new one, and never both. Nothing needs to be stopped. A command that started before and writes afterwards is refused (75); run it again.",
      "The store that was there is kept beside it as `STORE.before-restore.backup`, or `STORE.before-restore.2.backup` and so on; nothing is ever replaced. If there is no store yet, it is created.",
      "SQLite's `.dump`, `.recover` and `.clone` lose the two numbers that identify a store. Such a copy is accepted if its tables are those of a released version, to the letter. Missing indexes, views and triggers are created again. The table `lost_and_found` of `.recover`, rows without a table, is reported and left out.",
      "Whoever `--as` names must be an admin of the store that is replaced, as far as that can be read.",
      "A backup of an older version is upgraded on the way; FILE itself never changes.",
      "The outbox is the backup's too: what was delivered since the backup waits again. Look at 'sessionctl outbox list' before the next delivery. A `remote pull` goes on from the backup's place. Customers who were redacted since the backup are back; the command names them, so that they can be redacted again.",
    ],
    operands: [source], options: [quick, force],
    examples: [
      Example(command: "sessionctl restore before-the-sweep.db", explanation: "Go back to a backup"),
      Example(
        command: "sessionctl restore rescued.db --store new.db",
        explanation: "Make a store of what SQLite's `.recover` or `doctor --rescue` saved"),
    ],
    exitNotes: [
      ExitNote(.no, "`doctor` finds a problem in FILE"), ExitNote(.noInput, "FILE is missing or unreadable"),
      ExitNote(.storeUnavailable, "FILE is no store, damaged, or newer than this program"),
      ExitNote(.cannotCreate, "What is at the store's path is not a store"),
      ExitNote(.busy, "Another command writes, pushes or restores"),
    ]),
  prints: restoreDocument.schema
) { context in
  let file = context.arguments[required: source]
  guard access(file, R_OK) == 0 else {
    throw Failure(.noInput, "no_input", "cannot read \(file): \(SystemError.text())")
  }
  let path = try context.storePath
  let redacted = try redactedAndPermitted(context)
  var seen = Seen()
  let progress = context.progress("restoring", unit: " MiB")
  let outcome = try StoreRestore(
    from: file, to: path, context.storeOptions(cacheMiB: 64), force: context.arguments[force]
  ).run(
    examine: { reader, place in seen = try look(reader, at: place, context) },
    progress: { progress.reach($0 >> 20, of: $1 >> 20) })
  progress.finish()
  try tell(
    Restored(store: path, file: file, seen: seen, outcome: outcome), redacted: redacted, context)
}.explained([
  "store": "The store", "from": "What was restored",
  "kept": FieldMeaning("Where the store is kept that was there before", null: "if there was none"),
  "schema": "The schema number of what was restored; older ones are upgraded",
  "adopted": "Whether the two numbers that identify a store were missing and were added",
  "created": "How many indexes, views and triggers were missing and were created again",
  "left_out": "Tables that were left out, because nobody knows whose rows are in them",
  "problems": "How many problems `doctor` found in it, with `--force`",
  "waiting": "How many entries wait in its outbox, some of which may have been delivered since",
  "returned": "Customers who had been redacted, and are back with the backup",
])

/// What was found in the file before it became the store.
private struct Seen {
  var problems: [String] = []
  var waiting = 0
}

private struct Restored {
  let store: String
  let file: String
  let seen: Seen
  let outcome: StoreRestore.Outcome
  /// Customers who had been redacted in the store before, and are back.
  var returned: [Int64] = []
}

private func look(_ reader: StoreReader, at place: String, _ context: CommandContext) throws -> Seen {
  var seen = Seen()
  let now = try context.clock(zoneNamed: "UTC").now
  // Who may read the file it comes from is no matter of the store that it becomes.
  let progress = context.progress("checking")
  defer { progress.finish() }
  let findings = try reader.examine(path: place, now: now, quickly: context.arguments[quick]) {
    progress.reach($0, of: $1)
  }.filter { $0.check != "permissions" }
  seen.problems = findings.filter { $0.verdict == .problem }.map { "\($0.check): \($0.detail)" }
  if !seen.problems.isEmpty, !context.arguments[force] {
    var failure = Failure.refused(
      "'sessionctl doctor' finds \(counted(seen.problems.count, "problem")) in \(context.arguments[required: source]), and nothing was changed; restore an earlier backup, save what can be read with 'sessionctl doctor --rescue NEW --store \(context.arguments[required: source])', or give --force"
    )
    failure.details = seen.problems
    throw failure
  }
  seen.waiting = (try? reader.outboxDue(at: .latest).values.reduce(0) { $0 + $1.count }) ?? 0
  return seen
}

/// Who was redacted in the store that is there. Asked before it is replaced: a look at the one that is kept would leave
/// files beside it. One that can't be read, or is of an earlier version, tells nothing of redactions.
///
/// - Throws: `Failure` where whoever is named is no admin of it: rules and settings are replaced.
private func redactedAndPermitted(_ context: CommandContext) throws -> [Int64] {
  try context.readToMend(asAdmin: true, ifUnknown: "with --as, name an admin of the store that is replaced") {
    try $0.redactions().map(\.userID)
  } ?? []
}

extension StoreReader {
  /// Which of these have their data again.
  fileprivate func returned(of redacted: [Int64]) throws -> [Int64] {
    let still = Set(try redactions().map(\.userID))
    return try redacted.filter { try !still.contains($0) && person(id: $0) != nil }
  }
}

private func tell(_ restored: Restored, redacted: [Int64], _ context: CommandContext) throws {
  var restored = restored
  let outcome = restored.outcome
  let open: OpenStore?
  do {
    let opened = try context.open(toleratesZone: true)
    try opened.store.write { writer in
      _ = try writer.log(
        opened.entry(
          by: opened.actor(writer.reader),
          "restored \(restored.file)" + (outcome.kept.map { "; the store before it is \($0)" } ?? "")))
    }
    restored.returned = try opened.store.read { try $0.returned(of: redacted) }
    open = opened
  } catch {
    open = nil
    context.warn("the store is restored, but that could not be noted in the log: \(Failure(error).message)")
  }
  if !restored.returned.isEmpty {
    let ids = restored.returned.map(String.init)
    context.warn(
      "\(counted(ids.count, "customer")) who had been redacted \(ids.count == 1 ? "is" : "are") back with the backup; redact them again: \(ids.map { "'sessionctl redact user \($0)'" }.joined(separator: ", "))"
    )
  }
  if context.wantsDocument {
    try context.show(restoreDocument, restored, open?.clock ?? context.clock(zoneNamed: "UTC"))
    return
  }
  context.note("restored \(restored.file) to \(restored.store)")
  if let kept = outcome.kept { context.note("the store before it is kept in \(kept)") }
  if outcome.wasAdopted {
    context.note(
      "the two numbers that identify a store were missing and were added"
        + (outcome.remade > 0
          ? "; so were \(outcome.remade) missing indexes, views and triggers" : ""))
  }
  if outcome.schema < Schema.currentNumber {
    context.note("upgraded from schema \(outcome.schema) to \(Schema.currentNumber)")
  }
  for table in outcome.leftOut {
    context.warn(
      "left out: the table \(table), rows that SQLite saved without knowing their table; they are still in \(restored.file)"
    )
  }
  for problem in restored.seen.problems { context.warn("restored with a problem: \(problem)") }
  if restored.seen.waiting > 0 {
    context.warn(
      "the outbox has \(restored.seen.waiting) waiting; what was delivered since the backup would be sent again, see 'sessionctl outbox list'"
    )
  }
}

private let restoreDocument = RowSchema<Restored>(
  single: "restore",
  [
    RowColumn("store", .text) { $0.store }, RowColumn("from", .text) { $0.file },
    RowColumn("kept", .text) { $0.outcome.kept }, RowColumn("schema", .integer) { $0.outcome.schema },
    RowColumn("adopted", .bool) { $0.outcome.wasAdopted },
    RowColumn("created", .integer) { $0.outcome.remade },
    RowColumn("left_out", .texts) { $0.outcome.leftOut },
    RowColumn("problems", .integer) { $0.seen.problems.count },
    RowColumn("waiting", .integer) { $0.seen.waiting },
    RowColumn("returned", .identifiers) { $0.returned },
  ])
