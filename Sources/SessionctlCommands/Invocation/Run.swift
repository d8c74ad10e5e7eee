import CivilTime
import CommandGrammar
import Rendering
import SessionStore
import StoreEngine

/// Runs one invocation: words → request → command → exit status. Output and errors go to the world.
package func runSessionctl(_ world: World) -> ExitCode {
  if let question = CompletionRequest(world.arguments) { return question.answer(world) }
  switch CommandTable.toolkit.parse(bytes: world.arguments) {
  case .failure(let error): return report(error, world)
  case .success(.version(let globals)):
    return run(CommandSpec(["version"], summary: ""), globals, world, printVersion)
  case .success(.help(let length, let topic, let globals)):
    return run(CommandSpec(["help"], summary: ""), globals, world) { context in
      let width = context.outputTerminal.helpWidth
      try context.output.write(HelpText.text(length, topic, of: CommandTable.toolkit, width: width))
      return .done
    }
  case .success(.run(let spec, let arguments)):
    if let seconds = arguments[GlobalOptions.watch] {
      return run(spec, arguments, world) { try Watch(spec, arguments, world, $0).run(every: seconds) }
    }
    return run(spec, arguments, world, runCommand)
  }
}

let versionDocument = RowSchema<String>(single: "version", [RowColumn("version", .text) { $0 }])

private func printVersion(_ context: CommandContext) throws -> ExitCode {
  if context.format != .table || context.arguments.wasGiven(GlobalOptions.fields) {
    try context.show(versionDocument, CommandTable.version, RunClock(now: context.world.now(), zone: .utc))
  } else {
    try context.output.write("\(CommandTable.toolkit.program) \(CommandTable.version)\n")
  }
  return .done
}

/// Runs what a command line asks for, once.
func runCommand(_ context: CommandContext) throws -> ExitCode {
  let spec = context.spec
  guard let command = CommandTable.command(spec.path) else {
    throw Failure(.bug, "bug", "'\(spec.name)' is declared but not built; please report it")
  }
  if context.format == .html && !spec.makesPages {
    throw Failure.usage("only reports make pages: give --format, or another ending to --output")
  }
  if context.format == .openmetrics && !spec.makesMetrics {
    throw Failure.usage("only 'doctor' prints measures: give --format, or another ending to --output")
  }
  if context.arguments.wasGiven(GlobalOptions.fields), let document = command.document {
    _ = try context.fields(of: document)
  }
  if context.arguments.wasGiven(GlobalOptions.sort) { try context.checkSort(command.knownSortKeys) }
  return try command.run(context)
}

/// Lets a body write where the results of this run go, and makes what it throws into a sentence and a status.
private func run(
  _ spec: CommandSpec, _ arguments: ParsedArguments, _ world: World,
  _ body: (CommandContext) throws -> ExitCode
) -> ExitCode {
  let results: Results
  do { results = try Results(spec, arguments, world) } catch {
    return end(CommandContext(world: world, spec: spec, arguments: arguments), nil, after: error)
  }
  let context = CommandContext(world: results.world, spec: spec, arguments: arguments)
  do {
    let code = try body(context)
    try context.output.flush()
    try results.finish()
    return code
  } catch {
    return end(context, results, after: error)
  }
}

/// What was written before the failure is still handed on, so that a pipe sees whole rows.
private func end(_ context: CommandContext, _ results: Results?, after error: any Error) -> ExitCode {
  var isClosed = error is ClosedPipe
  if !isClosed { do { try context.output.flush() } catch is ClosedPipe { isClosed = true } catch {} }
  // The sentence stands below what a pager shows, and not within.
  results?.abandon()
  if isClosed { return .done }
  let failure = Failure(error, after: context.journal)
  return report(failure, context.messages, context.arguments)
}

private func report(_ error: UsageError, _ world: World) -> ExitCode {
  let terminal = world.terminals.errors(error.globals.colour)
  let messages = TerminalWriter(sink: ByteSink(world.errors), terminal: terminal)
  if let overview = error.overview {
    let text = HelpText.text(.short, overview, of: CommandTable.toolkit, width: terminal.helpWidth)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { messages.line(String(line)) }
  }
  return report(Failure(error), messages, error.globals)
}

private func report(
  _ failure: Failure, _ messages: TerminalWriter, _ arguments: ParsedArguments
) -> ExitCode {
  messages.line("sessionctl: \(failure.message)", .red)
  for detail in failure.details { messages.line("  \(detail)", .red) }
  if arguments.format == .json || arguments.format == .ndjson {
    messages.json(
      schema: "sessionctl.error/1",
      [("code", .token(failure.word), .token), ("message", .text(failure.whole), .text)])
  }
  return failure.code
}

extension TerminalFacts {
  /// Help is read best in lines of at most 100 columns.
  fileprivate var helpWidth: Int { isTerminal ? min(width, 100) : 80 }
}
