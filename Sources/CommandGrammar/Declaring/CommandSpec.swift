/// A command line that can be tried, and what it does.
public struct Example: Sendable {
  /// As typed in a shell, with the program's name.
  public let command: String
  /// What the line does, as a phrase without a full stop.
  public let explanation: String

  /// Takes a line as typed, with the program's name, and what it does.
  public init(command: String, explanation: String) {
    self.command = command
    self.explanation = explanation
  }
}

/// What an exit status means for one command, where the general meaning is not enough.
public struct ExitNote: Sendable {
  /// The status that the note is about.
  public let code: ExitCode
  /// What the status says of this command, without a full stop.
  public let meaning: String

  /// Takes the status and what it says of this command.
  public init(_ code: ExitCode, _ meaning: String) {
    self.code = code
    self.meaning = meaning
  }
}

/// The one declaration of a command, from which parsing, help, manual and completions follow.
///
/// It doesn't know what the command does: the module of the commands keeps (spec, run) pairs, found by `path`.
public struct CommandSpec: Sendable {
  /// The words that call it: `["session", "end"]`, or one word for a plain command.
  public let path: [String]
  /// One line, imperative, no full stop.
  public let summary: String
  /// Paragraphs; `code` in backticks; a paragraph that begins with a space is kept line by line.
  public let discussion: [String]
  /// In the order of typing; only the last may repeat, and none is required after an optional one.
  public let operands: [OperandSpec]
  /// Its own options; see `allOptions` for those of lists too.
  public let options: [OptionSpec]
  /// Command lines for the manual, each of which parses, as `Toolkit.problems()` checks.
  public let examples: [Example]
  /// Only statuses whose general meaning (`ExitCode.meaning`) is not enough.
  public let exitNotes: [ExitNote]
  /// Whether it prints a list, and so has `--limit` and `--sort`.
  public let takesLists: Bool
  /// Whether help, completions and near misses leave it out.
  public let hidden: Bool
  /// Words that people try instead: they are answered with this command, and never run.
  public let soughtAs: [String]

  /// Checks nothing; `Toolkit.problems()` tells what is wrong with a declaration.
  public init(
    _ path: [String], summary: String, discussion: [String] = [], operands: [any OperandDeclaring] = [],
    options: [any OptionDeclaring] = [], examples: [Example] = [], exitNotes: [ExitNote] = [],
    takesLists: Bool = false, hidden: Bool = false, soughtAs: [String] = []
  ) {
    self.path = path
    self.summary = summary
    self.discussion = discussion
    self.operands = operands.map(\.spec)
    self.options = options.map(\.spec)
    self.examples = examples
    self.exitNotes = exitNotes
    self.takesLists = takesLists
    self.hidden = hidden
    self.soughtAs = soughtAs
  }

  /// `session end`.
  public var name: String { path.joined(separator: " ") }
  /// The last word: the verb, or the plain command itself.
  public var verb: String { path.last ?? "" }

  /// Its own options, and those of lists; the global ones are the toolkit's.
  public var allOptions: [OptionSpec] {
    takesLists ? options + GlobalOptions.lists.map(\.spec) : options
  }
}

/// A thing with verbs: `session` with `list`, `show` and `end`.
public struct NounSpec: Sendable {
  /// The first word of its commands: `session`.
  public let name: String
  /// One line, a noun phrase or imperative, no full stop.
  public let summary: String
  /// Paragraphs for the manual, marked up as in `CommandSpec.discussion`.
  public let discussion: [String]
  private let makeVerbs: @Sendable () -> [CommandSpec]
  /// Words that people try instead.
  public let soughtAs: [String]
  /// Sections that only its manual page has.
  public let sections: [Toolkit.Section]

  /// - Parameter verbs: made when they are asked for, as a command line needs those of one noun
  public init(
    _ name: String, summary: String, discussion: [String] = [],
    verbs: @autoclosure @escaping @Sendable () -> [CommandSpec], soughtAs: [String] = [],
    sections: [Toolkit.Section] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    makeVerbs = verbs
    self.soughtAs = soughtAs
    self.sections = sections
  }

  /// Each with the noun as the first word of its path.
  public var verbs: [CommandSpec] { makeVerbs() }

  /// The verbs that help lists, in its order.
  public var visibleVerbs: [CommandSpec] { verbs.filter { !$0.hidden } }
}
