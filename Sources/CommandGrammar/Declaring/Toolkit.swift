/// The whole program as a plain value: every backend (parser, help, manual, completions) is a function of it.
package struct Toolkit: Sendable {
  /// A section that only a manual page has, such as FILES, and no help.
  package struct Section: Sendable {
    /// The heading, in capitals: `FILES`.
    package let title: String
    /// The text below the heading, marked up as in `CommandSpec.discussion`.
    package var paragraphs: [String] { makeParagraphs() }
    private let makeParagraphs: @Sendable () -> [String]

    /// Takes a heading in capitals and what stands below it, which is written only for those who read it: most commands
    /// print no page.
    package init(_ title: String, _ paragraphs: @autoclosure @escaping @Sendable () -> [String]) {
      self.title = title
      makeParagraphs = paragraphs
    }
  }

  /// The word that calls it, as usage lines and pages show it.
  package let program: String
  /// The release, such as `0.1.0`.
  package let version: String
  /// One line, no full stop.
  package let summary: String
  /// Paragraphs for the manual, marked up as in `CommandSpec.discussion`.
  package let discussion: [String]
  /// The things that have verbs, in the order of help.
  package var nouns: [NounSpec] { makeNouns() }
  private let makeNouns: @Sendable () -> [NounSpec]
  /// The commands of one word; `help` and `version` are always the last of them.
  package var plainCommands: [CommandSpec] {
    let own = makePlainCommands()
    let words = nouns.map(\.name) + own.filter { !$0.hidden }.map(\.verb) + topics.map(\.name)
    return own + [Self.help(of: program, on: words), Self.versionCommand]
  }
  private let makePlainCommands: @Sendable () -> [CommandSpec]
  /// What every command accepts, in the order of help.
  package let globalOptions: [OptionSpec]
  /// Of the program as a whole; each command has its own besides.
  package let examples: [Example]
  /// What `help` explains besides commands.
  package var topics: [Topic] { makeTopics() }
  private let makeTopics: @Sendable () -> [Topic]
  /// FILES and the like, for the manual.
  package let sections: [Section]
  private let makePages: @Sendable () -> [ReferencePage]

  /// Adds `help` and `version`; `problems()` tells what is wrong with the rest. Nouns, commands and topics are made when they
  /// are asked for: a command line needs few of them.
  ///
  /// - Parameter globalOptions: what every command accepts, in the order of help; at least those of `GlobalOptions`
  package init(
    program: String, version: String, summary: String, discussion: [String] = [],
    nouns: @autoclosure @escaping @Sendable () -> [NounSpec],
    plainCommands: @autoclosure @escaping @Sendable () -> [CommandSpec],
    globalOptions: [any OptionDeclaring] = GlobalOptions.printing + GlobalOptions.asking,
    examples: [Example] = [],
    topics: @autoclosure @escaping @Sendable () -> [Topic] = [.formats, .exitCodes],
    sections: [Section] = [],
    pages: @escaping @Sendable () -> [ReferencePage] = { [] }
  ) {
    self.program = program
    self.version = version
    self.summary = summary
    self.discussion = discussion
    makeNouns = nouns
    makePlainCommands = plainCommands
    makeTopics = topics
    self.globalOptions = globalOptions.map(\.spec)
    self.examples = examples
    self.sections = sections
    makePages = pages
  }

  /// Pages of the manual that are about no command; made when they are asked for, as no command needs them.
  package var pages: [ReferencePage] { makePages() }

  /// Every command, in the order of help.
  package var commands: [CommandSpec] { nouns.flatMap(\.verbs) + plainCommands }
  /// The plain commands that help lists, `help` and `version` last.
  package var visiblePlainCommands: [CommandSpec] { plainCommands.filter { !$0.hidden } }

  /// The command with exactly that path.
  package func command(_ path: [String]) -> CommandSpec? { commands.first { $0.path == path } }

  /// All options that a command accepts, its own first.
  package func options(of command: CommandSpec) -> [OptionSpec] { command.allOptions + globalOptions }

  // The parser answers these two itself, so that help works whatever state the store is in.

  static let helpTopic = Operand("TOPIC", .text, .optional, help: "A noun, a plain command or a topic")
  static let helpVerb = Operand("VERB", .text, .optional, help: "A verb of the noun")

  private static func help(of program: String, on words: [String]) -> CommandSpec {
    let topic = Operand("TOPIC", .text, .optional, completion: .words(words), help: helpTopic.spec.help)
    return CommandSpec(
      ["help"], summary: "Explain a command or a topic",
      discussion: [
        "Without a word, lists commands and topics. With a command, prints its manual page, as `--help` does."
      ],
      operands: [topic, helpVerb],
      examples: [Example(command: "\(program) help exit-codes", explanation: "What each exit status means")])
  }

  static let versionCommand = CommandSpec(["version"], summary: "Print the version")
}
