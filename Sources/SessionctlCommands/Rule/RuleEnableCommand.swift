import CommandGrammar

extension RuleNoun {
  var enableCommand: Command {
    Command(
      CommandSpec(
        [word, "enable"], summary: "Let \(plural) \(work)",
        discussion: runsByItself ? ["It is not retroactive."] : [],
        operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) enable 1",
            explanation: runsByItself ? "From now on it runs" : "From now on agents can apply it")
        ],
        exitNotes: [ExitNote(.notPermitted, "It needs the feature, which is off, or a plan")])
    ) { try setActive(true, $0) }
  }

  /// Makes the named rules active or inactive, all of them or none.
  func setActive(_ active: Bool, _ context: CommandContext) throws {
    let open = try context.open()
    let changed = try open.administer { administration in
      try administration.setActive(active, find(all: context.arguments[all: operands], administration.reader))
    }.map(\.title)
    context.note(
      changed.isEmpty
        ? "nothing changed" : "\(active ? "enabled" : "disabled") \(changed.joined(separator: ", "))")
  }
}
