import CommandGrammar
import Rendering

/// Where the results of one run go: standard output, a pager between it and the terminal, or a file that appears whole or
/// not at all.
final class Results {
  /// The machine as the command sees it.
  private(set) var world: World
  private var file: WholeFile?
  private var pager: LatePager?

  /// - Throws: a failure with status 73 when the file can't be made, which is found out before anything is done.
  init(_ spec: CommandSpec, _ arguments: ParsedArguments, _ world: World) throws {
    self.world = world
    if let path = arguments[GlobalOptions.output], path != "-" {
      let file = try WholeFile(path)
      self.file = file
      self.world.output = file
      self.world.terminals.output = { TerminalFacts(isTerminal: false, width: 80, colour: $0 == .always) }
    } else if spec.isForReading, !arguments[GlobalOptions.noPager], !arguments.wasGiven(GlobalOptions.watch),
      world.terminals.output(arguments.colour).isTerminal, let start = world.startPager,
      let command = PagerChoice.command(world.environment)
    {
      let pager = LatePager(command, start, instead: world.output) { obstacle in
        TerminalWriter(sink: ByteSink(world.errors), terminal: world.terminals.errors(arguments.colour))
          .line("sessionctl: no pager: \(obstacle)", .yellow)
      }
      self.pager = pager
      self.world.output = pager
    }
  }

  /// Puts the file under its name, or waits until whoever reads has left the pager.
  func finish() throws {
    try file?.finish()
    pager?.finish()
  }

  /// After a failure: the file stays as it was, and what a pager has can still be read.
  func abandon() {
    file?.discard()
    pager?.finish()
  }
}

/// A pager that is started with the first output, so that what prints nothing starts nothing.
private final class LatePager: ByteDestination {
  private let command: String
  private let start: (String) throws -> any Pager
  private let plain: any ByteDestination
  private let tell: (String) -> Void
  private var pager: (any Pager)?
  private var isPlain = false

  init(
    _ command: String, _ start: @escaping (String) throws -> any Pager, instead plain: any ByteDestination,
    telling tell: @escaping (String) -> Void
  ) {
    self.command = command
    self.start = start
    self.plain = plain
    self.tell = tell
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if pager == nil && !isPlain { begin() }
    if let pager { try pager.write(bytes) } else { try plain.write(bytes) }
  }

  /// Without it, output is better than none.
  private func begin() {
    if let obstacle = PagerChoice.obstacle(command) {
      isPlain = true
      return tell(obstacle)
    }
    do { pager = try start(command) } catch {
      isPlain = true
      tell(Failure(error).message)
    }
  }

  func finish() {
    pager?.finish()
    pager = nil
    isPlain = true
  }
}

extension CommandSpec {
  /// Whether it only tells what there is, and may take more than one screen for it.
  fileprivate var isForReading: Bool {
    takesLists || makesPages || ["help", "show", "history", "explain", "diff"].contains(verb)
  }
}
