import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let sessionIDs = Operand<Int64>("ID", .id, .repeating, help: "Sessions to end, by id")
private let reason = Option<EndReason>(
  "reason", "REASON", .vocabulary(EndReason.choosable), default: EndReason.agentEnded.word,
  help: "The reason to record",
  details: [
    "A nightly sweep uses inactivity_ended, so that rules on 'ended by agent' (such as a survey) do not write to thousands of customers."
  ])
private let routingChannel = Option<RoutingOverride>(
  "routing-channel", "CHANNEL", .vocabulary(),
  help: "Override the setting routing.ended_sessions_as_email for this run")
private let macro = Option<String>(
  "macro", "MACRO", .nonEmptyText, completion: .stored("macro"),
  help: "Apply this macro before each end, in the same update; its message still goes out",
  details: [
    "The message goes out once per session, and not to one that has already ended. Customers get it in their language if there is a macro `NAME (xx)` for it."
  ])
private let note = Option<String>("note", "TEXT", .nonEmptyText, help: "Add an internal note to each ticket")
private let limit = Option<Int>(
  "limit", "N", .nonNegativeInteger, help: "End at most this many, longest idle first")
private let maximum = Option<Int>(
  "max", "N", .nonNegativeInteger, help: "A fuse: if more sessions match, end none and exit with 1")
private let evenIfStalled = Flag(
  "even-if-stalled", help: "End idle sessions even if no session at all has been active within --idle-for",
  details: [
    "Without this option nothing is ended then, because the feed that fills the store has probably stopped."
  ])
private let dryRun = Flag("dry-run", help: "Show exactly what would happen, and change nothing")
private let planOut = Option<String>(
  "plan-out", "FILE", .file,
  help: "With --dry-run: also write a plan of what would end, to review and then give to --plan")
private let planOption = Option<String>(
  "plan", "FILE", .file, help: "End what this plan says, and nothing else ('-': standard input)",
  details: [
    "Sessions that have changed since the plan was made are left out and named. Nothing is ended if the plan is for another store, if it was changed, or if more would be sent than it says."
  ])
private let strict = Flag(
  "strict", help: "With --plan: end none if any session has changed since")
private let yes = Flag("yes", help: "Do not ask; required for more than one session when not on a terminal")

