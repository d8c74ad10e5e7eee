import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let file = Operand<String>(
  "FILE", .file, help: "NDJSON, one event per line; '-' is standard input")
private let keepGoing = Flag(
  "keep-going", help: "Ingest the other events if one is wrong; the exit status is then 1")

let conversationIngestCommand = Command.answering(
  CommandSpec(
    ["conversation", "ingest"], summary: "Ingest the events of many conversations",
    discussion: [
      "Each line is an event: `{\"event_id\", \"type\": start|say|handoff|end, \"at\", \"conversation\", \"user\", \"user_name\", \"user_email\", \"channel\", \"from\", \"message\", \"group\", \"agent\", \"queue\"}`. `conversation` and `event_id` are the sender's own names. Each event is ingested only once, so you can send a file again after an interruption. After a session has ended, the same name means the customer's next conversation.",
      "Events are processed in order, a few thousand per transaction. Messages of agents and AI agents in events have already been delivered and do not go to the outbox; what rules send does.",
      "A wrong event stops the run; the events before it stay stored. With `--keep-going` it is skipped.",
    ],
    operands: [file], options: [keepGoing],
    examples: [
      Example(command: "sessionctl conversation ingest events.ndjson", explanation: "A day's events"),
      Example(
        command: "tail -n +1 events.ndjson | sessionctl conversation ingest - --keep-going",
        explanation: "From a pipe, skipping events that are wrong"),
    ],
    exitNotes: [
      ExitNote(.no, "With --keep-going: some events were wrong and were skipped"),
      ExitNote(.badInput, "An event is wrong; the events before it were ingested"),
    ]),
  prints: ingestDocument.schema
) { context in
  let name = context.arguments[required: file]
  let isForgiving = context.arguments[keepGoing]
  let open = try context.open(cacheMiB: 96)
  let actor = try open.store.read { try open.actor($0) }
  let input = try InputFile.open(name, context)
  let records = JSONRecordReader(
    collectionKeys: ["events"], singularKeys: ["event"], read: { try input.readOrFail(into: $0) })
  let progress = context.progress("ingesting \(input.name)", .share { input.share })
  var report = IngestReport()
  var logID: Int64?
  let ingest = EventIngest(open.store, now: open.now)
  var hasMore = true
  while hasMore {
    hasMore = try ingest.takeChunk(
      records, keepGoing: isForgiving, report: &report,
      failed: { failure in
        context.messages.line("sessionctl: \(input.name), \(failure.place): \(failure.reason)", .red)
      },
      log: { report, writer in
        logID = try open.noteStep(
          writer, in: logID, by: actor, "ingested \(counted(report.taken, "event"))")
      })
    progress.reach(report.taken + report.known + report.failed)
  }
  progress.finish()
  if !context.isSilent {
    try context.show(ingestDocument, report, open.clock)
    if !context.wantsDocument { for sentence in report.leftRouting.sentences { context.note(sentence) } }
  }
  if report.redacted > 0 { context.note("skipped \(counted(report.redacted, "event")) of redacted users") }
  if let address = report.sharedAddress, let sentence = try open.store.read({ try $0.sharedAddress(address) })
  {
    context.note(
      report.byShared == 1
        ? sentence : "\(sentence); \(report.byShared) conversations were started with such an address")
  }
  if report.failed > 0 && !isForgiving {
    throw Failure(
      .badInput, "bad_input",
      "\(counted(report.taken, "event")) \(report.taken == 1 ? "was" : "were") ingested before the wrong one; fix it and send the file again, or ingest the rest with --keep-going"
    )
  }
  return report.failed > 0 ? .no : .done
}

private let ingestDocument = RowSchema<IngestReport>(
  single: "conversation-ingest",
  [
    RowColumn("taken", .integer) { $0.taken },
    RowColumn("known", .integer, header: "TAKEN BEFORE") { $0.known },
    RowColumn("failed", .integer) { $0.failed }, RowColumn("started", .integer) { $0.started },
    RowColumn("handed_off", .integer, header: "HANDED OVER") { $0.handedOff },
    RowColumn("ended", .integer) { $0.ended },
    RowColumn("became_unroutable", .integer, inTable: false) { $0.leftRouting.total },
    EffectsDocument.leftRouting.within(\.leftRouting),
  ])
