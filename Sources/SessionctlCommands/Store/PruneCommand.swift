import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreExchange

private let endedBefore = Option<TimeSpan>(
  "ended-before", "AGE", .timeSpan,
  help: "Conversations that are closed and have not changed for this long: 90d")
private let logBefore = Option<TimeSpan>(
  "log-before", "AGE", .timeSpan, help: "Entries of the log that are this old: 400d")
private let outboxBefore = Option<TimeSpan>(
  "outbox-before", "AGE", .timeSpan, help: "Outbox messages that left or were cancelled this long ago: 30d")
private let archiveFile = Option<String>(
  "archive", "FILE", .file, help: "Write what leaves into this file first, which must not exist")
private let dryRun = Flag("dry-run", help: "Show how much would leave, and change nothing")
private let yes = Flag("yes", help: "Do not ask; required when not on a terminal")

let pruneCommand = Command(
  CommandSpec(
    ["prune"],
    summary: "Delete closed conversations, old log entries and sent messages, after archiving them",
    discussion: [
      "Give at least one age. A conversation leaves when its session has ended, its ticket is closed or deleted, and nothing has happened to it for that long; with it go the ticket, its history, comments, ratings and messages, and what `conversation ingest` remembers of it. Closed tickets without a session leave too. A conversation stays as long as a message about it is waiting or has failed in the outbox, or a push to the live account has not finished with it. Customers, agents, groups and rules stay. The newest outbox message and log entry always stay.",
      "With `--archive` everything that leaves is first written to FILE, one record per line. The first row is deleted only when the archive is complete and on the disk. `import` takes the archive back without loss, in whole or in part. Without `--archive`, what leaves is gone.",
      "Reports go on counting the sessions that left, with all their groupings, percentiles and filters, except the filters `--user` and `--subject-contains`. `report agents` counts their replies by quarters of an hour. An archive that is imported back is not counted twice.",
      "When the customer of a pruned conversation writes again, a feed's message under the old name starts a new conversation, as after every end. A feed's events from before the pruned time are not taken again.",
      "The work is done in many short transactions, with pauses in which other commands write; a conversation leaves in one of them, as a whole. After an interruption, run the command again: it does the rest, into another archive. The space is used for new conversations; the file does not shrink unless its `auto_vacuum` is incremental.",
    ],
    options: [endedBefore, logBefore, outboxBefore, archiveFile, dryRun, yes],
    examples: [
      Example(
        command: "sessionctl prune --ended-before 90d --dry-run",
        explanation: "How much is over for more than 90 days?"),
      Example(
        command:
          "sessionctl prune --ended-before 90d --outbox-before 30d --log-before 400d --archive pruned.ndjson --yes",
        explanation: "The nightly run"),
    ],
    exitNotes: [
      ExitNote(.cannotCreate, "The archive already exists or cannot be created"),
      ExitNote(
        .busy, "The store stayed busy, or another prune is running; what has left by then is in the archive"),
    ]),
  prints: pruneDocument.schema
) { context in
  try Prune(context).run()
}.explained([
  "dry_run": "Whether it was only looked at",
  "archive": FieldMeaning("The file that has what left", null: "where nothing left, or nothing was kept"),
  "conversations": "Conversations that left", "tickets": "Their tickets, and closed ones without a session",
  "history_entries": "Entries of the tickets' histories",
  "comments": "Comments and messages that were imported outside of histories",
  "ratings": "Survey answers", "ingested_events": "Names of events that `conversation ingest` remembered",
  "outbox_messages": "Messages of the outbox", "log_entries": "Entries of the log",
  "held":
    "Conversations and tickets that are old enough and stay, because a message or a push is not finished",
  "changed_meanwhile": "Things that stay until the next run, because some of them changed during this one",
  "file_bytes": "The size of the store's file", "free_bytes": "The part of it that is free for what comes",
])

/// What a run did, or would do.
private struct Outcome {
  var isDryRun: Bool
  var archive: String?
  var counts: PruneCounts
  var held: Int
  var changedMeanwhile = 0
  var space: (size: Int, free: Int)
}

private let pruneDocument = RowSchema<Outcome>(
  single: "prune",
  [
    RowColumn("dry_run", .bool) { $0.isDryRun },
    RowColumn("archive", .text) { $0.archive },
    RowColumn("conversations", .integer) { $0.counts.conversations },
    RowColumn("tickets", .integer) { $0.counts.tickets },
    RowColumn("history_entries", .integer) { $0.counts.history },
    RowColumn("comments", .integer) { $0.counts.messages },
    RowColumn("ratings", .integer) { $0.counts.ratings },
    RowColumn("ingested_events", .integer) { $0.counts.events },
    RowColumn("outbox_messages", .integer) { $0.counts.outbox },
    RowColumn("log_entries", .integer) { $0.counts.log },
    RowColumn("held", .integer) { $0.held },
    RowColumn("changed_meanwhile", .integer) { $0.changedMeanwhile },
    RowColumn("file_bytes", .integer) { $0.space.size },
    RowColumn("free_bytes", .integer) { $0.space.free },
  ])

/// One run of `prune`.
private struct Prune {
  private let context: CommandContext
  private let arguments: ParsedArguments

  init(_ context: CommandContext) {
    self.context = context
    arguments = context.arguments
  }