let sessionEndCommand = Command.answering(
  CommandSpec(
    ["session", "end"], summary: "End sessions, one or a hundred thousand",
    discussion: [
      "Ends the sessions that are named or selected, in one transaction: either everything is stored, or nothing. Every selected session is tried and reported; one that can't be ended is left out, and the exit status is then 1. A session that had already ended is reported as already_ended, and keeps its reason, actor and time.",
      "The ticket lives on: its status, assignee, group, priority and tags stay. Its routing channel becomes email, unless the setting `routing.ended_sessions_as_email` or `--routing-channel` says otherwise. If it becomes email, an unassigned ticket is matched to the queues again. If it stays messaging, the ticket can no longer be routed; the run says how many tickets are no longer in any queue, and why. The customer is not notified.",
      "On a terminal, the command asks before it ends more than one session; elsewhere `--yes` is required.",
      "Use `--plan-out` to write what `--dry-run` shows to a file, let somebody review it, and then end it with `--plan`: see PLANS.",
    ],
    operands: [sessionIDs],
    options: [
      reason, routingChannel, macro, note, limit, maximum, evenIfStalled, dryRun, planOut, planOption, strict,
      yes,
    ] + SelectionOptions.forSessions,
    examples: [
      Example(
        command: "sessionctl session end --idle-for 4h --dry-run",
        explanation: "What would happen if the sessions that have been idle for four hours ended?"),
      Example(
        command: "sessionctl session end --idle-for 24h --reason inactivity_ended --max 5000 --yes --quiet",
        explanation:
          "A nightly sweep: silent unless something failed, and nothing ends if more than 5000 match"),
      Example(
        command: "sessionctl session end --idle-for 4h --dry-run --plan-out plan.ndjson",
        explanation: "Write a plan of what would end, for somebody to review"),
      Example(
        command: "sessionctl session end --plan reviewed.ndjson --yes",
        explanation: "End what was planned, except what has changed since"),
    ],
    exitNotes: [
      ExitNote(
        .no,
        "Some sessions could not be ended, or have changed since they were planned, or a fuse stopped the run: --max, --strict, a feed that has stopped, or more e-mails than the plan says"
      ),
      ExitNote(.badInput, "The file is not a plan, or was changed, or belongs to another store"),
      ExitNote(.notPermitted, "Ending sessions is switched off, or your role does not allow it"),
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

  /// Which sessions are meant.
  private enum Meant {
    /// By the command line; with the ids that it names, nil for none.
    case selected(ids: [Int64]?)
    case planned(EndPlan)
  }

  func run() throws -> ExitCode {
    try checkOptions()
    // Read before the store is opened: a slow pipe must not hold a transaction.
    let meant: Meant =
      if let path = arguments[planOption] {
        .planned(try EndPlanFile.read(path, context))
      } else {
        .selected(ids: try selectionRequest.readIDs())
      }
    let open = try context.open(readOnly: isDryRun, cacheMiB: 96)
    do {
      return try run(meant, open)
    } catch let fuse as BlownFuse {
      throw Failure(fuse, zone: open.zone)
    }
  }

  /// A plan says which sessions are ended and how, so that nothing else may.
  private func checkOptions() throws {
    func usage(_ sentence: String) -> UsageError {
      CommandTable.toolkit.usageError(sentence, in: context.spec)
    }
    guard arguments.wasGiven(planOption) else {
      if arguments[strict] { throw usage("--strict needs a plan; give --plan FILE with it") }
      if arguments.wasGiven(planOut), !isDryRun {
        throw usage("--plan-out writes what a dry run finds; give --dry-run with it")
      }
      guard selectionRequest.isGiven else {
        throw usage(
          "'session end' needs to know which sessions: name ids, give a selection such as --idle-for 4h, or --all"
        )
      }
      return
    }
    if !arguments[all: sessionIDs].isEmpty {
      throw usage("--plan says which sessions are ended; leave out the ids")
    }
    let others: [any OptionDeclaring] =
      [reason, routingChannel, macro, note, limit, evenIfStalled, planOut] + SelectionOptions.forSessions
    if let other = others.first(where: { arguments.wasGiven($0) }) {
      throw usage("--plan says which sessions are ended, and how; leave out \(other.spec.spelling)")
    }
  }

  private func run(_ meant: Meant, _ open: OpenStore) throws -> ExitCode {
    let run = SessionRun(
      context: context, open: open, isDryRun: isDryRun, doing: "ending", declined: "nothing was ended",
      request: { try makeRequest($0, meant, open) },
      logged: { "ended \($0.ended) of \($0.matched) sessions\(wording)" },
      selected: { try selected(meant, $0, open) }, total: \.ended)
    guard let summary = try planned(meant, run) ?? run.perform(question: needsConsent(meant) ? question : nil)
    else { return .no }
    return try run.report(
      summary, SessionEndDocument.schema, head: SessionEndDocument.head, cells: SessionEndDocument.cells,
      line: line(summary))
  }

  // MARK: The request

  /// Everything that the run relies on, read in the transaction that does it.
  private func makeRequest(_ reader: StoreReader, _ meant: Meant, _ open: OpenStore) throws -> UpdateRequest {
    let actor = try open.actor(reader)
    let policy = try reader.updatePolicy()
    guard policy.canEndSessions else { throw UpdateRefusal.featureOff }
    let clock = try open.clockNow(reader)
    var fuses = UpdateRequest.Fuses(max: arguments[maximum])
    let (terms, selection, leftOut): (EndTerms, Selection, [UpdateRequest.LeftOut])
    switch meant {
    case .selected(let ids):
      terms = EndTerms(
        reason: arguments[reason] ?? .agentEnded, routing: arguments[routingChannel],
        macro: arguments[macro], note: arguments[note])
      selection = try self.selection(reader, clock, ids)
      leftOut = []
      if !arguments[evenIfStalled] { fuses.feedMustReach = selection.idleSince }
    case .planned(let plan):
      try plan.check(reader, path: arguments[required: planOption])
      terms = plan.head.terms
      (selection, leftOut) = try plan.standing(reader)
      if arguments[strict] { try refuse(leftOut, of: plan.sessions.count) }
      fuses.following = plan.head.following
      fuses.allOrNone = arguments[strict]
    }
    var request = UpdateRequest(
      .sessions, selection,
      Update(
        actor: .user(id: actor.id), via: .api, at: clock.now,
        steps: try steps(terms, actor, reader, open)),
      policy: policy, limit: arguments[limit], fuses: fuses)
    request.leftOut = leftOut
    return request
  }

  private func selection(_ reader: StoreReader, _ clock: RunClock, _ ids: [Int64]?) throws -> Selection {
    var selection = try selectionRequest.resolve(reader, clock, ids: ids)
    // Named sessions may have ended before, which is reported; a filter is about active ones.
    if !selectionRequest.namesSessions { selection.state = .active }
    return selection
  }

  private func steps(
    _ terms: EndTerms, _ actor: Person, _ reader: StoreReader, _ open: OpenStore
  ) throws -> [Update.Step] {
    var steps: [Update.Step] = []
    if let word = terms.macro {
      let named = try macroNoun.applicable(word, by: actor, reader)
      var compiled = try macroNoun.compiled(named, by: actor, reader, open)
      compiled.endsSession = true
      steps.append(.macro(compiled))
    }
    steps.append(.endSession(terms.reason, routing: terms.routing))
    if let text = terms.note { steps.append(.noteOnEnd(text)) }
    return steps
  }

  /// With `--strict`: names those that are not as they were planned, and ends none.
  private func refuse(_ leftOut: [UpdateRequest.LeftOut], of count: Int) throws {
    if leftOut.isEmpty { return }
    context.tell(leftOut.lazy.map { ($0.sessionID, $0.refusal) })
    throw Failure(BlownFuse.notAll(failed: leftOut.count, of: count), zone: .utc)
  }

  // MARK: Planning

  /// Plans with `--plan-out`, and writes down what would end; nil without.
  private func planned(_ meant: Meant, _ run: SessionRun) throws -> UpdateSummary? {
    guard isDryRun, let path = arguments[planOut], case .selected(let ids) = meant else { return nil }
    // A folder that is not there is told before the work is done.
    let file = try WholeFile(path)
    defer { file.discard() }
    let summary = try run.plan { reader, request, summary in
      let head = try planHead(reader, request, summary, namedSessions: Set(ids ?? []).count, run.open)
      try EndPlanFile.write(head, reader, to: file)
    }
    try file.finish()
    context.note(
      "wrote a plan of \(counted(summary.ended, "session")) to \(path); after its review, end them with 'sessionctl session end --plan'"
    )
    return summary
  }

  private func planHead(
    _ reader: StoreReader, _ request: UpdateRequest, _ summary: UpdateSummary, namedSessions: Int,
    _ open: OpenStore
  ) throws -> EndPlan.Head {
    let actor = try open.actor(reader)
    let applied = try arguments[macro].map { try macroNoun.applicable($0, by: actor, reader) }
    return EndPlan.Head(
      store: try reader.identity(), plannedAt: request.update.at, plannedByID: actor.id,
      plannedByName: actor.displayName,
      selection: try selectionRequest.words(
        arguments, open.clockNow(reader), namedSessions: namedSessions),
      terms: EndTerms(
        reason: arguments[reason] ?? .agentEnded, routing: arguments[routingChannel],
        macro: applied.map { String($0.id) }, note: arguments[note]),
      macroTitle: applied?.title, macroChecksum: try applied.map { try EndPlan.checksum(of: $0, reader) },
      sessions: summary.ended, following: UpdateRequest.Following(summary))
  }

  // MARK: Consent

  /// One named session needs no question; everything else does.
  private func needsConsent(_ meant: Meant) -> Bool {
    if arguments[yes] { return false }
    return switch meant {
    case .selected(let ids): selectionRequest.namedCount(ids) != 1
    case .planned(let plan): plan.sessions.count != 1
    }
  }

  private func question(_ summary: UpdateSummary) -> SessionRun.Question? {
    // One session needs no consent, and none is nothing to do.
    guard summary.ended > 1 else { return nil }
    return .init(
      text: "End \(counted(summary.ended, "session"))\(wording) (\(effects(summary)))?",
      refusal: "this would end \(summary.ended) sessions",
      // Everything that is active is more than a slip of the finger should end.
      typing: arguments[SelectionOptions.all] && !selectionRequest.isNarrowed ? String(summary.ended) : nil)
  }

  /// The selection in words.
  private func selected(_ meant: Meant, _ reader: StoreReader, _ open: OpenStore) throws -> String {
    switch meant {
    case .planned(let plan): return plan.head.selection
    case .selected(let ids):
      let words = try selectionRequest.words(
        arguments, open.clockNow(reader), namedSessions: Set(ids ?? []).count)
      let isAll = arguments[SelectionOptions.all] && !selectionRequest.isNarrowed
      return try isAll ? words + withoutTicketRemark(reader) : words
    }
  }

  /// `--all` is all that have a ticket: says how many active sessions it leaves out.
  private func withoutTicketRemark(_ reader: StoreReader) throws -> String {
    var others = Selection()
    others.state = .active
    others.ticketLink = .without
    let count = try reader.countSessions(others)
    return count == 0
      ? ""
      : ", but for \(counted(count, "session")) that \(count == 1 ? "has" : "have") no ticket yet (--without-ticket)"
  }

  // MARK: Reporting

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
    if summary.alreadyEnded > 0 { line += ", \(summary.alreadyEnded) had already ended" }
    if summary.failed > 0 { line += ", \(summary.failed) failed" }
    return ([line] + summary.leftRouting.sentences).joined(separator: "\n")
  }

  /// ` idle ≥ 4h`
  private var wording: String {
    if arguments.wasGiven(planOption) { return " as planned" }
    return arguments[SelectionOptions.idleFor].map { " idle ≥ \($0.text)" } ?? ""
  }
}
