import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

private let sessionIDs = Operand<Int64>("ID", .id, .repeating, help: "Only these sessions, by id")
private let macro = Option<String>(
  "macro", "MACRO", .nonEmptyText, required: true, completion: .stored("macro"),
  help: "The macro whose message is the reminder",
  details: [
    "Only the macro's message is sent; its other actions are left out. Customers get it in their language if there is a macro `NAME (xx)` for it."
  ])
private let again = Option<Int>(
  "again", "N", .nonNegativeInteger, default: "1",
  help: "At most this many reminders in one silence, each at least --idle-for after the one before")
private let limit = Option<Int>(
  "limit", "N", .nonNegativeInteger, help: "Remind at most this many, longest idle first")
private let maximum = Option<Int>(
  "max", "N", .nonNegativeInteger, help: "A fuse: if more sessions match, remind none and exit with 1")
private let evenIfStalled = Flag(
  "even-if-stalled", help: "Remind even if no session at all has been active within --idle-for",
  details: [
    "Without this option nobody is reminded then, because the feed that fills the store has probably stopped."
  ])
private let dryRun = Flag("dry-run", help: "Show exactly what would happen, and change nothing")
private let yes = Flag("yes", help: "Do not ask; required for more than one session when not on a terminal")

let sessionRemindCommand = Command.answering(
  CommandSpec(
    ["session", "remind"], summary: "Remind customers whose session has gone quiet",
    discussion: [
      "Sends a macro's message to each active session that has been idle for `--idle-for`, once per silence; a message from the customer or the agent starts a new silence. A reminder does not count as activity: the session stays as idle as it was, so a sweep with `session end --idle-for` still comes at the same time.",
      "Each reminder is an update of the ticket by whoever runs the command, with a public comment: ticket triggers run, the history shows it, and the message waits in the outbox. A run is one transaction, so two runs at once remind nobody twice.",
      "On a terminal, the command asks before it reminds more than one session; elsewhere `--yes` is required.",
    ],
    operands: [sessionIDs],
    options: [macro, again, limit, maximum, evenIfStalled, dryRun, yes] + SelectionOptions.forReminders,
    examples: [
      Example(
        command: "sessionctl session remind --idle-for 10m --macro 'Notice before the end' --dry-run",
        explanation: "Who would get a reminder after ten minutes?"),
      Example(
        command:
          "sessionctl session remind --idle-for 10m --macro 'Notice before the end' --last-sender agent --yes --quiet",
        explanation: "From cron, every minute: remind customers who have not answered an agent"),
    ],
    exitNotes: [
      ExitNote(
        .no,
        "Some sessions could not be reminded, the macro writes nothing to customers, or a fuse stopped the run: --max, or a feed that has stopped"
      )
    ]),
  prints: SessionRemindDocument.schema.schema
) { context in
  try SessionRemind(context).run()
}

/// One run of `session remind`.
private struct SessionRemind {
  private let context: CommandContext
  private let arguments: ParsedArguments
  private let selectionRequest: SelectionRequest
  private let isDryRun: Bool
  private let idle: TimeSpan

  init(_ context: CommandContext) throws {
    self.context = context
    arguments = context.arguments
    selectionRequest = SelectionRequest(context, ids: context.arguments[all: sessionIDs])
    isDryRun = arguments[dryRun]
    guard let idle = arguments[SelectionOptions.idleFor], idle.seconds > 0 else {
      throw CommandTable.toolkit.usageError(
        "'session remind' needs --idle-for, how long a session must have been silent, such as 10m",
        in: context.spec)
    }
    guard arguments[again] ?? 1 > 0 else {
      throw CommandTable.toolkit.usageError("--again takes a number of 1 or more", in: context.spec)
    }
    self.idle = idle
  }

