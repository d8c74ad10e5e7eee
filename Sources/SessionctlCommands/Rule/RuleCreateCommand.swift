import CommandGrammar
import SessionStore
import StoreEngine

private let inactive = Flag("inactive", help: "Store it inactive; 'enable' makes it active")

extension RuleNoun {
  var createCommand: Command {
    Command(
      CommandSpec(
        [word, "create"], summary: "Create a \(name), from the wire format or from options",
        discussion: createDiscussion, operands: [RuleFile.operand], options: textOptions + [inactive],
        examples: createExamples,
        exitNotes: [
          ExitNote(.badInput, "The rule in the file is wrong"),
          ExitNote(.usage, "The rule in the options is wrong"),
        ]), prints: documents.show.schema
    ) { context in
      let arguments = context.arguments
      let draft = try arguments[RuleFile.operand].map { try read($0, context) }
      guard draft != nil || arguments.wasGiven(RuleText.title) else {
        throw CommandTable.toolkit.usageError(
          "'\(word) create' needs a FILE, or --title\(hasConditions ? ", --if" : "") and --do",
          in: context.spec)
      }
      let typed = TypedRule(context, dialect)
      let open = try context.open()
      let id = try open.administer(isFile: draft != nil) { administration in
        var rule = draft?.record.rule(id: 0, position: 0) ?? blank
        try apply(arguments, typed, administration, to: &rule)
        if arguments[inactive] { rule.active = false }
        return try administration.add(
          rule, document: draft?.document, description: arguments[RuleText.description]
        ).rule.id
      }
      if context.isSilent { return }
      try show(String(id), context, open)
    }
  }
}
