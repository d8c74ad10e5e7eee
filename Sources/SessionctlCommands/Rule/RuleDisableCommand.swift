import CommandGrammar

extension RuleNoun {
  var disableCommand: Command {
    Command(
      CommandSpec(
        [word, "disable"],
        summary: "Disable \(plural), so that \(runsByItself ? "they do not run" : "nobody can apply them")",
        operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) disable 1",
            explanation: runsByItself ? "It stays, but does not run" : "It stays, but nobody can apply it")
        ])
    ) { try setActive(false, $0) }
  }
}