  func run() throws -> ExitCode {
    // Read before the store is opened: a slow pipe must not hold a transaction.
    let ids = try selectionRequest.readIDs()
    let open = try context.open(readOnly: isDryRun, cacheMiB: 96)
    do {
      return try run(ids, open)
    } catch let fuse as BlownFuse {
      throw Failure(fuse, zone: open.zone, nothing: "nobody was reminded")
    }
  }

  private func run(_ ids: [Int64]?, _ open: OpenStore) throws -> ExitCode {
    let run = SessionRun(
      context: context, open: open, isDryRun: isDryRun, doing: "reminding",
      declined: "nobody was reminded", request: { try makeRequest($0, ids, open) },
      logged: { "reminded \($0.changed) of \(total($0)) sessions idle ≥ \(idle.text)" },
      selected: {
        try selectionRequest.words(arguments, open.clockNow($0), namedSessions: Set(ids ?? []).count)
      },
      total: \.changed)
    let needsConsent = !arguments[yes] && selectionRequest.namedCount(ids) != 1
    guard let summary = try run.perform(question: needsConsent ? question : nil) else { return .no }
    return try run.report(
      summary, SessionRemindDocument.schema.schema, head: SessionRemindDocument.head,
      cells: SessionRemindDocument.schema.cells, line: line(summary))
  }

  /// Everything that the run relies on, read in the transaction that does it.
  private func makeRequest(_ reader: StoreReader, _ ids: [Int64]?, _ open: OpenStore) throws -> UpdateRequest
  {
    let actor = try open.actor(reader)
    let clock = try open.clockNow(reader)
    var selection = try selectionRequest.resolve(reader, clock, ids: ids)
    // Of named sessions it is told why they can't be reminded; a filter is about those that can.
    if !selectionRequest.namesSessions { selection.state = .active }
    let named = try macroNoun.applicable(arguments[required: macro], by: actor, reader)
    let compiled = try macroNoun.compiled(named, by: actor, reader, open)
    guard !compiled.comments.isEmpty, compiled.isPublic else {
      throw Failure.refused(
        "macro \(named.id) '\(named.title)' \(compiled.comments.isEmpty ? "writes nothing" : "writes an internal note"), so customers would not be reminded; name one with a public comment"
      )
    }
    var fuses = UpdateRequest.Fuses(max: arguments[maximum])
    if !arguments[evenIfStalled] { fuses.feedMustReach = selection.idleSince }
    var request = UpdateRequest(
      .sessions, selection,
      Update(actor: .user(id: actor.id), via: .api, at: clock.now, steps: [.remind(compiled)]),
      policy: try reader.updatePolicy(), limit: arguments[limit], fuses: fuses)
    request.reminders = UpdateRequest.Reminders(most: arguments[again] ?? 1, apart: idle)
    // It reaches the customer on messaging, as an agent's word does while the session is active.
    request.viaFollowsSession = true
    return request
  }

  private func question(_ summary: UpdateSummary) -> SessionRun.Question? {
    guard summary.changed > 1 else { return nil }
    return .init(
      text: "Remind \(counted(summary.changed, "session")) idle ≥ \(idle.text)?",
      refusal: "this would remind \(summary.changed) sessions")
  }

  // MARK: Reporting

  /// Those who were reminded before in this silence are among those that match.
  private func total(_ summary: UpdateSummary) -> Int { summary.matched + summary.alreadyReminded }

  private func line(_ summary: UpdateSummary) -> String {
    var line = isDryRun ? "would remind" : "reminded"
    line += " \(summary.changed) of \(total(summary)) idle ≥ \(idle.text)"
    if summary.alreadyReminded > 0 { line += ", \(summary.alreadyReminded) had already been reminded" }
    if summary.failed > 0 { line += ", \(summary.failed) failed" }
    let followed = [
      (summary.emails, "e-mail"), (summary.surveys, "survey"), (summary.webhooks, "webhook"),
    ].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    if !followed.isEmpty { line += " (\(followed.joined(separator: ", ")))" }
    return ([line] + summary.leftRouting.sentences).joined(separator: "\n")
  }
}
