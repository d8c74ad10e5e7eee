import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let file = Operand<String>(
  "FILE", .file, help: "NDJSON, an event a line; '-' is standard input")
private let keepGoing = Flag(
  "keep-going", help: "Take the rest when an event is wrong; the exit status is then 1")

let conversationIngestCommand = Command.answering(
  CommandSpec(
    ["conversation", "ingest"], summary: "Take in what happened in many conversations, event by event",
    discussion: [
      "Each line is an event: `{\"event_id\", \"type\": start|say|handoff|end, \"at\", \"conversation\", \"user\", \"user_name\", \"user_email\", \"channel\", \"from\", \"message\", \"group\", \"agent\", \"queue\"}`. `conversation` and `event_id` are the sender's own names: an event is taken once, so that a file can be sent again after an interruption. After the end of a session the same name means the customer's next conversation.",
      "Events are done in their order, a few thousand in one transaction. What agents and AI agents say in events has been delivered already and does not go to the outbox; what rules send does.",
      "An event that can't be taken stops the run: what came before it is stored. With `--keep-going` it is passed over.",
    ],
    operands: [file], options: [keepGoing],
    examples: [
      Example(command: "sessionctl conversation ingest events.ndjson", explanation: "A day's events"),
      Example(
        command: "tail -n +1 events.ndjson | sessionctl conversation ingest - --keep-going",
        explanation: "From a pipe, whatever is wrong in it"),
    ],
    exitNotes: [
      ExitNote(.no, "With --keep-going: some events were wrong, the others were taken"),
      ExitNote(.badInput, "An event is wrong; those before it were taken"),
    ]),
  prints: ingestDocument
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
  var hasMore = true
  while hasMore {
    hasMore = try open.store.ingest(
      records, now: open.now, keepGoing: isForgiving, report: &report,
      failed: { failure in
        context.messages.line("sessionctl: \(input.name), \(failure.place): \(failure.reason)", .red)
      },
      log: { report, writer in
        let summary = "ingested \(report.taken) events"
        if let logID {
          try writer.amendLog(logID, summary: summary)
        } else {
          logID = try writer.log(open.entry(by: actor, summary))
        }
      })
    progress.reach(report.taken + report.known + report.failed)
  }
  progress.finish()
  if !context.isSilent {
    try context.document(ingestDocument, open.clock).single(cells(report))
    if !context.wantsDocument { for sentence in report.leftRouting.sentences { context.note(sentence) } }
  }
  if let address = report.sharedAddress, let sentence = try open.store.read({ try $0.sharedAddress(address) })
  {
    context.note(
      report.byShared == 1
        ? sentence : "\(sentence); \(report.byShared) conversations began by such an address")
  }
  if report.failed > 0 && !isForgiving {
    throw Failure(
      .badInput, "bad_input",
      "\(report.taken) events were taken before the wrong one; mend it and send the file again, or take the rest with --keep-going"
    )
  }
  return report.failed > 0 ? .no : .done
}

private let ingestDocument = DocumentSchema(
  single: "conversation-ingest",
  [
    Column("taken", .integer), Column("known", .integer, header: "TAKEN BEFORE"), Column("failed", .integer),
    Column("started", .integer), Column("handed_off", .integer, header: "HANDED OVER"),
    Column("ended", .integer), Column("became_unroutable", .integer, inTable: false),
    EffectsDocument.leftRouting,
  ])

private func cells(_ report: IngestReport) -> [Cell] {
  [report.taken, report.known, report.failed, report.started, report.handedOff, report.ended]
    .map { .integer(Int64($0)) } + [
      .integer(Int64(report.leftRouting.total)), EffectsDocument.cell(report.leftRouting),
    ]
}
