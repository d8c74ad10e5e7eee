import CivilTime
import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import WireFormat

private let files = Operand<String>(
  "FILE", .file, .requiredRepeating, help: "Files of the wire formats; '-' is standard input")
private let asType = Option<String>(
  "as-type", "TYPE", .oneOf(WireKind.importable.map(\.rawValue)),
  help: "The type of records whose content does not tell it")
private let keepGoing = Flag(
  "keep-going", help: "Take the rest when a record is wrong; the exit status is then 1")
private let runTriggers = Flag(
  "run-triggers",
  help: "Let triggers and messaging triggers follow each ticket that is new or newer; else none run")

let importCommand = Command.answering(
  CommandSpec(
    ["import"],
    summary:
      "Take in users, groups, schedules, rules, tickets, ratings and audits as the public API gives them",
    discussion: [
      "Collections, single objects, cursor pages and incremental exports, bare arrays and NDJSON are understood; the type is found from the content. An upsert by id: importing twice changes nothing, newer data updates, older data does not overwrite newer. A session that ended is never reactivated, a routing channel never touched, and nothing that was made here overwritten.",
      "A messaging ticket makes a session: active unless the ticket is closed or deleted, last active at its latest public comment if audits are known, else when the ticket was updated.",
      "Settings and switches of an export are taken only into a store in which nothing but `init` and imports was done, and then without the plan, which stays what `init` said, and without the settings that are commands. Nothing that an import says leaves a store without an admin: who was made staff here stays so, unsuspended, and a file that would suspend or lower the last admin is refused.",
      "A schedule's holidays are a member `holidays` of it, in the form of the API's own answer for them. A schedule without that member leaves the holidays that are known as they are.",
      "Triggers run in the order of their categories' positions, then of their own; one without a category that is known here runs after them `[local]`.",
      "With `--run-triggers` each ticket that the file makes or changes is a creation or an update to the account's rules, made by whoever imports and through the API: triggers run, then the queues, then messaging triggers, except those on a conversation being requested. `[local]` They run once all of the file is known, in its transaction, by the rules as they stand by then; change operators compare with the ticket before the file, and several records of one ticket are one update. A record that changes nothing runs nothing, nor does a ticket that was closed or deleted before. Conditions on the update's comment see the description of a new ticket, and of an update none.",
      "Each file is one transaction: without `--keep-going` a wrong record keeps its whole file out.",
    ],
    operands: [files], options: [asType, keepGoing, runTriggers],
    examples: [
      Example(command: "sessionctl import users.json tickets.json", explanation: "Two files"),
      Example(
        command: "curl -s https://example.com/tickets.json | sessionctl import -",
        explanation: "From the API, through a pipe"),
    ],
    exitNotes: [
      ExitNote(.no, "With --keep-going: some records were wrong, the rest was taken"),
      ExitNote(.badInput, "A record is wrong; nothing of its file was taken"),
    ]),
  prints: importDocument
) { context in
  var run = ImportRun(context)
  return try run.run()
}

private let importDocument = DocumentSchema(
  "import",
  [
    Column("type", .token), Column("created", .integer), Column("updated", .integer),
    Column("unchanged", .integer), Column("skipped", .integer), Column("failed", .integer),
  ])

/// One run of `import`, over several files.
private struct ImportRun {
  private let context: CommandContext
  private let isForgiving: Bool
  private var total = ImportReport()
  private var logID: Int64?

  init(_ context: CommandContext) {
    self.context = context
    isForgiving = context.arguments[keepGoing]
  }

  mutating func run() throws -> ExitCode {
    let open = try context.open(cacheMiB: 128)
    var actor = try open.store.read { try open.admin($0) }
    let names = context.arguments[all: files]
    // All files are there before the first one is taken.
    let inputs = try names.map { try InputFile.open($0, context) }
    var refused: InputFile?
    for input in inputs {
      let report = try take(input, open, actor)
      tell(report, of: input)
      actor = actor.after(report)
      total.merge(report)
      if report.isRefused {
        refused = input
        break
      }
    }
    try write(open.clock)
    if let refused {
      throw Failure(
        .badInput, "bad_input",
        "nothing of \(refused.name) was imported; mend it\(isForgiving ? "" : ", or take the rest with --keep-going")"
      )
    }
    return total.failureCount > 0 ? .no : .done
  }

