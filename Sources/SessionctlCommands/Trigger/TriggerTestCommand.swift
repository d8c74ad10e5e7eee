import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

private let ticket = Option<Int64>("ticket", "ID", .id, required: true, help: "The ticket to try it on")
private let event = Option<TrialEvent>(
  "event", "EVENT", .word, default: TrialEvent.updated.rawValue,
  help: "What to suppose to happen to the ticket")
private let comment = Option<String>(
  "comment", "TEXT", .nonEmptyText,
  help: "Suppose that this is said in public: a reply, or the customer's message")
private let via = Option<String>(
  "via", "CHANNEL", .nonEmptyText, help: "Suppose that the update comes in through this channel")
private let reason = Option<EndReason>(
  "reason", "REASON", .vocabulary(), help: "With --event session-ended: why the session ends")

let triggerTestCommand = Command.answering(
  CommandSpec(
    ["trigger", "test"], summary: "Try a trigger on a ticket: which condition holds",
    discussion: [
      "Shows each condition with the ticket's actual value. Nothing is changed, and nothing fires; what other triggers would do first is left out.",
      "What is supposed is what really happens, as far as nothing else is said. `--event updated`: whoever is named by `--as` updates the ticket, an agent through its messaging channel while the session is active; options such as `--status` suppose the changes that `ticket update` would make, and `--comment` a public reply. A customer named by `--as` writes a message, or an e-mail where the session has ended or `--via email` says so. `--event created`: the ticket is created as it is now, by its requester, through its channel, with its first public comment. `--event session-ended`: whoever is named by `--as` ends the session, an agent with the reason agent_ended, the customer with end_user_ended; `--reason` says otherwise.",
      "An update that could not happen, such as a reply where no channel is on, is refused as the update itself would be. Where no trigger would run at all, because the ticket is closed or nothing would change, it is not met.",
    ],
    operands: [triggerNoun.operand],
    options: [ticket, event, comment, via, reason]
      + section("Changes to suppose, as 'ticket update' makes them", TicketChangeOptions.all),
    examples: [
      Example(
        command: "sessionctl trigger test 'Survey on end' --ticket 1001 --event session-ended",
        explanation: "Would it fire if the session ended now?"),
      Example(
        command: "sessionctl trigger test 1 --ticket 1001 --as ana@example.com --status solved",
        explanation: "Would it fire if Ana solved the ticket?"),
    ],
    exitNotes: [ExitNote(.no, "It is not met, or the update could not happen")]),
  prints: TrialDocument.schema
) { context in
  let id = context.arguments[required: ticket]
  let open = try context.open(readOnly: true, actorMayBeAnybody: true)
  return try open.store.read { reader in
    let trigger = try triggerNoun.find(context.arguments[required: triggerNoun.operand], reader).rule
    let trial = try reader.trial(
      of: trigger, ticketID: id, supposing: supposition(context, open, reader), at: open.now)
    guard let trial else { throw Failure.noTicket(id) }
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try writeTable(trial.conditions, context, open.clock)
      if let remark = trial.remark { context.note(remark) }
      context.note("trigger \(trigger.id) '\(trigger.title)' is \(trial.isMet ? "" : "not ")met")
    } else {
      try context.document(TrialDocument.schema, open.clock).single(
        TrialDocument.cells(trial, trigger, ticketID: id))
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
    try refuse([comment], because: "an end comes with no public comment; --note supposes an internal one")
    changes.removeAll { $0.spec.name == TicketChangeOptions.note.spec.name }
  } else {
    try refuse([reason], because: "only --event session-ended has a reason")
  }
  if event != .updated { try refuse(changes, because: "only --event updated supposes changes") }
  if isCustomers {
    try refuse(TicketChangeOptions.all, because: "all that a customer does is to write; see --comment")
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

/// A line a condition.
private func writeTable(_ trial: RuleTrial, _ context: CommandContext, _ clock: RunClock) throws {
  let schema = DocumentSchema(
    "trigger-test",
    [
      Column("list", .token), Column("condition", .text, wraps: true),
      Column("actual", .text, wraps: true),
      Column("holds", .text, styles: ["yes": .green, "no": .red]),
    ])
  func rows(_ conditions: [RuleTrial.Condition], _ list: String) -> [[Cell]] {
    conditions.map { tried in
      [
        .token(list), .text(tried.condition.words), .text(tried.actual),
        .text(tried.problem?.advisedMessage ?? (tried.holds == true ? "yes" : "no")),
      ]
    }
  }
  let document = try context.document(schema, clock)
  try document.begin(count: nil)
  for row in rows(trial.all, "all") + rows(trial.any, "any") { try document.row(row) }
  try document.finish()
}

private enum TrialDocument {
  private static let condition: [Column] = [
    Column("field", .text), Column("operator", .text), Column("value", .json), Column("actual", .text),
    Column("holds", .bool), Column("problem", .text),
  ]
  static let schema = DocumentSchema(
    single: "trigger-test",
    [
      Column("trigger_id", .identifier), Column("ticket_id", .identifier), Column("met", .bool),
      Column("all", .list(.object(condition))), Column("any", .list(.object(condition))),
      Column("actions", .json),
      Column(
        "supposed",
        .object([
          Column("event", .token), Column("author_id", .identifier), Column("author_role", .token),
          Column("channel", .token), Column("comment", .text), Column("comment_is_public", .bool),
          Column("reason", .token),
        ])),
      Column("remark", .text),
    ])

  static func cells(_ trial: TriggerTrial, _ trigger: Trigger, ticketID: Int64) -> [Cell] {
    func list(_ conditions: [RuleTrial.Condition]) -> Cell {
      .list(
        conditions.map { tried in
          .object([
            .text(tried.condition.field), .text(tried.condition.operatorWord),
            .json(Array(tried.condition.value.text.utf8)), .text(tried.actual),
            tried.holds.map(Cell.bool) ?? .null, .text(tried.problem?.advisedMessage),
          ])
        })
    }
    return [
      .integer(trigger.id), .integer(ticketID), .bool(trial.isMet), list(trial.conditions.all),
      list(trial.conditions.any), .json(Array(WireRule.json(trigger.actions).text.utf8)),
      .object([
        .token(trial.kind.rawValue), trial.authorID.map(Cell.integer) ?? .null,
        .token(trial.event.updaterRole.word), .token(trial.event.channel),
        .text(trial.event.comment?.body), trial.event.comment.map { .bool($0.isPublic) } ?? .null,
        trial.reason.map { .token($0.word) } ?? .null,
      ]), .text(trial.remark),
    ]
  }
}
