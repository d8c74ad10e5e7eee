import CommandGrammar
import SessionStore
import StoreEngine

extension RuleNoun {
  var listCommand: Command {
    Command(
      CommandSpec(
        [word, "list"],
        summary: "List \(plural) in \(runsByItself ? "the order in which they run" : "their order")",
        examples: [
          Example(
            command: "sessionctl \(word) list",
            explanation: "All \(plural), and what is wrong with them")
        ],
        takesLists: true), prints: documents.list.schema
    ) { context in
      let open = try context.open(readOnly: true)
      try open.store.read { reader in
        try RuleDocument(self, context, reader, open.clock).write(reader.rules(Rule.self), open.clock)
      }
    }
  }
}
