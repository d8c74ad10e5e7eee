import CommandGrammar

extension RuleNoun {
  var disableCommand: Command {
    Command(
      CommandSpec(
        [word, "disable"], summary: "Keep \(plural) from \(runsByItself ? "running" : "being applied")",
        operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) disable 1",
            explanation: runsByItself ? "It stays, and does not run" : "It stays, and nobody can apply it")
        ])
    ) { try setActive(false, $0) }
  }
}
