import Glibc

/// What the renderers need to know about where the output goes; a value, so that tests can pass any terminal.
public struct TerminalFacts: Sendable, Equatable {
  /// Whether it is a terminal, and not a file or a pipe.
  public var isTerminal: Bool
  /// Columns; meaningful on a terminal only.
  public var width: Int
  /// Lines; meaningful on a terminal only.
  public var height: Int
  /// Whether to write in colour; `--color always` does so into files too.
  public var colour: Bool

  /// Takes the facts as they are; `probe` finds them out.
  public init(isTerminal: Bool, width: Int, height: Int = 24, colour: Bool) {
    self.isTerminal = isTerminal
    self.width = width
    self.height = height
    self.colour = colour
  }

  /// A file or a pipe.
  public static let none = TerminalFacts(isTerminal: false, width: 80, colour: false)
}

/// The values of `--color`.
public enum ColourChoice: String, CaseIterable, Sendable {
  /// Colour where a terminal shows it and nothing forbids it; also into files and pipes; nowhere.
  case auto, always, never
}

extension TerminalFacts {
  /// Looks at a file descriptor and the environment: the one place that does.
  ///
  /// `COLUMNS` and `LINES` go before what the terminal says, as in coreutils. `NO_COLOR` counts when it is not empty
  /// (no-color.org); only `--color always` overrides it. A width beyond `widest` is taken for a slip.
  public static func probe(
    fd: Int32, environment: (String) -> String?, colour choice: ColourChoice = .auto
  ) -> TerminalFacts {
    let isTerminal = isatty(fd) == 1
    let isDumb = environment("TERM") == "dumb"
    let isForbidden = environment("NO_COLOR") ?? "" != ""
    let colour =
      switch choice {
      case .auto: isTerminal && !isDumb && !isForbidden
      case .always: true
      case .never: false
      }
    func number(_ name: String) -> Int? {
      environment(name).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
    let (width, height) = (number("COLUMNS"), number("LINES"))
    let size = isTerminal && (width == nil || height == nil) ? windowSize(fd) : nil
    return TerminalFacts(
      isTerminal: isTerminal, width: min(width ?? size?.width ?? 80, widest),
      height: min(height ?? size?.height ?? 24, widest), colour: colour)
  }

  /// Columns or lines.
  static let widest = 10_000

  private static func windowSize(_ fd: Int32) -> (width: Int, height: Int)? {
    var size = winsize()
    guard ioctl(fd, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
