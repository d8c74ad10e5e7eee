import CommandGrammar
import SessionStore
import StoreEngine

extension RuleNoun {
  var showCommand: Command {
    Command(
      CommandSpec(
        [word, "show"], summary: "Show one \(name) in the wire format", operands: [operand],
        examples: [
          Example(
            command: "sessionctl \(word) show 1 --json", explanation: "The whole rule, for a program")
        ]), prints: documents.show.schema
    ) { context in
      try show(context.arguments[required: operand], context, context.open(readOnly: true))
    }
  }

  /// Writes one rule, named by id or title.
  func show(_ word: String, _ context: CommandContext, _ open: OpenStore) throws {
    try open.store.read { reader in
      try RuleDocument(self, context, reader, open.clock).write(find(word, reader), open.clock)
    }
  }
}
