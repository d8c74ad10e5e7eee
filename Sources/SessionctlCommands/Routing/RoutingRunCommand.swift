import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let dryRun = Flag("dry-run", help: "Show who would get which ticket, and change nothing")

let routingRunCommand = Command(
  CommandSpec(
    ["routing", "run"], summary: "Assign waiting tickets to agents who have room",
    discussion: [
      "Serves the queues by priority, the standard queue last; within a queue, urgent tickets first, then those that have been eligible longest. Only agents who are online and have room get tickets: those of primary groups first, those of secondary groups while no primary agent is available. The setting `routing.assignment_method` chooses among them. The ticket's group stays.",
      "Each assignment is an update of its own: a new ticket becomes open, the triggers run, and the ticket leaves its queue. A run is one transaction, so two runs at once never assign a ticket twice and never exceed a limit. Run it from cron, every minute.",
    ],
    options: [dryRun],
    examples: [
      Example(command: "sessionctl routing run --dry-run", explanation: "Who would get what now"),
      Example(
        command: "sessionctl routing run --quiet", explanation: "For cron: silent if all is well"),
    ],
    exitNotes: [ExitNote(.no, "There are no queues, because the account's routing mode is messaging")]),
  prints: RoutingRunDocument.schema
) { context in
  let isDryRun = context.arguments[dryRun]
  let open = try context.open(readOnly: isDryRun, cacheMiB: 96)
  let progress = context.progress("assigning")
  var actor: Person?
  let log: (RoutingSummary) -> LogEntry = { summary in
    let text = "assigned \(counted(summary.assignments.count, "ticket"))"
    return actor.map { open.entry(by: $0, text) } ?? open.entry(by: .system, text)
  }
  let summary = try open.store.route(
    progress: { progress.reach($0, of: $1) }, log: isDryRun ? nil : log
  ) { reader in
    actor = try open.actor(reader)
    try reader.requireQueues()
    return try open.clockNow(reader).now
  }
  progress.finish()
  if context.wantsDocument {
    let document = try context.document(RoutingRunDocument.schema, open.clock)
    try document.begin(head: RoutingRunDocument.head(summary, dryRun: isDryRun))
    for assignment in summary.assignments { try document.row(RoutingRunDocument.cells(assignment)) }
    try document.finish()
    return
  }
  if !context.isQuiet || isDryRun {
    let count = summary.assignments.count
    try context.output.write(
      "\(isDryRun ? "would assign" : "assigned") \(count) of \(counted(summary.waiting, "waiting ticket"))\n")
    for sentence in summary.update.leftRouting.sentences { context.note(sentence) }
    if count == 0 && summary.waiting > 0 {
      context.note(
        "nobody who could take one is online and has room; see 'sessionctl routing explain TICKET'")
    }
  }
}

/// What `routing run` reports of a run or a dry run.
private enum RoutingRunDocument {
  static let schema = DocumentSchema(
    run: "routing-run", head: head,
    [
      Column("ticket_id", .identifier, header: "TICKET"),
      Column(
        "queue", .object([Column("id", .identifier, inTable: false), Column("name", .text, header: "QUEUE")])),
      Column("agent_id", .identifier, inTable: false), Column("agent_name", .text, header: "AGENT"),
      Column("routing_channel", .token, header: "ROUTED AS"),
      Column("triggers_fired", .json, inTable: false),
    ])

  private static let head: [Column] = [
    Column("dry_run", .bool), Column("waiting", .integer), Column("assigned", .integer),
    Column("effects", .object(EffectsDocument.columns)),
  ]

  static func head(_ summary: RoutingSummary, dryRun: Bool) -> [Cell] {
    func number(_ value: Int) -> Cell { .integer(Int64(value)) }
    return [
      .bool(dryRun), number(summary.waiting), number(summary.assignments.count),
      EffectsDocument.cell(summary.update),
    ]
  }

  static func cells(_ assignment: Assignment) -> [Cell] {
    [
      .integer(assignment.ticketID),
      .object([.text(assignment.queue.id), .text(assignment.queue.name)]),
      .integer(assignment.agentID), .text(assignment.agentName), .token(assignment.routingChannel.word),
      .json(assignment.item?.triggersFired ?? Array("[]".utf8)),
    ]
  }
}
