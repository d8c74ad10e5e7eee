import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

/// What an agent writes to a ticket, whoever reads it.
enum TicketTalk {
  static let exitNotes = [
    ExitNote(.no, "There is no such ticket, or it is closed"),
    ExitNote(.notPermitted, "The channel is off, or you may not write"),
  ]

  /// Has the text that `--message` gives written, and says what came of it.
  ///
  /// - Parameter told: the log's words, as in `replied to ticket`
  static func run(_ context: CommandContext, told: String, _ step: (String) -> Update.Step) throws {
    let id = context.arguments[required: ticketOperand]
    let text = try context.message(messageOption)
    let open = try context.open()
    let summary = try updateTicket(id, open, told: "\(told) \(id)") { _ in [step(text)] }
    if context.wantsDocument {
      try open.store.read { try showTicket(id, context, open, $0) }
    } else {
      let way = summary.emails > 0 ? " (1 e-mail)" : summary.messages > 0 ? " (1 message)" : ""
      context.note("\(told) \(id)\(way)")
      for sentence in summary.leftRouting.sentences { context.note(sentence) }
    }
  }
}
