import CommandGrammar
import Rendering
import StoreEngine

/// `--watch`: a list or report that is printed again and again in the same place of the terminal.
struct Watch {
  private let spec: CommandSpec
  private let arguments: ParsedArguments
  private let world: World
  private let context: CommandContext

  /// - Parameter context: with the terminal that is drawn on
  /// - Throws: a usage failure where there is no terminal, or something else than a table is asked for.
  init(_ spec: CommandSpec, _ arguments: ParsedArguments, _ world: World, _ context: CommandContext) throws {
    guard !arguments.wasGiven(GlobalOptions.output) else {
      throw Failure.usage("--watch draws on the terminal; leave it out, or leave out --output")
    }
    guard context.format == .table else {
      throw Failure.usage(
        "--watch draws for people; leave it out, or leave out --format \(context.format.rawValue)")
    }
    guard context.outputTerminal.isTerminal else {
      throw Failure.usage("--watch draws on a terminal, but standard output is not one")
    }
    self.spec = spec
    self.arguments = arguments
    self.world = world
    self.context = context
  }

  /// Ends with an interruption, or with the first failure.
  func run(every seconds: Int) throws -> ExitCode {
    var drawn = 0
    while true {
      let frame = try frame(every: seconds)
      drawn = try draw(frame, over: drawn)
      do { try world.pause(seconds) } catch let error as StoreError where error.kind == .interrupted {
        // Below what the terminal shows of the key, ^C.
        try context.output.write("\n")
        return .interrupted
      }
    }
  }

  /// What the command prints now, notes included, in lines.
  private func frame(every seconds: Int) throws -> [Substring] {
    let (output, notes) = (MemorySink(), MemorySink())
    var world = world
    world.output = output
    world.errors = notes
    world.terminals.errors = { _ in .none }
    let own = CommandContext(world: world, spec: spec, arguments: arguments)
    _ = try runCommand(own)
    try own.output.flush()
    let text = output.text + notes.text
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(
      text.hasSuffix("\n") ? 1 : 0)
  }

  /// Draws over the lines of before, without flicker and without clearing what stands above.
  ///
  /// - Returns: how many lines are drawn now
  private func draw(_ lines: [Substring], over before: Int) throws -> Int {
    let terminal = context.outputTerminal
    let room = max(2, terminal.height - 2)
    var shown = lines.prefix(room).map(String.init)
    if lines.count > room { shown[room - 1] = "… \(counted(lines.count - room + 1, "more line"))" }
    guard world.environment("TERM") != "dumb" else {
      try context.output.write((shown + [""]).map { $0 + "\n" }.joined())
      try context.output.flush()
      return 0
    }
    // A longer line is cut by the terminal rather than wrapped, so that lines can be counted.
    var text = "\u{1B}[?7l"
    if before > 0 { text += "\u{1B}[\(before)A" }
    text += "\r" + shown.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J\u{1B}[?7h"
    try context.output.write(text)
    try context.output.flush()
    return shown.count
  }
}
