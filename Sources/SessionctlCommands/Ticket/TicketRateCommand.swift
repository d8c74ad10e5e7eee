import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

private let score = Operand<String>(
  "SCORE", .oneOf(["good", "bad"]), help: "The customer's answer")
private let comment = Option<String>("comment", "TEXT", .nonEmptyText, help: "The customer's comment on it")

let ticketRateCommand = Command(
  CommandSpec(
    ["ticket", "rate"], summary: "Record a customer's answer to the satisfaction survey",
    discussion: [
      "The answer is the requester's own update of the ticket: the history names them, the triggers run, and the log shows who recorded it. A new answer replaces the one before."
    ],
    operands: [ticketOperand, score], options: [comment],
    examples: [
      Example(
        command: "sessionctl ticket rate 1001 good --comment 'Quick and kind'",
        explanation: "The customer was satisfied")
    ],
    exitNotes: [ExitNote(.no, "There is no such ticket, it has no requester, or it is closed")]),
  prints: TicketDocument.show
) { context in
  let arguments = context.arguments
  let id = arguments[required: ticketOperand]
  let isGood = arguments[required: score] == "good"
  let text = arguments[comment]
  let value: SatisfactionScore =
    switch (isGood, text == nil) {
    case (true, true): .good
    case (true, false): .goodWithComment
    case (false, true): .bad
    case (false, false): .badWithComment
    }
  let open = try context.open()
  let summary = try updateAsRequester(
    id, open, told: "recorded that ticket \(id) was rated \(value.word)", via: .web,
    .rate(value, comment: text))
  if context.wantsDocument {
    try open.store.read { try showTicket(id, context, open, $0) }
  } else {
    context.note("ticket \(id) is rated \(value.word)")
    for sentence in summary.leftRouting.sentences { context.note(sentence) }
  }
}
