import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

private let ticket = Option<Int64>("ticket", "ID", .id, required: true, help: "The ticket to test with")
private let event = Option<TrialEvent>(
  "event", "EVENT", .word, default: TrialEvent.updated.rawValue,
  help: "The event to assume")
private let comment = Option<String>(
  "comment", "TEXT", .nonEmptyText,
  help: "Assume this public comment: a reply, or the customer's message")
private let via = Option<String>(
  "via", "CHANNEL", .nonEmptyText, help: "Assume that the update comes in through this channel")
private let reason = Option<EndReason>(
  "reason", "REASON", .vocabulary(), help: "With --event session-ended: why the session ends")

let triggerTestCommand = Command.answering(
  CommandSpec(
    ["trigger", "test"], summary: "Test a trigger on a ticket: which conditions hold",
    discussion: [
      "Shows each condition with the ticket's actual value. Nothing is changed, and nothing fires. The test ignores what other triggers would do first.",
      "Unless you say otherwise, the test assumes what really happens. `--event updated`: the user of `--as` updates the ticket, an agent through its messaging channel while the session is active; options such as `--status` assume the changes that `ticket update` would make, and `--comment` a public reply. A customer in `--as` writes a message, or an e-mail if the session has ended or `--via email` says so. `--event created`: the ticket is created as it is now, by its requester, through its channel, with its first public comment. `--event session-ended`: the user of `--as` ends the session, an agent with the reason agent_ended, the customer with end_user_ended; `--reason` says otherwise.",
      "An update that could not happen, such as a reply when no channel is on, is refused as the real update would be. If no trigger would run at all, because the ticket is closed or nothing would change, the trigger is not met.",
    ],
    operands: [triggerNoun.operand],
    options: [ticket, event, comment, via, reason]
      + section("Changes to assume, as 'ticket update' makes them", TicketChangeOptions.all),
    examples: [
      Example(
        command: "sessionctl trigger test 'Survey on end' --ticket 1001 --event session-ended",
        explanation: "Would it fire if the session ended now?"),
      Example(
        command: "sessionctl trigger test 1 --ticket 1001 --as ana@example.com --status solved",
        explanation: "Would it fire if Ana solved the ticket?"),
    ],
    exitNotes: [ExitNote(.no, "The trigger is not met, or the update could not happen")]),
  prints: TrialDocument.schema.schema
) { context in
  let id = context.arguments[required: ticket]
  let open = try context.open(readOnly: true, actorMayBeAnybody: true)
  return try open.store.read { reader in
    let trigger = try triggerNoun.find(context.arguments[required: triggerNoun.operand], reader).rule
    let trial = try reader.trial(
      of: trigger, ticketID: id, supposing: supposition(context, open, reader), at: open.now)
    guard let trial else { throw try Failure.noTicket(id, reader) }
    var names = ActorNames(reader)
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.write(
        TrialDocument.lines, TrialConditions.Line.lines(NamedTrial(trial.conditions, &names)), open.clock)
      if let remark = trial.remark { context.note(remark) }
      context.note("trigger \(trigger.id) '\(trigger.title)' is \(trial.isMet ? "" : "not ")met")
    } else {
      try context.show(
        TrialDocument.schema,
        TestedTrigger(
          trigger: trigger, ticketID: id, trial: trial, conditions: NamedTrial(trial.conditions, &names)),
        open.clock)
    }
    return trial.isMet ? .done : .no
  }
}

private func supposition(
  _ context: CommandContext, _ open: OpenStore, _ reader: StoreReader
) throws -> Supposition {
  let arguments = context.arguments
  let naming = Naming(reader)
  let event = arguments[event] ?? .updated
  let author = try arguments.wasGiven(RunOptions.actor) ? open.anybody(reader) : nil
  let isCustomers = author?.role == .endUser
  func refuse(_ options: [any OptionDeclaring], because why: String) throws {
    guard let given = options.first(where: { arguments.wasGiven($0) }) else { return }
    throw CommandTable.toolkit.usageError(
      "\(given.spec.spelling) makes no sense here: \(why)", in: context.spec)
  }
  var changes: [any OptionDeclaring] = TicketChangeOptions.all
  if event == .sessionEnded {
    try refuse([comment], because: "an end has no public comment; --note assumes an internal one")
    changes.removeAll { $0.spec.name == TicketChangeOptions.note.spec.name }
  } else {
    try refuse([reason], because: "only --event session-ended has a reason")
  }
  if event != .updated { try refuse(changes, because: "only --event updated assumes changes") }
  if isCustomers {
    try refuse(TicketChangeOptions.all, because: "a customer can only write; see --comment")
  }
  var what = Supposition(event, actor: try author ?? open.actor(reader))
  what.author = author
  what.comment = arguments[comment]
  what.channel = try arguments[via].map { try naming.channel($0) }
  what.reason = arguments[reason]
  what.note = event == .sessionEnded ? arguments[TicketChangeOptions.note] : nil
  what.changes = event == .updated ? try TicketChangeOptions.steps(arguments, naming) : []
  return what
}

/// What a trigger was tried on, and what came of it.
private struct TestedTrigger {
  let trigger: Trigger
  let ticketID: Int64
  let trial: TriggerTrial
  let conditions: NamedTrial
}

private enum TrialDocument {
  static let schema = RowSchema<TestedTrigger>(
    single: "trigger-test",
    [
      RowColumn("trigger_id", .identifier) { $0.trigger.id },
      RowColumn("ticket_id", .identifier) { $0.ticketID },
      RowColumn("met", .bool) { $0.trial.isMet },
      RowColumn("all", .objects(TrialConditions.members)) { $0.conditions.all },
      RowColumn("any", .objects(TrialConditions.members)) { $0.conditions.any },
      RowColumn("actions", .json) { WireRule.json($0.trigger.actions).bytes },
      RowColumn("supposed", .object(supposed)) { $0.trial },
      RowColumn("remark", .text) { $0.trial.remark },
    ])

  private static let supposed: [RowColumn<TriggerTrial>] = [
    RowColumn("event", .token) { $0.kind.rawValue },
    RowColumn("author_id", .identifier) { $0.authorID },
    RowColumn("author_role", .token) { $0.event.updaterRole.word },
    RowColumn("channel", .token) { $0.event.channel },
    RowColumn("comment", .text) { $0.event.comment?.body },
    RowColumn("comment_is_public", .bool) { $0.event.comment?.isPublic },
    RowColumn("reason", .token) { $0.reason?.word },
  ]

  /// For people: a line a condition.
  static let lines = RowSchema("trigger-test", TrialConditions.lines)
}
