import CivilTime
import Rendering

/// Everything a command can see of the machine, as values and closures: whole commands run in tests against a
/// made-up one.
public struct World {
  /// The words after the program's name, as the system passed them; they need not be UTF-8.
  public var arguments: [[UInt8]]
  public var environment: [String: String]
  public var output: any ByteDestination
  public var errors: any ByteDestination
  /// Standard input: fills the buffer and tells how much, 0 at its end.
  public var input: (UnsafeMutableRawBufferPointer) throws -> Int
  public var terminals: Terminals
  public var now: () -> Instant
  /// Nanoseconds that never go back, for progress.
  public var monotonic: () -> UInt64
  /// Who runs the program, as the operating system knows them: `anna@host`.
  public var osUser: String

  /// Which of the three streams is a terminal, and what it can show.
  public struct Terminals {
    public var inputIsTerminal: Bool
    public var output: (ColourChoice) -> TerminalFacts
    public var errors: (ColourChoice) -> TerminalFacts

    public init(
      inputIsTerminal: Bool, output: @escaping (ColourChoice) -> TerminalFacts,
      errors: @escaping (ColourChoice) -> TerminalFacts
    ) {
      self.inputIsTerminal = inputIsTerminal
      self.output = output
      self.errors = errors
    }
  }

  public init(
    arguments: [[UInt8]], environment: [String: String], output: any ByteDestination,
    errors: any ByteDestination, input: @escaping (UnsafeMutableRawBufferPointer) throws -> Int,
    terminals: Terminals, now: @escaping () -> Instant, monotonic: @escaping () -> UInt64, osUser: String
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
  }
}
