import CommandGrammar

/// `--dry-run` of the commands that change something and have nothing of their own for it: they do all that they would
/// do, print it, and none of it stays.
///
/// What it prints is what happened to a state that nobody will see, so that it can't say anything else than a real run
/// would. `session end` and other commands over many sessions plan instead, on a store that they need not be able to write.
enum Rehearsal {
  static let flag = Flag(
    "dry-run", help: "Show what would happen, and change nothing",
    details: [
      "The command does everything, prints what a real run would print now, and undoes it."
    ])

  /// Whether a command is one of them, by the words that call it.
  ///
  /// Asked of each command of a noun whenever one of them runs, so that nothing is made for it.
  static func includes(_ path: [String]) -> Bool {
    guard let noun = path.first, let verb = path.last else { return false }
    return verbs(of: noun).contains(verb)
  }

  private static func verbs(of noun: String) -> [String] {
    switch noun {
    case "feature": ["enable", "disable"]
    case "settings": ["set"]
    case "ticket": ["reply", "note", "update", "rate", "close-solved"]
    case "conversation": ["start", "say", "handoff", "end", "ingest"]
    case "trigger", "messaging-trigger": ["create", "edit", "delete", "enable", "disable", "reorder"]
    case "macro": ["create", "edit", "delete", "enable", "disable", "reorder", "apply"]
    case "queue": ["create", "edit", "delete", "reorder"]
    case "agent", "group", "schedule": ["create", "edit", "delete"]
    case "user": ["edit"]
    case "redact": ["user"]
    case "recipe": ["install", "remove"]
    case "outbox": ["deliver", "ack", "retry", "cancel"]
    // A command of one word is its own verb.
    case "import": ["import"]
    default: []
    }
  }
}

extension CommandContext {
  /// Whether nothing of what the command does stays.
  var isRehearsal: Bool { arguments[Rehearsal.flag] && Rehearsal.includes(spec.path) }
}
