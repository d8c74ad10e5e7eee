import CommandGrammar
import SessionStore
import StoreEngine

extension RuleNoun {
  var deleteCommand: Command {
    Command(
      CommandSpec(
        [word, "delete"], summary: "Delete \(plural) that are not active",
        discussion: ["An active \(name) can't be deleted: disable it first."], operands: [operands],
        examples: [
          Example(
            command: "sessionctl \(word) delete 'Old rule'",
            explanation: "Delete a rule that was disabled before"
          )
        ],
        exitNotes: [ExitNote(.no, "It is active, or does not exist")])
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
}
