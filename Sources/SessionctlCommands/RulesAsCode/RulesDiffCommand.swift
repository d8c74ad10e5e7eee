import CivilTime
import CommandGrammar
import JSONText
import RemoteAccount
import RemotePush
import Rendering
import SessionStore
import StoreEngine
import StoreReplay

private let remote = Flag(
  "remote", help: "Compare with the live account's rules; without FILE, compare this store's own")

private let replay = Option<TimeSpan>(
  "replay", "DURATION", .timeSpan,
  help: "Say of each trigger that differs how often it would have fired within this time, and did: 30d")

let rulesDiffCommand = Command.answering(
  CommandSpec(
    ["rules", "diff"], summary: "Show what a file of rules would change",
    discussion: [
      "Lines with `-` are the account's, lines with `+` the file's. Rules that the file does not have are shown as removed; `rules apply` keeps them unless you give `--prune`.",
      "With `--remote`, the command compares with the live account, whose rules it reads with the account's names and in the words of `remote learn`. It names what the API does not show.",
      "With `--replay`, the file's triggers are tried on the updates that really happened, as by `trigger replay --rules`, which shows more.",
    ],
    operands: [optionalRulesFileOperand], options: [remote, replay],
    examples: [
      Example(command: "sessionctl rules diff rules.json", explanation: "Has anybody changed a rule by hand?")
    ],
    exitNotes: [
      ExitNote(.no, "There is a difference"), ExitNote(.badInput, "The file is wrong"),
    ]), prints: schema
) { context in
  let isRemote = context.arguments[remote]
  let path = context.arguments[optionalRulesFileOperand]
  guard path != nil || isRemote else {
    throw CommandTable.toolkit.usageError("'rules diff' needs a FILE, or --remote", in: context.spec)
  }
  let span = context.arguments[replay]
  if isRemote && span != nil {
    throw Failure.usage("--replay can't be combined with --remote: this store has no firings of there")
  }
  let given = try path.map { try RulesFile.read($0, context) }
  let open = try context.open(readOnly: true)
  let words = try open.store.read { try $0.accountWords() }
  let file = try given?.inOurWords(words) ?? open.store.read { try RulesFile(ofStore: $0) }
  let plans: [KindPlan]
  if isRemote {
    let account = RemoteRuleAccount(try open.remote(["read"]), words: words)
    let plan = try open.store.read { try RemoteRulesPlan(file, account, $0) }
    for sentence in plan.byHand { context.note("not compared: \(sentence)") }
    // What 'remote setup' made is no rule of the file's.
    plans = plan.parts.map { $0.plan.overlooking { $0.title == EndingTrigger.title } }
  } else {
    plans = try open.store.read { try file.plans($0) }
  }
  let firings = try span.map { span in
    try open.store.read { try ReplayedFirings(file, over: span, $0, open, context) }
  }
  if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
    try writeText(plans, file, isRemote ? "the live account" : "the account", context)
    if let firings { firings.tell(plans, context) }
  } else {
    try context.list(schema, plans.flatMap { $0.rows(firings) }, open.clock, emptyNote: "no difference")
  }
  return plans.allSatisfy(\.isEmpty) ? .done : .no
}

private let schema = DocumentSchema(
  "rules-diff",
  [
    Column("kind", .token), Column("title", .text, flexible: true), Column("change", .token),
    Column("before", .json), Column("after", .json), Column("fires", .integer, inTable: false),
    Column("fired", .integer, inTable: false),
  ])

/// How often the file's triggers would have fired on what really happened, and did, by their titles.
private struct ReplayedFirings {
  let counts: [String: ReplayCounts]
  let report: ReplayReport
  let span: TimeSpan

  init(
    _ file: RulesFile, over span: TimeSpan, _ reader: StoreReader, _ open: OpenStore,
    _ context: CommandContext
  ) throws {
    self.span = span
    var request = try ReplayRequest.made(of: file, [], reader, open, context)
    request.from = open.now.advanced(by: -span.seconds)
    let progress = context.progress("replaying")
    report = try reader.replay(request) { progress.reach($0, of: $1) }
    progress.finish()
    var titles: [Int64: String] = [:]
    for stored in try reader.triggers() { titles[stored.rule.id] = stored.rule.title }
    for trigger in request.triggers { titles[trigger.id] = trigger.title }
    var counts: [String: ReplayCounts] = [:]
    for title in titles.values { counts[title] = ReplayCounts() }
    for case (.rule(let id), let count) in report.rows {
      if let title = titles[id] { counts[title] = count }
    }
    self.counts = counts
  }

  /// nil of what is no trigger.
  func counts(of title: String, _ kind: any CodedKind) -> ReplayCounts? {
    kind.key == triggerNoun.coded.key ? counts[title] : nil
  }

  func tell(_ plans: [KindPlan], _ context: CommandContext) {
    for plan in plans {
      for change in plan.changes {
        guard let count = counts(of: change.title, plan.kind) else { continue }
        context.note(
          "trigger '\(change.title)' would have fired \(counted(count.now.fired, "time")) within \(span.text), and fired \(counted(count.then.fired, "time"))"
        )
      }
    }
    for sentence in report.sentences { context.note(sentence) }
  }
}

private func writeText(
  _ plans: [KindPlan], _ file: RulesFile, _ account: String, _ context: CommandContext
) throws {
  guard !plans.allSatisfy(\.isEmpty) else { return context.note("no difference") }
  let writer = DifferenceWriter(context)
  try writer.head(account, file.name)
  for plan in plans {
    for change in plan.changes {
      let (old, new) = change.sides
      try writer.write(
        "\(plan.kind.noun) \(JSONValue.string(change.title).text)", old?.lines ?? [], new?.lines ?? [])
    }
    if let moves = plan.moves { try writer.write("order of \(plan.kind.key)", moves.from, moves.to) }
  }
  try writer.finish()
}

extension KindPlan.Change {
  var title: String { sides.new?.title ?? sides.old?.title ?? "" }

  /// The account's, and the file's.
  var sides: (old: CodedRule?, new: CodedRule?) {
    switch self {
    case .created(let rule): (nil, rule)
    case .changed(_, let from, let to): (from, to)
    case .removed(_, let rule): (rule, nil)
    }
  }

  var word: String {
    switch self {
    case .created: "created"
    case .changed: "changed"
    case .removed: "removed"
    }
  }
}

extension KindPlan {
  fileprivate func rows(_ firings: ReplayedFirings?) -> [[Cell]] {
    func json(_ value: JSONValue?) -> Cell { value.map { .json($0.bytes) } ?? .null }
    func side(_ rule: CodedRule?) -> Cell { json(rule.map { .object($0.content) }) }
    func titles(_ titles: [String]) -> Cell { json(.array(titles.map(JSONValue.string))) }
    func number(_ count: Int?) -> Cell { .integer(count.map(Int64.init)) }
    return changes.map { change in
      let count = firings?.counts(of: change.title, kind)
      return [
        .token(kind.noun.wireWord), .text(change.title), .token(change.word), side(change.sides.old),
        side(change.sides.new), number(count?.now.fired), number(count?.then.fired),
      ]
    }
      + (moves.map {
        [
          [
            .token(kind.noun.wireWord), .null, .token("reordered"), titles($0.from), titles($0.to), .null,
            .null,
          ]
        ]
      } ?? [])
  }
}

extension String {
  /// `messaging trigger` as documents write it.
  var wireWord: String { String(map { $0 == " " ? "_" : $0 }) }
}
