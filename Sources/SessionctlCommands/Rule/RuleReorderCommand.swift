import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

extension RuleNoun {
  var reorderCommand: Command {
    Command(
      CommandSpec(
        [word, "reorder"], summary: "Reorder \(plural)",
        discussion: [
          reorderTakesAll
            ? "Name each of them once, in the order in which they should run."
            : "The rules that you name run first, in that order; the others follow in theirs."
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
            "not named: \(others.map(\.thing).labels); 'sessionctl \(word) reorder' needs every \(name)")
        }
        try administration.reorder(first + others)
      }
    }
  }
}
