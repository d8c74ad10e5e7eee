/// The shells that completions can be written for.
public enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }

/// Completion scripts from the same declarations as everything else.
///
/// Commands, verbs, options, enumerated words and files are in the script itself. Stored names need the program:
/// with `storedNames`, the scripts call `sessionctl WORDS… KIND`, which prints one name a line.
public enum Completions {
  /// - Parameter storedNames: the words of the command that prints names from the store; empty for none.
  public static func script(for shell: Shell, of toolkit: Toolkit, storedNames: [String] = []) -> String {
    let lines =
      switch shell {
      case .bash: BashCompletions(toolkit: toolkit, storedNames: storedNames).lines
      case .zsh: ZshCompletions(toolkit: toolkit, storedNames: storedNames).lines
      case .fish: FishCompletions(toolkit: toolkit, storedNames: storedNames).lines
      }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the repository keeps the script.
  public static func fileName(for shell: Shell, of toolkit: Toolkit) -> String {
    switch shell {
    case .bash: "\(toolkit.program).bash"
    case .zsh: "_\(toolkit.program)"
    case .fish: "\(toolkit.program).fish"
    }
  }
}

extension Toolkit {
  var visibleCommands: [CommandSpec] { nouns.flatMap(\.visibleVerbs) + visiblePlainCommands }

  /// The nouns and plain commands, with their help lines.
  var topWords: [(word: String, help: String)] {
    nouns.map { ($0.name, $0.summary) } + visiblePlainCommands.map { ($0.verb, $0.summary) }
  }

  /// A name that is safe as part of a shell function's.
  var functionName: String { "_" + program.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined() }
}

extension OptionSpec {
  /// All ways to type it, in the order of help.
  var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + (long.map { ["--\($0)"] } ?? []) }
  /// The help line as a shell shows it: without markup.
  var completionHelp: String { TextLayout.plain(Span.prose(help)) }
}

enum ShellText {
  /// One word in single quotes for bash and zsh.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The same for fish, where a backslash counts inside the quotes.
  static func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
