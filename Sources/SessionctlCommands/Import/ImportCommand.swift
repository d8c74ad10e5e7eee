import CommandGrammar
import Rendering
import WireFormat

/// The options of `import`.
enum ImportOptions {
  static let files = Operand<String>(
    "FILE", .file, .requiredRepeating, help: "Files of the wire formats; '-' is standard input")
  static let asType = Option<String>(
    "as-type", "TYPE", .oneOf(WireKind.importable.map(\.rawValue)),
    help: "The type of records whose content does not tell it")
  static let keepGoing = Flag(
    "keep-going", help: "Take the rest when a record is wrong; the exit status is then 1")
  static let runTriggers = Flag(
    "run-triggers",
    help: "Let triggers and messaging triggers follow each ticket that is new or newer; else none run")
  static let rejects = Option<String>(
    "rejects", "FILE", .file,
    help: "Write the records that are wrong into this file, as they came; it appears whole or not at all")
  static let explain = Flag(
    "explain",
    help:
      "Tell what each part of the files is taken for, and why; no store is needed, and nothing is imported")
}

let importCommand = Command.answering(
  CommandSpec(
    ["import"],
    summary:
      "Take in users, groups, schedules, rules, tickets, ratings and audits as the public API gives them",
    discussion: [
      "Collections, single objects with what stands beside them, search results, cursor pages and incremental exports, bare arrays and NDJSON are understood, and records in the envelopes of Singer and Airbyte; a file may be compressed with gzip. An upsert by id: importing twice changes nothing, newer data updates, older data does not overwrite newer. Newer is what has the later `updated_at`, at a tie the later `generated_timestamp`, else what comes later. Only null empties a member: what a record leaves out stays as it was told before. What was changed here stays as long as the records say the same of it. A session that ended is never reactivated, a routing channel never touched, and nothing that was made here overwritten.",
      "What a record is follows from the key it came under, else from the last collection of its `url`, else from members that only one kind has; `sessionctl-kinds(5)` has the table of all kinds. What has no place here is counted by name and left out, and what nothing tells is left out as unknown: neither is an error. `--explain` tells what each part of a file is taken for.",
      "A messaging ticket makes a session: active unless the ticket is closed or deleted, last active at its latest public message if any is known, else when the ticket was updated. Messages are known from audits, from ticket events, with or without their comments, from the talk of a live session in them (`ChatStartedEvent`), from comments that name their ticket or their audit, and from conversation logs. The same event told in several of these ways is one.",
      "Routing assigns nothing to users who are no longer active, to light agents, chat agents and contributors, nor in groups that are deleted.",
      "Settings and switches of an export are taken only into a store in which nothing but `init` and imports was done, and then without the plan, which stays what `init` said, and without those that say what this machine runs and where it connects to. Nothing that an import says leaves a store without an admin: who was made staff here stays so, unsuspended, and a file that would suspend or lower the last admin is refused.",
      "A schedule's holidays are a member `holidays` of it, or the API's own answer for them, whose address names the schedule. A schedule without that member leaves the holidays that are known as they are.",
      "Ids may be digits in a text or written `31.0`, and times may have the forms of older answers and of warehouses. Users, groups, memberships and schedules need not say when they were made, a ticket's rating may be its score alone, and spaces in tags become `_`. Records that are new or newer and have such a form are counted as mended; each form is named once a file, with the first record that has it.",
      "Triggers run in the order of their categories' positions, then of their own; one without a category that is known here runs after them.",
      "With `--run-triggers` each ticket that the file makes or changes is a creation or an update to the account's rules, made by whoever imports and through the API: triggers run, then the queues, then messaging triggers, except those on a conversation being requested. They run once all of the file is known, in its transaction, by the rules as they stand by then; change operators compare with the ticket before the file, and several records of one ticket are one update. A record that changes nothing runs nothing, nor does a ticket that was closed or deleted before. Conditions on the update's comment see the description of a new ticket, and of an update none.",
      "Each file is one transaction: without `--keep-going` a wrong record keeps its whole file out. The files after it are taken all the same. With `--rejects` all of a file is read, and the wrong records are written as they came, to be mended and imported.",
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
        explanation: "All that is right, and the rest into a file"),
      Example(
        command: "sessionctl import --explain tickets.json", explanation: "What would it be taken for?"),
    ],
    exitNotes: [
      ExitNote(.no, "With --keep-going: some records were wrong, the rest was taken"),
      ExitNote(
        .badInput,
        "A record is wrong, and nothing of its file was taken; or a file is none, or an error with which the API answered"
      ),
    ]),
  prints: importDocument, orElse: importExplanationDocument
) { context in
  let arguments = context.arguments
  guard arguments[ImportOptions.explain] else {
    _ = try context.fields(of: importDocument)
    var run = ImportRun(context)
    return try run.run()
  }
  let others: [any OptionDeclaring] = [
    ImportOptions.keepGoing, ImportOptions.rejects, ImportOptions.runTriggers,
  ]
  if let extra = others.first(where: { arguments.wasGiven($0.spec) }) {
    throw CommandTable.toolkit.usageError(
      "--explain only looks, so that \(extra.spec.spelling) makes no sense with it", in: context.spec)
  }
  return try ImportExplanation(context).run()
}

let importDocument = DocumentSchema(
  "import",
  [
    Column("type", .token), Column("created", .integer), Column("updated", .integer),
    Column("unchanged", .integer), Column("skipped", .integer), Column("failed", .integer),
    Column("mended", .integer),
  ])

extension WireKind {
  /// Those that a record may be told to be.
  fileprivate static let importable: [WireKind] = [
    .user, .group, .groupMembership, .schedule, .triggerCategory, .trigger, .messagingTrigger, .macro, .queue,
    .ticket, .audit, .ticketEvent, .comment, .conversationLogEvent, .satisfactionRating,
  ]
}
