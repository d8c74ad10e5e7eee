import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import WireFormat

private let ticket = Option<Int64>("ticket", "ID", .id, required: true, help: "The ticket to try it on")
private let event = Option<TrialEvent>(
  "event", "EVENT", .word, default: TrialEvent.updated.rawValue,
  help: "What to suppose to happen to the ticket")

let triggerTestCommand = Command.answering(
  CommandSpec(
    ["trigger", "test"], summary: "Try a trigger on a ticket: which condition holds",
    discussion: [
      "Shows each condition with the ticket's actual value. Nothing is changed, and nothing fires. `--event session-ended` supposes that an agent ends the session now."
    ],
    operands: [triggers.operand], options: [ticket, event],
    examples: [
      Example(
        command: "sessionctl trigger test 'Survey on end' --ticket 1001 --event session-ended",
        explanation: "Would it fire if the session ended now?")
    ],
    exitNotes: [ExitNote(.no, "It is not met")]),
  prints: TrialDocument.schema
) { context in
  let id = context.arguments[required: ticket]
  let open = try context.open(readOnly: true)
  return try open.store.read { reader in
    let actor = try open.actor(reader)
    let trigger = try triggers.find(context.arguments[required: triggers.operand], reader).rule
    let trial = try reader.trial(
      of: trigger, ticketID: id, event: context.arguments[event] ?? .updated, by: actor, at: open.now)
    guard let trial else { throw Failure.noTicket(id) }
    if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try writeTable(trial, trigger, context, open.clock)
    } else {
      try context.document(TrialDocument.schema, open.clock).single(
        TrialDocument.cells(trial, trigger, ticketID: id))
    }
    return trial.isMet ? .done : .no
  }
}

/// A line a condition, and the answer on standard error.
private func writeTable(_ trial: RuleTrial, _ trigger: Trigger, _ context: CommandContext, _ clock: RunClock)
  throws
{
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
        .text(tried.problem?.message ?? (tried.holds == true ? "yes" : "no")),
      ]
    }
  }
  let document = try context.document(schema, clock)
  try document.begin(count: nil)
  for row in rows(trial.all, "all") + rows(trial.any, "any") { try document.row(row) }
  try document.finish()
  context.note("trigger \(trigger.id) '\(trigger.title)' is \(trial.isMet ? "" : "not ")met")
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
    ])

  static func cells(_ trial: RuleTrial, _ trigger: Trigger, ticketID: Int64) -> [Cell] {
    func list(_ conditions: [RuleTrial.Condition]) -> Cell {
      .list(
        conditions.map { tried in
          .object([
            .text(tried.condition.field), .text(tried.condition.operatorWord),
            .json(Array(tried.condition.value.text.utf8)), .text(tried.actual),
            tried.holds.map(Cell.bool) ?? .null, .text(tried.problem?.message),
          ])
        })
    }
    return [
      .integer(trigger.id), .integer(ticketID), .bool(trial.isMet), list(trial.all), list(trial.any),
      .json(Array(WireRule.json(trigger.actions).text.utf8)),
    ]
  }
}
