import CommandGrammar

extension RuleNoun {
  var enableCommand: Command {
    Command(
      CommandSpec(
        [word, "enable"],
        summary: "Enable \(plural), so that they \(runsByItself ? "run" : "can be applied")",
        discussion: runsByItself ? ["They do not run on earlier updates."] : [],
        operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) enable 1",
            explanation: runsByItself ? "It runs from now on" : "Agents can apply it from now on")
        ],
        exitNotes: [
          ExitNote(.notPermitted, "A rule needs the feature to end sessions, which is off, or another plan")
        ])
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
