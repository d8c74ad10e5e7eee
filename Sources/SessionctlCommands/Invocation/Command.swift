import CommandGrammar
import Rendering

/// A command: its declaration, and what it does.
struct Command: Sendable {
  private(set) var spec: CommandSpec
  /// What it prints, where that is known beforehand: `--fields` is then judged before anything is done.
  let document: DocumentSchema?
  /// What it prints, for the manual and completions: where the columns depend on the options, all that there can be.
  let described: DocumentSchema?
  /// What else it prints, where an option asks for another document.
  let alternative: DocumentSchema?
  /// What `--sort` may name, at most.
  let sortKeys: [String]
  /// The same where no option decides what there is, so that it is judged before any work is done; else empty.
  let knownSortKeys: [String]
  /// What the fields of its documents mean, where the command says it itself; else `JSONPage` has a family for them.
  private(set) var families: [DocumentFamily] = []
  private(set) var run: @Sendable (CommandContext) throws -> ExitCode

  private init(
    spec: CommandSpec, document: DocumentSchema?, described: DocumentSchema?,
    alternative: DocumentSchema? = nil, sortedBy keys: [String]?,
    run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) {
    self.spec = spec
    self.document = document
    self.described = described
    self.alternative = alternative
    sortKeys = keys ?? described?.sortKeys ?? []
    knownSortKeys = keys ?? document?.sortKeys ?? []
    self.run = run
  }

  /// A command that has succeeded when it comes back.
  ///
  /// - Parameters:
  ///   - most: all columns that its document can have, where that depends on the options
  ///   - sortedBy: what a list that the store sorts can be sorted by; else its columns
  init(
    _ spec: CommandSpec, prints document: DocumentSchema? = nil, printsAtMost most: DocumentSchema? = nil,
    sortedBy keys: some Sequence<String>,
    _ run: @escaping @Sendable (CommandContext) throws -> Void
  ) {
    self.init(
      spec: spec, document: document, described: document ?? most, sortedBy: keys.sorted(),
      run: { context in
        try run(context)
        return .done
      })
  }

  init(
    _ spec: CommandSpec, prints document: DocumentSchema? = nil, printsAtMost most: DocumentSchema? = nil,
    _ run: @escaping @Sendable (CommandContext) throws -> Void
  ) {
    self.init(
      spec: spec, document: document, described: document ?? most, sortedBy: nil,
      run: { context in
        try run(context)
        return .done
      })
  }

  /// A command whose exit status is part of its answer.
  ///
  /// - Parameter alternative: what it prints with some option; then it judges `--fields` itself
  static func answering(
    _ spec: CommandSpec, prints document: DocumentSchema? = nil, orElse alternative: DocumentSchema? = nil,
    _ run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) -> Command {
    Command(
      spec: spec, document: alternative == nil ? document : nil, described: document,
      alternative: alternative, sortedBy: nil, run: run)
  }
}

extension Command {
  /// With what the fields of its document mean, for the page on JSON.
  func explained(_ meanings: KeyValuePairs<String, FieldMeaning>) -> Command {
    guard let described else { return self }
    var command = self
    command.families.append(DocumentFamily(described.name, meanings))
    return command
  }
}

extension Command {
  /// The same command with `--dry-run`, where it is one that is rehearsed.
  var rehearsable: Command {
    guard Rehearsal.commands.contains(spec.name) else { return self }
    var command = self
    command.spec = spec.with([Rehearsal.flag])
    let run = run
    command.run = { context in
      let code = try run(context)
      if context.isRehearsal && !context.isQuiet { context.messages.line("dry run: nothing was changed") }
      return code
    }
    return command
  }
}

/// A noun with its commands.
struct CommandGroup: Sendable {
  let name: String
  let summary: String
  var discussion: [String] { makeDiscussion() }
  private let makeDiscussion: @Sendable () -> [String]
  private let makeCommands: @Sendable () -> [Command]
  /// Sections of the manual page that follow the commands.
  var sections: [Toolkit.Section] { makeSections() }
  private let makeSections: @Sendable () -> [Toolkit.Section]
  /// What its manual page is called, where that is not its own name.
  let pageName: String?

  /// - Parameter commands: made when they are asked for, so that a run does not pay for a hundred others
  init(
    _ name: String, _ summary: String, _ discussion: @autoclosure @escaping @Sendable () -> [String] = [],
    _ commands: @autoclosure @escaping @Sendable () -> [Command],
    sections: @autoclosure @escaping @Sendable () -> [Toolkit.Section] = [],
    pageName: String? = nil
  ) {
    self.name = name
    self.pageName = pageName
    self.summary = summary
    makeDiscussion = discussion
    makeCommands = commands
    makeSections = sections
  }

  var commands: [Command] { makeCommands().map(\.rehearsable) }
}
