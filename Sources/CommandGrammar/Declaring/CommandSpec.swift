/// A command line that can be tried, and what it does.
package struct Example: Sendable {
  /// As typed in a shell, with the program's name.
  package let command: String
  /// What the line does, as a phrase without a full stop.
  package let explanation: String

  /// Takes a line as typed, with the program's name, and what it does.
  package init(command: String, explanation: String) {
    self.command = command
    self.explanation = explanation
  }
}

/// What an exit status means for one command, where the general meaning is not enough.
package struct ExitNote: Sendable {
  /// The status that the note is about.
  package let code: ExitCode
  /// What the status says of this command, without a full stop.
  package let meaning: String

  /// Takes the status and what it says of this command.
  package init(_ code: ExitCode, _ meaning: String) {
    self.code = code
    self.meaning = meaning
  }
}

/// The one declaration of a command, from which parsing, help, manual and completions follow.
///
/// It doesn't know what the command does: the module of the commands keeps (spec, run) pairs, found by `path`. All but
/// what finds the command is made when it is asked for: a command line needs the options of one command, and few need texts.
package struct CommandSpec: Sendable {
  /// The words that call it: `["session", "end"]`, or one word for a plain command.
  package let path: [String]
  /// One line, imperative, no full stop.
  package let summary: String
  /// Paragraphs; `code` in backticks; a paragraph that begins with a space is kept line by line.
  package var discussion: [String] { makeDiscussion() }
  private let makeDiscussion: @Sendable () -> [String]
  /// In the order of typing; only the last may repeat, and none is required after an optional one.
  package var operands: [OperandSpec] { laterOperands.value }
  private let laterOperands: Later<[OperandSpec]>
  /// Its own options; see `allOptions` for those of lists too.
  package var options: [OptionSpec] { laterOptions.value }
  private var laterOptions: Later<[OptionSpec]>
  /// Command lines for the manual, each of which parses, as `Toolkit.problems()` checks.
  package var examples: [Example] { makeExamples() }
  private let makeExamples: @Sendable () -> [Example]
  /// Only statuses whose general meaning (`ExitCode.meaning`) is not enough.
  package var exitNotes: [ExitNote] { makeExitNotes() }
  private let makeExitNotes: @Sendable () -> [ExitNote]
  /// Whether it prints a list, and so has `--limit` and `--sort`.
  package let takesLists: Bool
  /// Whether `--format html` makes a page of what it prints.
  package let makesPages: Bool
  /// Whether `--format openmetrics` makes measures of what it finds.
  package let makesMetrics: Bool
  /// Whether help, completions and near misses leave it out.
  package let hidden: Bool
  /// Words that people try instead: they are answered with this command, and never run.
  package let soughtAs: [String]

  /// Checks nothing; `Toolkit.problems()` tells what is wrong with a declaration.
  package init(
    _ path: [String], summary: String,
    discussion: @autoclosure @escaping @Sendable () -> [String] = [],
    operands: @autoclosure @escaping @Sendable () -> [any OperandDeclaring] = [],
    options: @autoclosure @escaping @Sendable () -> [any OptionDeclaring] = [],
    examples: @autoclosure @escaping @Sendable () -> [Example] = [],
    exitNotes: @autoclosure @escaping @Sendable () -> [ExitNote] = [],
    takesLists: Bool = false, makesPages: Bool = false, makesMetrics: Bool = false, hidden: Bool = false,
    soughtAs: [String] = []
  ) {
    self.path = path
    self.summary = summary
    makeDiscussion = discussion
    laterOperands = Later { operands().map(\.spec) }
    laterOptions = Later { options().map(\.spec) }
    makeExamples = examples
    makeExitNotes = exitNotes
    self.takesLists = takesLists
    self.makesPages = makesPages
    self.makesMetrics = makesMetrics
    self.hidden = hidden
    self.soughtAs = soughtAs
  }

  /// The same command with further options, behind its own.
  package func with(_ further: [any OptionDeclaring]) -> CommandSpec {
    var spec = self
    let own = laterOptions
    spec.laterOptions = Later { own.value + further.map(\.spec) }
    return spec
  }

  /// `session end`.
  package var name: String { path.joined(separator: " ") }
  /// The last word: the verb, or the plain command itself.
  package var verb: String { path.last ?? "" }

  /// Its own options, and those of lists; the global ones are the toolkit's.
  package var allOptions: [OptionSpec] {
    takesLists ? options + GlobalOptions.lists.map(\.spec) : options
  }
}

/// A thing with verbs: `session` with `list`, `show` and `end`.
package struct NounSpec: Sendable {
  /// The first word of its commands: `session`.
  package let name: String
  /// One line, a noun phrase or imperative, no full stop.
  package let summary: String
  /// Paragraphs for the manual, marked up as in `CommandSpec.discussion`.
  package var discussion: [String] { makeDiscussion() }
  private let makeDiscussion: @Sendable () -> [String]
  /// What its manual page is called after the program's name, where that is not its own.
  package let pageName: String
  private let makeVerbs: @Sendable () -> [CommandSpec]
  /// Words that people try instead.
  package let soughtAs: [String]
  /// Sections that only its manual page has.
  package var sections: [Toolkit.Section] { makeSections() }
  private let makeSections: @Sendable () -> [Toolkit.Section]

  /// - Parameter verbs: made when they are asked for, as a command line needs those of one noun, and few need the texts
  package init(
    _ name: String, summary: String, discussion: @autoclosure @escaping @Sendable () -> [String] = [],
    verbs: @autoclosure @escaping @Sendable () -> [CommandSpec], soughtAs: [String] = [],
    sections: @autoclosure @escaping @Sendable () -> [Toolkit.Section] = [], pageName: String? = nil
  ) {
    self.name = name
    self.pageName = pageName ?? name
    self.summary = summary
    makeDiscussion = discussion
    makeVerbs = verbs
    self.soughtAs = soughtAs
    makeSections = sections
  }

  /// Each with the noun as the first word of its path.
  package var verbs: [CommandSpec] { makeVerbs() }

  /// The verbs that help lists, in its order.
  package var visibleVerbs: [CommandSpec] { verbs.filter { !$0.hidden } }
}
