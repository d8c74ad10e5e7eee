import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let ticket = Option<Int64>("ticket", "ID", .id, required: true, help: "The ticket to apply it to")
private let preview = Flag("preview", help: "The same as --dry-run")

let macroApplyCommand = Command(
  CommandSpec(
    ["macro", "apply"], summary: "Apply a macro to a ticket, or preview it",
    discussion: [
      "A macro is applied as one update, as if the agent had made all its changes: the triggers run once. With --preview, nothing is changed and nothing is sent."
    ],
    operands: [macroNoun.operand], options: [ticket, preview],
    examples: [
      Example(
        command: "sessionctl macro apply Goodbye --ticket 1001 --preview",
        explanation: "What it would write and change"),
      Example(command: "sessionctl macro apply Goodbye --ticket 1001", explanation: "Do it"),
    ],
    exitNotes: [
      ExitNote(.no, "There is no such macro or ticket, the macro is not active, or the ticket is closed"),
      ExitNote(.notPermitted, "The macro is for other agents"),
    ]),
  prints: MacroApplyDocument.schema.schema
) { context in
  let arguments = context.arguments
  let isPreview = arguments[preview] || context.isRehearsal
  let open = try context.open(readOnly: isPreview)
  let id = arguments[required: ticket]
  var applied: Macro?
  func request(_ reader: StoreReader) throws -> UpdateRequest {
    let actor = try open.actor(reader)
    guard try reader.ticket(id: id) != nil else { throw try Failure.noTicket(id, reader) }
    let macro = try macroNoun.applicable(arguments[required: macroNoun.operand], by: actor, reader)
    applied = macro
    let compiled = try macroNoun.compiled(macro, by: actor, reader, open)
    var selection = Selection()
    selection.ticketIDs = [id]
    var request = UpdateRequest(
      .tickets, selection,
      Update(actor: .user(id: actor.id), via: .api, at: open.now, steps: [.macro(compiled)]),
      policy: try reader.updatePolicy())
    request.viaFollowsSession = true
    return request
  }
  let summary =
    try isPreview
    ? open.store.plan { try request($0) }
    : open.store.run(
      log: { request, _ in
        open.entry(by: request.update.actor, "applied macro \(applied?.title ?? "") to ticket \(id)")
      }, { try request($0) })
  if summary.failed > 0 {
    try open.store.forEachUpdateItem { item in if let refusal = item.refusal { throw refusal } }
  }
  if context.isSilent && !isPreview { return }
  let events = try open.store.read { try $0.lastRunEvents() } ?? Array("[]".utf8)
  let row = (macro: applied, ticketID: id, isPreview: isPreview, summary: summary, events: events)
  guard context.format == .table, !arguments.wasGiven(GlobalOptions.fields) else {
    return try context.show(MacroApplyDocument.schema, row, open.clock)
  }
  for sentence in summary.leftRouting.sentences { context.note(sentence) }
  // People read what happens as the history will tell it.
  try context.show(MacroApplyDocument.brief, row, open.clock)
  let lines = TerminalWriter(sink: context.output, terminal: context.outputTerminal)
  lines.line()
  try open.store.read { reader in
    var names = ActorNames(reader)
    for event in try JSONValue.parse(events).array ?? [] {
      let rule = HistoryDocument.rule(event).map { " (by \($0))" } ?? ""
      lines.line("\(try HistoryDocument.sentence(event, &names))\(rule)")
    }
  }
}

private enum MacroApplyDocument {
  typealias Row = (macro: Macro?, ticketID: Int64, isPreview: Bool, summary: UpdateSummary, events: [UInt8])

  private static let head: [RowColumn<Row>] =
    [
      RowColumn("macro_id", .identifier) { $0.macro?.id }, RowColumn("title", .text) { $0.macro?.title },
      RowColumn("ticket_id", .identifier) { $0.ticketID }, RowColumn("preview", .bool) { $0.isPreview },
    ] + EffectsDocument.sent.within(\.summary) + [EffectsDocument.leftRouting.within(\.summary.leftRouting)]
  static let schema = RowSchema(
    single: "macro-apply", head + [RowColumn("changes", .json) { $0.events }])
  static let brief = RowSchema(single: "macro-apply", head)
}

extension RuleNoun<Macro> {
  /// The macro that a word names, if this person may apply it.
  func applicable(_ word: String, by actor: Person, _ reader: StoreReader) throws -> Macro {
    let macro = try find(word, reader).rule
    guard macro.active else {
      throw Failure.refused(
        "macro \(macro.id) '\(macro.title)' is not active; an admin can enable it with 'sessionctl macro enable \(macro.id)'"
      )
    }
    guard macro.restriction.allows(actor, groups: Set(try reader.groupIDs(of: actor))) else {
      throw Failure.notPermitted(
        "macro \(macro.id) '\(macro.title)' is not for \(actor.displayName): it is restricted to other agents"
      )
    }
    return macro
  }

  func compiled(
    _ macro: Macro, by actor: Person, _ reader: StoreReader, _ open: OpenStore
  ) throws -> CompiledMacro {
    do {
      return try reader.compiled(macro, by: actor, via: .api, at: open.now)
    } catch let problem as RuleProblem {
      let message = "macro \(macro.id) '\(macro.title)' can't be applied: \(problem.advised)"
      switch problem.code {
      case "feature", "plan": throw Failure.notPermitted(message)
      default: throw Failure.refused(message)
      }
    }
  }
}