  func run() throws {
    guard arguments[endedBefore] != nil || arguments[logBefore] != nil || arguments[outboxBefore] != nil
    else {
      throw CommandTable.toolkit.usageError(
        "'prune' needs to know what to delete: give --ended-before, --log-before or --outbox-before with an age, such as --ended-before 90d",
        in: context.spec)
    }
    let isDryRun = arguments[dryRun]
    let open = try context.open(readOnly: isDryRun, cacheMiB: 64)
    _ = try open.store.read { try open.admin($0) }
    let request = request(at: open.now)
    let run = PruneRun(open.store, request, at: open.now)
    if isDryRun { return try write(foreseen(run, open), open) }
    let errand = try StoreErrand(open.store.path, "prune", "another prune")
    defer { withExtendedLifetime(errand) {} }
    let archive = try arguments[archiveFile].map { try WholeFile($0, replaces: false) }
    defer { archive?.discard() }
    if !arguments[yes] {
      let seen = try foreseen(run, open)
      guard !seen.counts.isEmpty else { return try write(seen, open) }
      guard try hasConsent(to: seen) else { return context.note("nothing was changed") }
    }
    let looking = context.progress(archive == nil ? "looking" : "archiving")
    var line: [UInt8] = []
    try run.prepare(
      archive: archive.map { file in
        { text in
          line = text
          line.append(0x0A)
          try line.withUnsafeBytes { try file.write($0) }
        }
      }
    ) { looking.reach($0, of: 0) }
    looking.finish()
    var kept: String?
    if let archive, !run.isEmpty {
      try archive.finish()
      kept = archive.fullPath
    }
    let held = try run.held()
    try delete(run, keptAt: kept, open)
    try write(
      Outcome(
        isDryRun: false, archive: kept, counts: run.done, held: held,
        changedMeanwhile: run.changedMeanwhile, space: run.giveBack()), open)
  }

  private func request(at now: Instant) -> PruneRequest {
    func moment(_ option: Option<TimeSpan>) -> Instant? {
      arguments[option].map { now.advanced(by: -$0.seconds) }
    }
    var request = PruneRequest()
    request.endedBefore = moment(endedBefore)
    request.logBefore = moment(logBefore)
    request.outboxBefore = moment(outboxBefore)
    return request
  }

  private func foreseen(_ run: PruneRun, _ open: OpenStore) throws -> Outcome {
    let progress = context.progress("looking")
    defer { progress.finish() }
    let (leaving, held) = try run.survey { progress.reach($0, of: 0) }
    return Outcome(
      isDryRun: arguments[dryRun], counts: leaving, held: held, space: try open.store.space())
  }

  private func hasConsent(to seen: Outcome) throws -> Bool {
    let what = words(seen.counts)
    let place = arguments[archiveFile].map { "archive to \($0)" }
    return try context.hasConsent(
      to: place.map { "Delete \(what) (first \($0))?" } ?? "Delete \(what), for good?",
      telling: seen.held == 0 ? [] : [heldWords(seen.held)],
      refusal:
        "this would delete \(what)\(place == nil ? ", and keep no archive" : ""); give --yes to do it, or --dry-run to look first"
    )
  }

  private func delete(_ run: PruneRun, keptAt archive: String?, _ open: OpenStore) throws {
    let progress = context.progress("deleting")
    defer { progress.finish() }
    var logID: Int64?
    try run.carryOut(
      archive: archive, permit: { _ = try open.admin($0) },
      log: { counts, writer in
        let summary = "pruned \(words(counts))" + (archive.map { ", archived to \($0)" } ?? "")
        logID = try open.noteStep(writer, in: logID, by: open.admin(writer.reader), summary)
      }
    ) { progress.reach($0, of: $1) }
  }

  // MARK: Telling

  private func write(_ outcome: Outcome, _ open: OpenStore) throws {
    if context.wantsDocument { return try context.show(pruneDocument, outcome, open.clock) }
    if outcome.isDryRun {
      context.note("would prune \(words(outcome.counts)); nothing was changed (--dry-run)")
    } else if outcome.counts.isEmpty {
      context.note("nothing to prune")
    } else {
      context.note(
        "pruned \(words(outcome.counts))" + (outcome.archive.map { ", archived to \($0)" } ?? ""))
    }
    if outcome.held > 0 { context.note(heldWords(outcome.held)) }
    if outcome.changedMeanwhile > 0 {
      context.note("\(outcome.changedMeanwhile) changed meanwhile and stay until the next run")
    }
    let mebibytes = (free: outcome.space.free >> 20, size: outcome.space.size >> 20)
    if !outcome.isDryRun, mebibytes.free > 0 {
      context.note("\(mebibytes.free) of the file's \(mebibytes.size) MiB are free for what comes")
    }
  }

  private func heldWords(_ count: Int) -> String {
    "\(counted(count, "conversation")) old enough \(count == 1 ? "stays" : "stay"): a message or a push is not finished"
  }

  /// `3 conversations and 2 log entries`
  private func words(_ counts: PruneCounts) -> String {
    var parts: [String] = []
    func add(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { parts.append("\(count) \(count == 1 ? one : many)") }
    }
    add(counts.conversations, "conversation", "conversations")
    add(counts.tickets, "ticket", "tickets")
    add(counts.outbox, "outbox message", "outbox messages")
    add(counts.log, "log entry", "log entries")
    if parts.isEmpty { add(counts.events, "remembered event", "remembered events") }
    guard let last = parts.popLast() else { return "nothing" }
    return parts.isEmpty ? last : "\(parts.joined(separator: ", ")) and \(last)"
  }
}
