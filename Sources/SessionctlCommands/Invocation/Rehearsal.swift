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

  /// By their names.
  static let commands: Set<String> = {
    let edited = ["create", "edit", "delete"]
    let ruled = edited + ["enable", "disable", "reorder"]
    let verbs: KeyValuePairs<String, [String]> = [
      "feature": ["enable", "disable"], "settings": ["set"],
      "ticket": ["reply", "note", "update", "rate", "close-solved"],
      "conversation": ["start", "say", "handoff", "end", "ingest"],
      "trigger": ruled, "messaging-trigger": ruled, "macro": ruled + ["apply"], "queue": edited + ["reorder"],
      "user": ["edit"], "redact": ["user"], "agent": edited, "group": edited, "schedule": edited,
      "recipe": ["install", "remove"], "outbox": ["deliver", "ack", "retry", "cancel"],
    ]
    return Set(verbs.flatMap { noun, verbs in verbs.map { "\(noun) \($0)" } } + ["import"])
  }()
}

extension CommandContext {
  /// Whether nothing of what the command does stays.
  var isRehearsal: Bool { arguments[Rehearsal.flag] && Rehearsal.commands.contains(spec.name) }
}
