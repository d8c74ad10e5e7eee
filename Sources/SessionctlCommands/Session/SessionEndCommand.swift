import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let sessionIDs = Operand<Int64>("ID", .id, .repeating, help: "Sessions to end, by id")
private let reason = Option<EndReason>(
  "reason", "REASON", .vocabulary(EndReason.choosable), default: EndReason.agentEnded.word,
  help: "What to record as the reason",
  details: [
    "A nightly sweep uses inactivity_ended, so that rules on 'ended by agent', a survey say, don't write to thousands of customers."
  ])
private let routingChannel = Option<RoutingOverride>(
  "routing-channel", "CHANNEL", .vocabulary(),
  help: "Override the setting routing.ended_sessions_as_email for this run")
private let macro = Option<String>(
  "macro", "MACRO", .nonEmptyText, completion: .stored("macro"),
  help: "Apply this macro before each end, in the same update: its message still goes out",
  details: [
    "Once per session, and not to one that has ended before. Customers get its text in their language where there is a macro `NAME (xx)` for it."
  ])
private let note = Option<String>("note", "TEXT", .nonEmptyText, help: "Add an internal note to each ticket")
private let limit = Option<Int>(
  "limit", "N", .nonNegativeInteger, help: "End at most that many, those idle longest first")
private let maximum = Option<Int>(
  "max", "N", .nonNegativeInteger, help: "A fuse: if more sessions match, end none and exit with 1")
private let evenIfStalled = Flag(
  "even-if-stalled", help: "End idle sessions even if none at all has been active within --idle-for",
  details: ["Normally that means that the feed which fills the store has stopped, and nothing is ended."])
private let dryRun = Flag("dry-run", help: "Show exactly what would happen, and change nothing")
private let yes = Flag("yes", help: "Do not ask; required for more than one session when not on a terminal")

let sessionEndCommand = Command.answering(
  CommandSpec(
    ["session", "end"], summary: "End sessions, one or a hundred thousand",
    discussion: [
      "Ends the sessions that are named or selected, in one transaction: either all of it is stored, or nothing. Every selected session is tried and reported; one that can't be ended is left out, and the exit status is then 1. A session that has ended before is reported as already_ended, and its reason, actor and moment stay.",
      "The ticket lives on: its status, assignee, group, priority and tags stay. Its routing channel becomes email, unless the setting `routing.ended_sessions_as_email` or `--routing-channel` says otherwise. Where it becomes email, an unassigned ticket is matched to the queues again. A ticket whose routing channel stays messaging can't be routed any more; the run says how many tickets are in no queue any more, and why. The customer is not notified.",
      "On a terminal more than one session is confirmed first; elsewhere `--yes` is required.",
    ],
    operands: [sessionIDs],
    options: [reason, routingChannel, macro, note, limit, maximum, evenIfStalled, dryRun, yes]
      + SelectionOptions.forSessions,
    examples: [
      Example(
        command: "sessionctl session end --idle-for 4h --dry-run",
        explanation: "Show what ending the sessions that are idle for four hours would do"),
      Example(
        command: "sessionctl session end --idle-for 24h --reason inactivity_ended --max 5000 --yes --quiet",
        explanation:
          "A nightly sweep: silent unless something failed, and nothing ends if more than 5000 match"),
    ],
    exitNotes: [
      ExitNote(
        .no,
        "Some sessions could not be ended, or a fuse (--max, --idle-for on a dead feed) kept all as they are"),
      ExitNote(.notPermitted, "Ending sessions is switched off, or you may not"),
    ]),
  prints: SessionEndDocument.schema
) { context in
  try SessionEnd(context).run()
}

/// One run of `session end`.
private struct SessionEnd {
  private let context: CommandContext
  private let arguments: ParsedArguments
  private let selectionRequest: SelectionRequest
  private let isDryRun: Bool

  init(_ context: CommandContext) {
    self.context = context
    arguments = context.arguments
    selectionRequest = SelectionRequest(context, ids: context.arguments[all: sessionIDs])
    isDryRun = arguments[dryRun]
  }

  func run() throws -> ExitCode {
    guard selectionRequest.isGiven else {
      throw CommandTable.toolkit.usageError(
        "'session end' needs to know which sessions: name ids, give a selection such as --idle-for 4h, or --all",
        in: context.spec)
    }
    // Read before the store is opened: a slow pipe must not hold a transaction.
    let ids = try selectionRequest.readIDs()
    let open = try context.open(readOnly: isDryRun, cacheMiB: 96)
    do {
      return try run(ids, open)
    } catch let fuse as BlownFuse {
      throw Failure(fuse, zone: open.zone)
    }
  }

  private func run(_ ids: [Int64]?, _ open: OpenStore) throws -> ExitCode {
    if isDryRun { return try report(plan(ids, open), open) }
    var hasConsent = false
    if needsConsent(ids) {
      guard try confirm(ids, open) else {
        context.messages.line("nothing was ended")
        return .no
      }
      hasConsent = true
    }
    let progress = context.progress("ending")
    let summary = try open.store.run(
      progress: { progress.reach($0, of: $1) },
      log: { request, summary in
        open.entry(
          by: request.update.actor, "ended \(summary.ended) of \(summary.matched) sessions\(wording)")
      },
      { reader in
        var request = try makeRequest(reader, ids, open)
        request.onlyCounted = hasConsent
        return request
      })
    progress.finish()
    return try report(summary, open)
  }

