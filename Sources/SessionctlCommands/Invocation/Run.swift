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
  case .success(.version(let globals)): return version(world, globals)
  case .success(.help(let length, let topic, let globals)):
    let width = world.terminals.output(globals.colour).helpWidth
    return printing(world, globals) { HelpText.text(length, topic, of: CommandTable.toolkit, width: width) }
  case .success(.run(let spec, let arguments)):
    if spec.path == ["version"] { return version(world, arguments) }
    return run(spec, arguments, world)
  }
}

let versionDocument = RowSchema<String>(single: "version", [RowColumn("version", .text) { $0 }])

private func version(_ world: World, _ arguments: ParsedArguments) -> ExitCode {
  guard arguments.format != .table || arguments.wasGiven(GlobalOptions.fields) else {
    return printing(world, arguments) { "\(CommandTable.toolkit.program) \(CommandTable.version)\n" }
  }
  let context = CommandContext(
    world: world, spec: CommandSpec(["version"], summary: ""), arguments: arguments)
  do {
    let clock = RunClock(now: world.now(), zone: .utc)
    try context.show(versionDocument, CommandTable.version, clock)
    try context.output.flush()
    return .done
  } catch {
    return end(context, after: error)
  }
}

private func run(_ spec: CommandSpec, _ arguments: ParsedArguments, _ world: World) -> ExitCode {
  let context = CommandContext(world: world, spec: spec, arguments: arguments)
  do {
    guard let command = CommandTable.command(spec.path) else {
      throw Failure(.bug, "bug", "'\(spec.name)' is declared but not built; please report it")
    }
    if let document = command.document { _ = try context.fields(of: document) }
    try context.checkSort(command.sortKeys)
    let code = try command.run(context)
    try context.output.flush()
    return code
  } catch {
    return end(context, after: error)
  }
}

/// What was written before the failure is still handed on, so that a pipe sees whole rows.
private func end(_ context: CommandContext, after error: any Error) -> ExitCode {
  if error is ClosedPipe { return .done }
  do { try context.output.flush() } catch is ClosedPipe { return .done } catch {}
  let failure = Failure(error, afterChange: context.journal.changed)
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
  if arguments.format == .json || arguments.format == .ndjson {
    messages.json(
      schema: "sessionctl.error/1",
      [("code", .token(failure.word), .token), ("message", .text(failure.message), .text)])
  }
  return failure.code
}

private func printing(_ world: World, _ arguments: ParsedArguments, _ text: () -> String) -> ExitCode {
  let sink = ByteSink(world.output)
  do {
    try sink.write(text())
    try sink.flush()
    return .done
  } catch is ClosedPipe {
    return .done
  } catch {
    let messages = TerminalWriter(sink: ByteSink(world.errors), terminal: world.terminals.errors(.auto))
    return report(Failure(error), messages, arguments)
  }
}

extension TerminalFacts {
  /// Help is read best in lines of at most 100 columns.
  fileprivate var helpWidth: Int { isTerminal ? min(width, 100) : 80 }
}
