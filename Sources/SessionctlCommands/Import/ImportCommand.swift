import CommandGrammar
import Rendering
import StoreExchange
import WireFormat

/// The options of `import`.
enum ImportOptions {
  static let files = Operand<String>(
    "FILE", .file, .requiredRepeating, help: "Files in the wire formats; '-' is standard input")
  static let asType = Option<String>(
    "as-type", "TYPE", .oneOf(WireKind.named.map(\.rawValue)),
    help: "The type of records whose content does not show it")
  static let keepGoing = Flag(
    "keep-going", help: "Import the other records if one is wrong; the exit status is then 1")
  static let runTriggers = Flag(
    "run-triggers",
    help: "Run triggers and messaging triggers on each ticket that is new or newer; by default, none run")
  static let rejects = Option<String>(
    "rejects", "FILE", .file,
    help: "Write the wrong records into this file, unchanged; the file appears whole or not at all")
  static let explain = Flag(
    "explain",
    help:
      "Show what each part of the files is read as, and why; needs no store and imports nothing")
}

let importCommand = Command.answering(
  CommandSpec(
    ["import"],
    summary:
      "Import users, groups, schedules, rules, tickets, ratings and audits in the public API's JSON",
    discussion: [
      "`import` reads collections, single objects with or without sideloaded records, search results, cursor pages, incremental exports, bare arrays, NDJSON, and records in the envelopes of Singer and Airbyte. A file may be compressed with gzip. Records are matched by id: importing twice changes nothing, newer data updates, and older data never overwrites newer. The record with the later `updated_at` is newer; if they are equal, the one with the later `generated_timestamp`; if these are equal too, the one that comes later. Only null empties a member; a member that a record leaves out keeps its value. A value that was changed here stays until a record brings a new one. An import never reactivates an ended session, never changes a routing channel, and never overwrites what was created here.",
      "`import` finds the kind of a record by the key it came under, or else by the last collection of its `url`, or else by members that only one kind has; `sessionctl-kinds(5)` lists all kinds. Kinds that are not used here are skipped and counted by name, and records of no known kind are skipped as unknown. Neither is an error. `--explain` shows what each part of a file is read as.",
      "A messaging ticket gets a session. The session is active unless the ticket is closed or deleted. Its last activity is the latest known public message, or else the ticket's last update. `import` finds messages in audits, in ticket events, in the chats of live sessions that these contain (`ChatStartedEvent`), in comments that name their ticket or audit, and in conversation logs. A message that appears in several of these counts once.",
      "Routing assigns no tickets to inactive users, light agents, chat agents or contributors, and none in deleted groups.",
      "The plan, settings and switches of an export are imported only into a store that holds nothing but what `init` made. Even then, settings that name programs on this machine or servers to connect to are left out. An import never leaves a store without an admin: it never demotes or suspends people who became staff here, and a file that would do so to the last admin is refused.",
      "A schedule's holidays are in its member `holidays`, or in the API's separate answer about them, whose address names the schedule. A schedule without that member keeps the holidays that it has here.",
      "`import` repairs some forms that the API does not use: ids as texts or as `31.0`, times as older answers and data warehouses write them, and tags with spaces, which become `_`. Users, groups, memberships and schedules may lack their time of creation, and a ticket's rating may be just its score. New and updated records with such a form are counted as `mended`; each form is named once per file, with the first record that has it.",
      "Triggers run in the order of their categories, then of their own positions; a trigger without a known category runs after all others.",
      "With `--run-triggers`, each ticket that the file creates or updates runs the account's rules, as if the importing user had made the change through the API. Triggers run first, then queues, then messaging triggers, except those on `conversation_requested`. They run at the end of the file, in its transaction, including rules that the file itself brings. Change operators compare with the ticket before the file, and several records of one ticket are one update. No rules run for a record that changes nothing, or for a ticket that was already closed or deleted. For conditions on the comment, the comment of a new ticket is its description; an updated ticket has none.",
      "Each file is one transaction: without `--keep-going`, one wrong record keeps its whole file out. The files after it are still imported. With `--rejects`, the whole file is read and its wrong records are written out unchanged, so that you can fix and import them.",
    ],
    operands: [ImportOptions.files],
    options: [
      ImportOptions.asType, ImportOptions.keepGoing, ImportOptions.rejects, ImportOptions.runTriggers,
      ImportOptions.explain,
    ],
    examples: [
      Example(command: "sessionctl import users.json tickets.json", explanation: "Two files"),
      Example(
        command: "curl -s https://example.com/tickets.json | sessionctl import -",
        explanation: "From the API, through a pipe"),
      Example(
        command: "sessionctl import --keep-going --rejects wrong.ndjson tickets.json",
        explanation: "Import what is right, and write the rest to a file"),
      Example(
        command: "sessionctl import --explain tickets.json", explanation: "What the file would be read as"),
    ],
    exitNotes: [
      ExitNote(.no, "With --keep-going: some records were wrong, and the others were imported"),
      ExitNote(
        .badInput,
        "A record is wrong, and its file was not imported; or import can't read the file; or the file is an error answer of the API"
      ),
    ]),
  prints: importDocument.schema, orElse: importExplanationDocument
) { context in
  let arguments = context.arguments
  guard arguments[ImportOptions.explain] else {
    _ = try context.fields(of: importDocument.schema)
    var run = ImportRun(context)
    return try run.run()
  }
  let others: [any OptionDeclaring] = [
    ImportOptions.keepGoing, ImportOptions.rejects, ImportOptions.runTriggers,
  ]
  if let extra = others.first(where: { arguments.wasGiven($0.spec) }) {
    throw CommandTable.toolkit.usageError(
      "--explain only looks at the files, so \(extra.spec.spelling) makes no sense with it", in: context.spec)
  }
  return try ImportExplanation(context).run()
}

let importDocument = RowSchema<ImportReport.Fate>(
  "import",
  [
    RowColumn("type", .token) { $0.name }, RowColumn("created", .integer) { $0.counts.created },
    RowColumn("updated", .integer) { $0.counts.updated },
    RowColumn("unchanged", .integer) { $0.counts.unchanged },
    RowColumn("skipped", .integer) { $0.counts.skipped + $0.counts.redacted },
    RowColumn("failed", .integer) { $0.counts.failed },
    RowColumn("mended", .integer, header: "REPAIRED") { $0.counts.mended },
  ])
