import CommandGrammar

/// A command: its declaration, and what it does.
struct Command: Sendable {
  let spec: CommandSpec
  let run: @Sendable (CommandContext) throws -> ExitCode

  private init(spec: CommandSpec, run: @escaping @Sendable (CommandContext) throws -> ExitCode) {
    self.spec = spec
    self.run = run
  }

  /// A command that has succeeded when it comes back.
  init(_ spec: CommandSpec, _ run: @escaping @Sendable (CommandContext) throws -> Void) {
    self.init(
      spec: spec,
      run: { context in
        try run(context)
        return .done
      })
  }

  /// A command whose exit status is part of its answer.
  static func answering(
    _ spec: CommandSpec, _ run: @escaping @Sendable (CommandContext) throws -> ExitCode
  ) -> Command {
    Command(spec: spec, run: run)
  }
}

/// A noun with its commands.
struct CommandGroup: Sendable {
  let name: String
  let summary: String
  let discussion: [String]
  let commands: [Command]

  init(_ name: String, _ summary: String, _ discussion: [String] = [], _ commands: [Command]) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.commands = commands
  }
}
