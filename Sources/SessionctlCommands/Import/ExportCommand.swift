import CivilTime
import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine
import StoreExchange
import WireFormat

private let type = Option<String>(
  "type", "TYPE", .oneOf(ExportedKind.all.map(\.kind.rawValue)), help: "Only objects of this type")

/// In whose words the parts of rules stand.
enum RuleWording {
  static let option = Option<String>(
    "words", "WORDS", .oneOf(["account", "sessionctl"]),
    help: "Write rules in the words of the live account, or in those of sessionctl-rules(5)",
    details: ["The account's words come from `remote learn`; what it has not learned stays as it is."])
}

private let analysis = Option<String>(
  "analysis", "FOLDER", .file,
  help: "Write the months that are over into FOLDER, as tables for Spark, DuckDB and ClickHouse",
  details: [
    "Sessions, tickets, firings of triggers, agents' days and queues' days, one folder per account and month; sessionctl-analysis(7) describes them. Each file is written once and never changes; a further run adds what is new. Nothing is written to standard output."
  ])
private let since = Option<TimeExpression>(
  "since", "TIME", .time, help: "With --analysis: begin with the month of this time, when FOLDER is new")

let exportCommand = Command(
  CommandSpec(
    ["export"], summary: "Write everything as NDJSON, which import reads back without loss",
    discussion: [
      "Each line is one object in the wire format, under its singular key. Its member `sessionctl` holds what only this program knows, such as a ticket's session and routing channel. Imported objects come out word for word, except for what has changed since. If you export, import into a fresh store and export again, you get the same bytes.",
      "The log, the outbox and the counts of conversations that `prune` deleted are not exported. To move a store with what still waits to be sent and all of its reports, use `backup` and `restore`.",
      "After `remote learn`, triggers, macros and queues are written with the live account's own ids for the parts of rules. The record `account` holds what was learned, so that every store can read these rules. `--words sessionctl` writes the words of sessionctl-rules(5) instead.",
    ],
    options: [type, RuleWording.option, analysis, since],
    examples: [
      Example(command: "sessionctl export > everything.ndjson", explanation: "Everything, into a file"),
      Example(
        command: "sessionctl export --analysis lake",
        explanation: "What is new of the months that are over, for an engine that reads many accounts"),
    ])
) { context in
  let arguments = context.arguments
  if let folder = arguments[analysis] { return try exportAnalysis(to: folder, context) }
  guard arguments[since] == nil else {
    throw CommandTable.toolkit.usageError("--since needs --analysis", in: context.spec)
  }
  let refused: [any OptionDeclaring] = [GlobalOptions.fields, GlobalOptions.noHeaders]
  if let extra = refused.first(where: { arguments.wasGiven($0.spec) }) {
    throw CommandTable.toolkit.usageError(
      "\(extra.spec.spelling) makes no sense for 'export', which writes whole objects", in: context.spec)
  }
  if arguments.wasGiven(GlobalOptions.format), context.format != .ndjson {
    throw CommandTable.toolkit.usageError("'export' writes ndjson only", in: context.spec)
  }
  let open = try context.open(readOnly: true)
  let only = context.arguments[type].flatMap(WireKind.init(rawValue:))
  try open.store.read { reader in
    let progress = context.progress("exporting", .counted { try? reader.exportLineCount(only) })
    defer { progress.finish() }
    let words =
      arguments[RuleWording.option] == "sessionctl" ? AccountWords([]) : try reader.accountWords()
    try reader.forEachExportLine(only, words: words) { line in
      try context.output.write(line)
      try context.output.write("\n")
      progress.advance(by: 1)
    }
  }
}

private func exportAnalysis(to folder: String, _ context: CommandContext) throws {
  let arguments = context.arguments
  let refused: [any OptionDeclaring] = [
    type, RuleWording.option, GlobalOptions.output, GlobalOptions.fields, GlobalOptions.noHeaders,
    GlobalOptions.format,
  ]
  if let extra = refused.first(where: { arguments.wasGiven($0.spec) }) {
    throw CommandTable.toolkit.usageError(
      "\(extra.spec.spelling) makes no sense with --analysis, which writes files into its folder",
      in: context.spec)
  }
  let open = try context.open(readOnly: true, cacheMiB: 32)
  let first = try arguments[since]?.resolve(now: open.now, zone: open.zone)
  try AnalysisRun(open, folder: folder, since: first).run()
}
