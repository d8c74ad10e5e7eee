import CommandGrammar
import Rendering

/// A command: its declaration, and what it does.
struct Command: Sendable {
  let spec: CommandSpec
  /// What it prints, where that is known beforehand: `--fields` is then judged before anything is done.
  let document: DocumentSchema?
  /// What `--fields` may name, also where it depends on the arguments what the document has.
  let fieldNames: [String]
  /// What `--sort` may name.
  let sortKeys: [String]
  let run: @Sendable (CommandContext) throws -> ExitCode

  private init(
    spec: CommandSpec, document: DocumentSchema?, mayPrint fields: [String], sortedBy keys: [String]?,
    run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) {
    self.spec = spec
    self.document = document
    fieldNames = document?.fieldNames ?? fields
    sortKeys = keys ?? document?.columns.map(\.name) ?? fields
    self.run = run
  }

  /// A command that has succeeded when it comes back.
  ///
  /// - Parameters:
  ///   - mayPrint: the fields there can be, where the arguments decide which ones there are
  ///   - sortedBy: what a list that the store sorts can be sorted by; else its columns
  init(
    _ spec: CommandSpec, prints document: DocumentSchema? = nil, mayPrint fields: [String] = [],
    sortedBy keys: some Sequence<String>,
    _ run: @escaping @Sendable (CommandContext) throws -> Void
  ) {
    self.init(
      spec: spec, document: document, mayPrint: fields, sortedBy: keys.sorted(),
      run: { context in
        try run(context)
        return .done
      })
  }

  init(
    _ spec: CommandSpec, prints document: DocumentSchema? = nil, mayPrint fields: [String] = [],
    _ run: @escaping @Sendable (CommandContext) throws -> Void
  ) {
    self.init(
      spec: spec, document: document, mayPrint: fields, sortedBy: nil,
      run: { context in
        try run(context)
        return .done
      })
  }

  /// A command whose exit status is part of its answer.
  static func answering(
    _ spec: CommandSpec, prints document: DocumentSchema? = nil,
    _ run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) -> Command {
    Command(spec: spec, document: document, mayPrint: [], sortedBy: nil, run: run)
  }
}

/// A noun with its commands.
struct CommandGroup: Sendable {
  let name: String
  let summary: String
  let discussion: [String]
  let commands: [Command]
  /// Sections of the manual page that follow the commands.
  let sections: [Toolkit.Section]

  init(
    _ name: String, _ summary: String, _ discussion: [String] = [], _ commands: [Command],
    sections: [Toolkit.Section] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.commands = commands
    self.sections = sections
  }
}
