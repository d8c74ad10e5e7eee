@testable import CommandGrammar

/// A small program with one of everything, so that the tests don't hang on the real commands.
enum Sample {
  enum Reason: String, CaseIterable, Sendable {
    case agentEnded = "agent_ended"
    case inactivityEnded = "inactivity_ended"
  }

  static let id = Operand("ID", .id, .repeating, completion: .stored("session"), help: "A session")
  static let reason = Option<Reason>("reason", .word, default: "agent_ended", help: "Why they end")
  static let note = Option("note", short: "n", "TEXT", .text, help: "An internal note with `markup`")
  static let ticket = Option(
    "ticket", short: "t", "ID", .id, repeatable: true, help: "Only this ticket's session")
  static let idleFor = Option("idle-for", "DURATION", duration, help: "Idle that long or longer")
  static let dryRun = Flag("dry-run", help: "Show what would happen, and change nothing")
  static let yes = Flag("yes", short: "y", help: "Don't ask")
  static let message = Option(
    "message", "TEXT", .text, required: true, dashValues: true, help: "What to say")
  static let key = Operand("KEY", .oneOf(["routing.mode", "account.name"]), help: "Which setting")
  static let value = Operand("VALUE", .text, help: "Its value")
  static let file = Operand("FILE", .file, .requiredRepeating, help: "What to read; `-` is standard input")
  static let store = Option("store", "PATH", .file, help: "Which store")
  static let wait = Option("wait", "SECONDS", .integer(upTo: 86_400), default: "5", help: "For how long")
  static let score = Operand("good|bad", .oneOf(["good", "bad"]), help: "The rating")

  static let duration = ValueParser { (text: String) throws(ValueError) -> Int in
    guard text.hasSuffix("h"), let hours = Int(text.dropLast()), hours >= 0 else {
      throw ValueError("is not a duration such as 90m, 4h or 2d")
    }
    return hours * 3600
  }

  static let toolkit = Toolkit(
    program: "sessionctl", version: "1.0", summary: "Administer sessions",
    discussion: ["Paragraph with `--dry-run`, a \\ and a 'quote'.", " .kept\n   as it is \\n"],
    nouns: [
      NounSpec(
        "session", summary: "Messaging sessions",
        verbs: [
          CommandSpec(["session", "list"], summary: "List sessions", takesLists: true, soughtAs: ["ls"]),
          CommandSpec(
            ["session", "show"], summary: "Show a session",
            operands: [Operand("ID", .id, completion: .stored("session"), help: "A session")]),
          CommandSpec(
            ["session", "end"], summary: "End sessions",
            discussion: [
              ".A paragraph that begins with a dot.", "Every selected session is tried and reported.",
            ],
            operands: [id],
            options: section("Selection", [ticket, idleFor]) + [reason, note, dryRun, yes],
            examples: [
              Example(
                command: "sessionctl session end --idle-for 4h --yes", explanation: "End the idle ones"),
              Example(
                command: "sessionctl session list --json | jq -r '.items[].id' > ids",
                explanation: "Keep the ids"),
            ],
            exitNotes: [ExitNote(.no, "More match than `--max` allows")], soughtAs: ["close"]),
        ]),
      NounSpec(
        "messaging-trigger", summary: "Rules for messages",
        verbs: [CommandSpec(["messaging-trigger", "list"], summary: "List them", takesLists: true)]),
      NounSpec(
        "settings", summary: "Settings of the account",
        verbs: [
          CommandSpec(["settings", "set"], summary: "Change a setting", operands: [key, value]),
          CommandSpec(
            ["settings", "rate"], summary: "Rate a setting", operands: [score], options: [message]),
        ]),
    ],
    plainCommands: [
      CommandSpec(
        ["import"], summary: "Read files", operands: [file], options: [Flag("keep-going", help: "Go on")])
    ], globalOptions: [store] + GlobalOptions.printing + [wait] + GlobalOptions.asking,
    sections: [Toolkit.Section("FILES", ["`$XDG_DATA_HOME/sessionctl/sessionctl.db` — the store…"])])

  static func parse(_ arguments: [String]) -> Result<Invocation, UsageError> { toolkit.parse(arguments) }

  /// Splits at spaces: enough for most tables.
  static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  static func error(_ arguments: [String]) -> String? {
    if case .failure(let error) = parse(arguments) { return error.message }
    return nil
  }

  static func arguments(_ words: [String]) throws -> ParsedArguments {
    guard case .run(_, let parsed) = try parse(words).get() else { throw UsageError("nothing to run") }
    return parsed
  }
}
