import CivilTime
import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import StoreReplay

private let named = Operand<String>(
  "TRIGGER", .nonEmptyText, .repeating, completion: .stored("trigger"),
  help: "Only these triggers, by id or title; they need not be active")
private let rulesFile = Option<String>(
  "rules", "FILE", .file, help: "Replay the triggers of this rules file instead of the account's")
private let by = Option<ReplayGrouping>(
  "by", "GROUPING", .word, default: ReplayGrouping.rule.rawValue,
  help: "What each row is about; the group is the one that the ticket had before the update")
private let samples = Option<Int>(
  "samples", "N", .positiveInteger, help: "Show this many of the updates that come out differently")
private let audit = Option<Int64>(
  "audit", "ID", .id,
  help: "Replay one update, condition by condition; audit ids are in `ticket history --json`")

let triggerReplayCommand = Command.answering(
  CommandSpec(
    ["trigger", "replay"], summary: "Try triggers on the updates that really happened",
    discussion: [
      "Takes the updates of a period from the tickets' histories, rebuilds each ticket as it was before each update, and runs the account's active triggers on it. With TRIGGER, those run too even if they are inactive, and only they are counted. With `--rules`, the active triggers of a file run instead. Nothing is changed.",
      "The table shows how often each trigger would have fired, how often it did, and what it would have done. `--json` has the same numbers as they were recorded.",
      "If an update comes out differently, its ticket goes on in the replay as the rules left it. What people did to it later is done again to that ticket. What they could not have done, such as writing in a session that has ended, is counted as impossible.",
      "Some updates cannot be replayed because the history does not say what the ticket was before; they are counted by reason. Messaging triggers are not replayed; what they did is taken from the history. The feature switch, the settings, schedules, memberships and roles are those of the moment, as far as the log tells; for updates before its first entry they are those of now. Times are compared to the second: a change in the same second as an update counts as made before it. What an import changed of people and groups is not in the log. People's languages and addresses are those of now.",
    ],
    operands: [named],
    options: [rulesFile, by, samples, audit] + ReplayPeriod.options + SelectionOptions.forTickets,
    examples: [
      Example(
        command: "sessionctl trigger replay --last 30d",
        explanation: "What would today's triggers have done last month?"),
      Example(
        command: "sessionctl trigger replay 1 --last 7d --samples 5",
        explanation: "Five updates on which one trigger would act differently"),
    ]),
  prints: ReplayDocument.schema.schema, orElse: ReplayedAuditDocument.data.schema
) { context in
  let ofMany: [any OptionDeclaring] = [by, samples] + ReplayPeriod.options + SelectionOptions.forTickets
  if context.arguments.wasGiven(audit),
    let extra = ofMany.first(where: { context.arguments.wasGiven($0.spec) })
  {
    throw CommandTable.toolkit.usageError(
      "\(extra.spec.spelling) makes no sense with --audit, which replays one update", in: context.spec)
  }
  let open = try context.open(readOnly: true, cacheMiB: 96)
  let period = try ReportPeriod(context.arguments, open.clock)
  let file = try context.arguments[rulesFile].map { try RulesFile.read($0, context) }
  let words = context.arguments[all: named]
  return try open.store.read { reader in
    var request = try ReplayRequest.made(of: file, words, reader, open, context)
    (request.from, request.to) = (period.from, period.to)
    request.selection = try SelectionRequest(context).resolve(reader, open.clock, ids: nil)
    request.selection.ticketLink = .any
    request.grouping = context.arguments[by] ?? .rule
    request.samples = context.arguments[samples] ?? 0
    if let id = context.arguments[audit] {
      guard let replayed = try reader.replay(audit: id, request) else {
        throw Failure.notFound("no ticket's history has an audit \(id)")
      }
      return try ReplayedAuditDocument.show(replayed, reader, open, context)
    }
    let progress = context.progress("replaying")
    let report = try reader.replay(request) { progress.reach($0, of: $1) }
    progress.finish()
    let shown = try ReplayDocument.Shown(report, request, reader)
    try ReplayDocument.write(shown, open, context)
    return .done
  }
}

/// Of which time.
enum ReplayPeriod {
  static let options: [any OptionDeclaring] = section(
    "Period",
    [
      Option<TimeExpression>("from", "TIME", .time, help: "Updates at this time or later"),
      Option<TimeExpression>("to", "TIME", .time, help: "Updates before this time"),
      Option<TimeSpan>("last", "DURATION", .timeSpan, help: "Updates within this time until now: 30d, 24h"),
      Option<TimePeriod>(
        "during", "PERIOD", .period,
        help: "Updates in this day, week, month or year: yesterday, last-week, this-month, 2026-11, 2026-W47"),
    ])
}

extension ReplayRequest {
  /// The triggers of a file or of the account, with those that are named.
  static func made(
    of file: RulesFile?, _ words: [String], _ reader: StoreReader, _ open: OpenStore,
    _ context: CommandContext
  ) throws -> ReplayRequest {
    let all =
      try file.map { try $0.inOurWords(reader.accountWords()).triggers(reader) }
      ?? reader.rules(Trigger.self).map(\.rule)
    let things = NamedThings(all, "trigger", id: { String($0.id) }, name: \.title)
    let asked = try words.map { try things.find($0).id }
    let run = all.filter { $0.active || asked.contains($0.id) }
    let compiler = RuleCompiler(try reader.ruleEnvironment(at: open.now))
    for trigger in run {
      guard let problem = compiler.problems(of: trigger).first else { continue }
      context.warn("trigger '\(trigger.title)' can't be evaluated and never fires: \(problem.advisedMessage)")
    }
    var request = ReplayRequest(triggers: run, zone: open.zone)
    if !asked.isEmpty { request.asked = Set(asked) }
    return request
  }
}
