/// The shells that completions can be written for.
package enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }

/// Completion scripts from the same declarations as everything else.
///
/// Commands, verbs, options, enumerated words and files are in the script itself. Names from the store and lists
/// need the program: `sessionctl __complete SHELL …` prints what may stand at the end of the line, one a line.
package enum Completions {
  /// The word by which the scripts ask the program. It is no command: no help, no manual and no list has it.
  package static let entry = "__complete"

  /// The whole script for a shell, ending in a line break.
  package static func script(for shell: Shell, of toolkit: Toolkit) -> String {
    let lines =
      switch shell {
      case .bash: BashCompletions(toolkit: toolkit).lines
      case .zsh: ZshCompletions(toolkit: toolkit).lines
      case .fish: FishCompletions(toolkit: toolkit).lines
      }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the repository keeps the script.
  package static func fileName(for shell: Shell, of toolkit: Toolkit) -> String {
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

extension CompletionKind {
  /// Whether the shell has to ask the program.
  var needsProgram: Bool {
    switch self {
    case .stored, .list: true
    case .none, .file, .words: false
    }
  }
}

extension CommandSpec {
  /// What a shell that doesn't know which operand it is at can offer.
  ///
  /// The program knows, so it answers for all of them where it has to be asked anyway; files are the shell's.
  var operandCompletions: [CompletionKind] {
    let kinds = operands.map(\.completion).filter { $0 != .none }
    guard let asking = kinds.first(where: \.needsProgram) else { return kinds }
    return [asking] + (kinds.contains(.file) ? [.file] : [])
  }
}

extension OptionSpec {
  /// All ways to type it, in the order of help.
  var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + (long.map { ["--\($0)"] } ?? []) }
  /// The help line as a shell shows it: without markup.
  var completionHelp: String { TextLayout.plain(Span.prose(help)) }
}
