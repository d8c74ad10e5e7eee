import CommandGrammar
import Rendering

/// A command: its declaration, and what it does.
///
/// Like most of the declaration, what it prints is made when it is asked for: a run needs nothing of all other commands.
struct Command: Sendable {
  private(set) var spec: CommandSpec
  /// What it prints, where that is known beforehand: `--fields` is then judged before anything is done.
  var document: DocumentSchema? { makeDocument() }
  /// What it prints, for the manual and completions: where the columns depend on the options, all that there can be.
  var described: DocumentSchema? { makeDescribed() }
  /// What else it prints, where an option asks for another document.
  var alternative: DocumentSchema? { makeAlternative() }
  /// What `--sort` may name, at most.
  var sortKeys: [String] { makeSortKeys?() ?? described?.sortKeys ?? [] }
  /// The same where no option decides what there is, so that it is judged before any work is done; else empty.
  var knownSortKeys: [String] { makeSortKeys?() ?? document?.sortKeys ?? [] }
  /// What the fields of its documents mean, where the command says it itself; else `JSONPage` has a family for them.
  var families: [DocumentFamily] { makeFamilies() }
  private(set) var run: @Sendable (CommandContext) throws -> ExitCode

  private let makeDocument: @Sendable () -> DocumentSchema?
  private let makeDescribed: @Sendable () -> DocumentSchema?
  private let makeAlternative: @Sendable () -> DocumentSchema?
  private let makeSortKeys: (@Sendable () -> [String])?
  private var makeFamilies: @Sendable () -> [DocumentFamily] = { [] }

  private init(
    spec: CommandSpec, document: @escaping @Sendable () -> DocumentSchema?,
    described: @escaping @Sendable () -> DocumentSchema?,
    alternative: @escaping @Sendable () -> DocumentSchema? = { nil },
    sortedBy keys: (@Sendable () -> [String])? = nil,
    run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) {
    self.spec = spec
    makeDocument = document
    makeDescribed = described
    makeAlternative = alternative
    makeSortKeys = keys
    self.run = run
  }

  /// A command that has succeeded when it comes back.
  ///
  /// - Parameters:
  ///   - most: all columns that its document can have, where that depends on the options
  ///   - sortedBy: the orders of a list that the store sorts; any other is sorted by its columns
  init(
    _ spec: CommandSpec, prints document: @autoclosure @escaping @Sendable () -> DocumentSchema? = nil,
    printsAtMost most: @autoclosure @escaping @Sendable () -> DocumentSchema? = nil,
    sortedBy orders: @autoclosure @escaping @Sendable () -> [String: String],
    _ run: @escaping @Sendable (CommandContext) throws -> Void
  ) {
    self.init(
      spec: spec, document: document, described: { document() ?? most() },
      sortedBy: { orders().keys.sorted() },
      run: { context in
        try run(context)
        return .done
      })
  }

  init(
    _ spec: CommandSpec, prints document: @autoclosure @escaping @Sendable () -> DocumentSchema? = nil,
    printsAtMost most: @autoclosure @escaping @Sendable () -> DocumentSchema? = nil,
    _ run: @escaping @Sendable (CommandContext) throws -> Void
  ) {
    self.init(
      spec: spec, document: document, described: { document() ?? most() },
      run: { context in
        try run(context)
        return .done
      })
  }

  /// A command whose exit status is part of its answer.
  ///
  /// - Parameter alternative: what it prints with some option; then it judges `--fields` itself
  static func answering(
    _ spec: CommandSpec, prints document: @autoclosure @escaping @Sendable () -> DocumentSchema? = nil,
    orElse alternative: @autoclosure @escaping @Sendable () -> DocumentSchema? = nil,
    _ run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) -> Command {
    Command(
      spec: spec, document: { alternative() == nil ? document() : nil }, described: document,
      alternative: alternative, run: run)
  }
}

extension Command {
  /// With what the fields of its document mean, for the page on JSON.
  func explained(
    _ meanings: @autoclosure @escaping @Sendable () -> KeyValuePairs<String, FieldMeaning>
  ) -> Command {
    var command = self
    let makeDescribed = makeDescribed
    command.makeFamilies = { makeDescribed().map { [DocumentFamily($0.name, meanings())] } ?? [] }
    return command
  }
}

extension Command {
  /// The same command with `--dry-run`, where it is one that is rehearsed.
  var rehearsable: Command {
    guard Rehearsal.includes(spec.path) else { return self }
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
