import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine

extension RuleNoun {
  var editCommand: Command {
    Command(
      CommandSpec(
        [word, "edit"], summary: "Edit a \(name)",
        discussion: [
          "With a FILE, the whole rule is replaced; with options, what they name: \(hasConditions ? "`--if` replaces all conditions of that list, " : "")`--do` all actions."
        ],
        operands: [operand, RuleFile.operand], options: textOptions,
        examples: [
          Example(
            command: "sessionctl \(word) edit 1 --title 'A better title'",
            explanation: "Give it another title"
          )
        ],
        exitNotes: [ExitNote(.badInput, "The rule in the file is wrong")]), prints: documents.show.schema
    ) { context in
      let arguments = context.arguments
      let draft = try arguments[RuleFile.operand].map { try read($0, context) }
      guard draft != nil || textOptions.contains(where: { arguments.wasGiven($0) }) else {
        throw CommandTable.toolkit.usageError("'\(word) edit' needs to know what to change", in: context.spec)
      }
      let open = try context.open()
      let id = try open.administer(isFile: draft != nil) { administration in
        let stored = try find(arguments[required: operand], administration.reader)
        var rule = draft?.record.rule(id: 0, position: 0) ?? stored.rule
        try apply(arguments, administration.reader, to: &rule)
        try administration.change(
          stored, to: rule, document: draft?.document, description: arguments[RuleText.description])
        return stored.rule.id
      }
      if context.isSilent { return }
      try show(String(id), context, open)
    }
  }
}
