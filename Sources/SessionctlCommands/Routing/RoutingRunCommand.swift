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
  prints: RoutingRunDocument.schema.schema
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
    return try context.tell(
      RoutingRunDocument.schema, RoutingRunDocument.head, of: (summary, isDryRun), summary.assignments,
      open.clock)
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
  static let schema = RowSchema<Assignment>(
    run: "routing-run", head: head,
    [
      RowColumn("ticket_id", .identifier, header: "TICKET") { $0.ticketID },
      RowColumn(
        "queue",
        .object([
          RowColumn("id", .textIdentifier, inTable: false) { $0.id },
          RowColumn("name", .text, header: "QUEUE") { $0.name },
        ])
      ) { $0.queue },
      RowColumn("agent_id", .identifier, inTable: false) { $0.agentID },
      RowColumn("agent_name", .text, header: "AGENT") { $0.agentName },
      RowColumn("routing_channel", .token, header: "ROUTED AS") { $0.routingChannel.word },
      RowColumn("triggers_fired", .json, inTable: false) { $0.item?.triggersFired ?? Array("[]".utf8) },
    ])

  static let head: [RowColumn<(summary: RoutingSummary, isDryRun: Bool)>] = [
    RowColumn("dry_run", .bool) { $0.isDryRun }, RowColumn("waiting", .integer) { $0.summary.waiting },
    RowColumn("assigned", .integer) { $0.summary.assignments.count },
    RowColumn("effects", .object(EffectsDocument.columns)) { $0.summary.update },
  ]
}