  private mutating func take(_ input: InputFile, _ open: OpenStore, _ actor: Person) throws -> ImportReport {
    let progress = context.progress("importing \(input.name)", .share { input.share })
    defer { progress.finish() }
    let reader = JSONRecordReader(
      collectionKeys: RecordKind.keys, singularKeys: RecordKind.keys,
      read: { try input.readOrFail(into: $0) })
    let (before, logged) = (total.changed, logID)
    var logID = logged
    let report = try open.store.importRecords(
      reader, as: context.arguments[asType].flatMap(WireKind.init(rawValue:)),
      rulesFor: context.arguments[runTriggers] ? actor : nil, keepGoing: isForgiving, now: open.now,
      progress: { progress.reach($0) },
      log: { report, writer in
        let summary = "imported \(before + report.changed) records"
        if let logged {
          try writer.amendLog(logged, summary: summary)
        } else {
          logID = try writer.log(open.entry(by: actor.after(report), summary))
        }
      })
    self.logID = logID
    return report
  }

  /// What was wrong, and what had no place.
  private func tell(_ report: ImportReport, of input: InputFile) {
    for failure in report.failures {
      context.messages.line("sessionctl: \(input.name), \(failure.place): \(failure.reason)", .red)
    }
    let more = report.failureCount - report.failures.count
    if more > 0 { context.messages.line("sessionctl: \(input.name): and \(more) more", .red) }
    for note in report.notes { context.note("\(input.name): \(note)") }
    if let ruled = report.ruled, ruled.matched > 0 {
      let effects = [
        counted(ruled.emails, "e-mail"), counted(ruled.surveys, "survey"), counted(ruled.webhooks, "webhook"),
        counted(ruled.messages, "message"),
      ]
      context.note(
        "\(input.name): rules ran on \(counted(ruled.matched, "ticket")) and did something to \(ruled.changed) (\(effects.joined(separator: ", ")))"
      )
      for sentence in ruled.leftRouting.sentences { context.note("\(input.name): \(sentence)") }
    }
    let comments = report.counts[.comment]?.skipped ?? 0
    if comments > 0 {
      context.note(
        "\(input.name): skipped \(WireKind.comment.record.counted(comments)): without a ticket_id they have no place here"
      )
    }
    for (kind, count) in report.skipped.sorted(by: { $0.key.index < $1.key.index }) {
      context.note("\(input.name): skipped \(kind.counted(count)): not used")
    }
    if report.unknown.skipped > 0 {
      context.note(
        "\(input.name): skipped \(counted(report.unknown.skipped, "record")) of unknown kind: see --explain, or say it with --as-type"
      )
    }
  }

  private func write(_ clock: RunClock) throws {
    if context.isSilent { return }
    let rows: [[Cell]] = total.fates.map { name, counts in
      [.token(name)]
        + [counts.created, counts.updated, counts.unchanged, counts.skipped, counts.failed].map {
          .integer(Int64($0))
        }
    }
    let document = try context.document(importDocument, clock)
    try document.begin(count: rows.count)
    for row in rows { try document.row(row) }
    try document.finish()
    if rows.isEmpty && total.failureCount == 0 && context.format == .table {
      context.note("there was nothing to import")
    }
  }
}

extension InputFile {
  /// Whatever goes wrong with reading is a matter of the input (66), also when it comes through a pipe.
  func readOrFail(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    do { return try read(into: buffer) } catch let error as WriteFailure {
      throw Failure(.noInput, "no_input", "cannot read \(name): \(error.reason)")
    }
  }
}

extension WireKind {
  /// Those with a place in the store.
  fileprivate static let importable: [WireKind] = [
    .user, .group, .groupMembership, .schedule, .triggerCategory, .trigger, .messagingTrigger, .macro, .queue,
    .ticket, .audit, .comment, .satisfactionRating,
  ]
}

extension Person {
  /// The same person, who may have got another id by an import.
  func after(_ report: ImportReport) -> Person {
    var person = self
    person.id = report.mergedStaff[id] ?? id
    return person
  }
}

extension ImportReport {
  /// What became of the records of each kind, by its name.
  fileprivate var fates: [(name: String, counts: Counts)] {
    var fates = RecordKind.all.compactMap { kind -> (String, Counts)? in
      if let counts = kind.wire.flatMap({ self.counts[$0] }) { return (kind.name, counts) }
      return skipped[kind].map { count in
        var counts = Counts()
        counts.skipped = count
        return (kind.name, counts)
      }
    }
    if unknown != Counts() { fates.append(("unknown", unknown)) }
    return fates
  }

  /// Adds another input's numbers; of one that was not committed only the failures.
  fileprivate mutating func merge(_ other: ImportReport) {
    failureCount += other.failureCount
    unknown.failed += other.unknown.failed
    if !other.isRefused {
      unknown.skipped += other.unknown.skipped
      skipped.merge(other.skipped, uniquingKeysWith: +)
    }
    for (kind, counts) in other.counts {
      var sum = self.counts[kind] ?? Counts()
      sum.failed += counts.failed
      if !other.isRefused {
        sum.created += counts.created
        sum.updated += counts.updated
        sum.unchanged += counts.unchanged
        sum.skipped += counts.skipped
      }
      self.counts[kind] = sum
    }
  }
}