  /// Everything that the run relies on, read in the transaction that does it.
  private func makeRequest(_ reader: StoreReader, _ ids: [Int64]?, _ open: OpenStore) throws -> UpdateRequest
  {
    let actor = try open.actor(reader)
    let policy = try reader.updatePolicy()
    guard policy.canEndSessions else { throw UpdateRefusal.featureOff }
    let clock = try open.clockNow(reader)
    var selection = try selectionRequest.resolve(reader, clock, ids: ids)
    // Named sessions may have ended before, which is reported; a filter is about active ones.
    if !selectionRequest.namesSessions { selection.state = .active }
    var steps: [Update.Step] = []
    if let word = arguments[macro] {
      let named = try macroNoun.applicable(word, by: actor, reader)
      var compiled = try macroNoun.compiled(named, by: actor, reader, open)
      compiled.endsSession = true
      steps.append(.macro(compiled))
    }
    steps.append(.endSession(arguments[reason] ?? .agentEnded, routing: arguments[routingChannel]))
    if let text = arguments[note] { steps.append(.noteOnEnd(text)) }
    var fuses = UpdateRequest.Fuses(max: arguments[maximum])
    if !arguments[evenIfStalled] { fuses.feedMustReach = selection.idleSince }
    return UpdateRequest(
      .sessions, selection, Update(actor: .user(id: actor.id), via: .api, at: clock.now, steps: steps),
      policy: policy, limit: arguments[limit], fuses: fuses)
  }

  private func plan(_ ids: [Int64]?, _ open: OpenStore) throws -> UpdateSummary {
    let progress = context.progress("planning")
    defer { progress.finish() }
    return try open.store.plan(progress: { progress.reach($0, of: $1) }) { try makeRequest($0, ids, open) }
  }

  // MARK: Consent

  /// One named session needs no question; everything else does.
  private func needsConsent(_ ids: [Int64]?) -> Bool {
    if arguments[yes] { return false }
    return selectionRequest.namedCount(ids) != 1
  }

  private func confirm(_ ids: [Int64]?, _ open: OpenStore) throws -> Bool {
    let terminals = context.world.terminals
    let summary = try plan(ids, open)
    // One session needs no consent, and none is nothing to do.
    guard summary.ended > 1 else { return true }
    guard terminals.inputIsTerminal && context.messages.terminal.isTerminal else {
      throw Failure.usage(
        "this would end \(summary.ended) sessions; give --yes to do it, or --dry-run to look first")
    }
    context.messages.prompt(
      "End \(counted(summary.ended, "session"))\(wording) (\(effects(summary)))? [y/N] "
    )
    return try Answer.isYes(context.world.input)
  }

  // MARK: Reporting

  private func report(_ summary: UpdateSummary, _ open: OpenStore) throws -> ExitCode {
    let document = try context.document(SessionEndDocument.schema, open.clock)
    // A silent sweep speaks up only when something failed.
    let isSilent = context.isQuiet && !isDryRun && summary.failed == 0
    if context.wantsDocument {
      try document.begin(head: SessionEndDocument.head(summary, dryRun: isDryRun))
      try open.store.forEachUpdateItem { try document.row(SessionEndDocument.cells($0)) }
      try document.finish()
    } else if !isSilent {
      if summary.failed > 0 { try context.tellFailures(open) }
      try context.output.write(line(summary) + "\n")
    }
    return summary.failed > 0 ? .no : .done
  }

  /// `0 e-mails, 0 surveys, 0 webhooks`
  private func effects(_ summary: UpdateSummary) -> String {
    [
      counted(summary.emails, "e-mail"), counted(summary.surveys, "survey"),
      counted(summary.webhooks, "webhook"),
    ]
    .joined(separator: ", ") + (summary.messages > 0 ? ", \(counted(summary.messages, "message"))" : "")
  }

  private func line(_ summary: UpdateSummary) -> String {
    var line = isDryRun ? "would end" : "ended"
    line +=
      " \(summary.ended) of \(summary.matched)\(wording) (\(counted(summary.emails, "e-mail")), \(counted(summary.surveys, "survey")))"
    if summary.webhooks > 0 { line += ", \(counted(summary.webhooks, "webhook"))" }
    if summary.messages > 0 { line += ", \(counted(summary.messages, "message"))" }
    if summary.alreadyEnded > 0 { line += ", \(summary.alreadyEnded) had ended before" }
    if summary.failed > 0 { line += ", \(summary.failed) failed" }
    return ([line] + summary.leftRouting.sentences).joined(separator: "\n")
  }

  /// ` idle ≥ 4h`
  private var wording: String {
    arguments[SelectionOptions.idleFor].map { " idle ≥ \($0.text)" } ?? ""
  }
}
