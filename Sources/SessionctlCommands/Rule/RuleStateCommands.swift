import CommandGrammar
import SessionModel
import SessionStore

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

  private func setActive(_ active: Bool, _ context: CommandContext) throws {
    let open = try context.open()
    let changed = try open.administer { administration in
      try administration.setActive(active, find(all: context.arguments[all: operands], administration.reader))
    }.map(\.title)
    context.note(
      changed.isEmpty
        ? "nothing changed" : "\(active ? "enabled" : "disabled") \(changed.joined(separator: ", "))")
  }

  var deleteCommand: Command {
    Command(
      CommandSpec(
        [word, "delete"], summary: "Delete \(plural) that are not active",
        discussion: ["An active \(name) can't be deleted: disable it first."], operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) delete 'Old rule'",
            explanation: "Delete one that was disabled before"
          )
        ],
        exitNotes: [ExitNote(.no, "It is active, or there is none")])
    ) { context in
      let open = try context.open()
      let deleted = try open.administer { administration in
        let rules = try find(all: context.arguments[all: operands], administration.reader)
        for rule in rules { try administration.delete(rule) }
        return rules.map(\.rule.title)
      }
      context.note("deleted \(deleted.joined(separator: ", "))")
    }
  }

  var reorderCommand: Command {
    Command(
      CommandSpec(
        [word, "reorder"], summary: "Put \(plural) into a new order",
        discussion: [
          reorderTakesAll
            ? "Each of them is named once, in the order in which they are to run."
            : "The named ones run first, in the order given; the others follow in theirs."
        ],
        operands: [operands],
        examples: [
          Example(command: "sessionctl \(word) reorder 3 1 2", explanation: "Run 3 first, then 1 and 2")
        ],
        exitNotes: reorderTakesAll ? [ExitNote(.usage, "Not all of them are named")] : [])
    ) { context in
      let open = try context.open()
      try open.administer { administration in
        let all = try administration.reader.rules(Rule.self).map(\.rule)
        let first = try find(all: context.arguments[all: operands], administration.reader).map(\.rule)
        let named = Set(first.map(\.id))
        let others = all.filter { !named.contains($0.id) }
        guard others.isEmpty || !reorderTakesAll else {
          throw Failure.usage(
            "not named: \(others.map(\.thing).labels); 'sessionctl \(word) reorder' takes every \(name)")
        }
        try administration.reorder(first + others)
      }
    }
  }
}
