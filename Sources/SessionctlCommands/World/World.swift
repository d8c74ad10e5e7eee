import CivilTime
import Rendering
import StoreEngine

/// A program that is given output and shows it page by page; it throws `ClosedPipe` once somebody has left it.
package protocol Pager: ByteDestination {
  /// Waits until whoever reads has left it.
  func finish()
}

/// Everything a command can see of the machine, as values and closures: whole commands run in tests against a
/// made-up one.
package struct World {
  /// The words after the program's name, as the system passed them; they need not be UTF-8.
  package var arguments: [[UInt8]]
  /// The environment's variable of a name; bytes of a value that are no UTF-8 have become U+FFFD.
  package var environment: (String) -> String?
  /// Standard output: what the command was asked for, and no remarks; it throws `ClosedPipe` once its reader has gone.
  package var output: any ByteDestination
  /// Standard error: remarks, questions, progress and the sentence of a failure.
  package var errors: any ByteDestination
  /// Standard input: fills the buffer and tells how much, 0 at its end.
  package var input: (UnsafeMutableRawBufferPointer) throws -> Int
  /// What can be shown on the streams, and whether somebody can be asked.
  package var terminals: Terminals
  /// The clock, which `--now` is told by and then stands in for.
  package var now: () -> Instant
  /// Nanoseconds that never go back, for progress.
  package var monotonic: () -> UInt64
  /// Waits so many seconds; throws when somebody asks for an end meanwhile.
  package var pause: (Int) throws -> Void
  /// Runs an editor's command on a file, to its end, and gives its exit status.
  package var edit: (_ command: String, _ path: String) throws -> Int32
  /// Starts the program that shows output page by page, given its command line; nil where there can't be one.
  package var startPager: ((String) throws -> any Pager)?
  /// Who runs the program, as the operating system knows them: `anna@host`.
  package var osUser: String
  /// From how many rows on a run takes a second core.
  package var worthTwoCores = Store.Options().worthTwoCores

  /// Which of the three streams is a terminal, and what it can show.
  package struct Terminals {
    /// Whether somebody could answer a question on standard input.
    package var inputIsTerminal: Bool
    /// What standard output can show, given the choice of `--color`.
    package var output: (ColourChoice) -> TerminalFacts
    /// What standard error can show, given the choice of `--color`.
    package var errors: (ColourChoice) -> TerminalFacts

    /// Takes the facts as they are; `World.process()` finds out those of the real streams.
    package init(
      inputIsTerminal: Bool, output: @escaping (ColourChoice) -> TerminalFacts,
      errors: @escaping (ColourChoice) -> TerminalFacts
    ) {
      self.inputIsTerminal = inputIsTerminal
      self.output = output
      self.errors = errors
    }
  }

  /// Makes a world up; `process()` is the real machine.
  package init(
    arguments: [[UInt8]], environment: @escaping (String) -> String?, output: any ByteDestination,
    errors: any ByteDestination, input: @escaping (UnsafeMutableRawBufferPointer) throws -> Int,
    terminals: Terminals, now: @escaping () -> Instant, monotonic: @escaping () -> UInt64, osUser: String,
    pause: @escaping (Int) throws -> Void = World.sleep(seconds:),
    edit: @escaping (_ command: String, _ path: String) throws -> Int32 = World.edit(command:path:),
    startPager: ((String) throws -> any Pager)? = nil
  ) {
    self.arguments = arguments
    self.environment = environment
    self.output = output
    self.errors = errors
    self.input = input
    self.terminals = terminals
    self.now = now
    self.monotonic = monotonic
    self.osUser = osUser
    self.pause = pause
    self.edit = edit
    self.startPager = startPager
  }
}
