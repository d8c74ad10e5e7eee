import CommandGrammar
import SessionModel
import SessionStore
import WireFormat

private let file = Operand<String>(
  "FILE", .file, .optional, help: "The rule in the wire format; '-' is standard input")
private let inactive = Flag("inactive", help: "Only store it; 'enable' makes it active")

extension RuleNoun {
  var createCommand: Command {
    Command(
      CommandSpec(
        [word, "create"], summary: "Add a \(name), from the wire format or from options",
        discussion: createDiscussion, operands: [file], options: textOptions + [inactive],
        examples: createExamples,
        exitNotes: [
          ExitNote(.badInput, "The file's rule is wrong"),
          ExitNote(.usage, "The rule in the options is wrong"),
        ]), prints: documents.show
    ) { context in
      let arguments = context.arguments
      let draft = try arguments[file].map { try read($0, context) }
      guard draft != nil || arguments.wasGiven(RuleText.title) else {
        throw CommandTable.toolkit.usageError(
          "'\(word) create' needs a FILE, or --title\(hasConditions ? ", --if" : "") and --do",
          in: context.spec)
      }
      let open = try context.open()
      let id = try open.administer(isFile: draft != nil) { administration in
        var rule = draft?.record.rule(id: 0, position: 0) ?? blank
        try apply(arguments, administration.reader, to: &rule)
        if arguments[inactive] { rule.active = false }
        return try administration.add(
          rule, document: draft?.document, description: arguments[RuleText.description]
        ).rule.id
      }
      if context.isSilent { return }
      try show(String(id), context, open)
    }
  }

  var editCommand: Command {
    Command(
      CommandSpec(
        [word, "edit"], summary: "Change a \(name)",
        discussion: [
          "With a FILE, the whole rule is replaced; with options, what they name: \(hasConditions ? "`--if` replaces all conditions of that list, " : "")`--do` all actions."
        ],
        operands: [operand, file], options: textOptions,
        examples: [
          Example(
            command: "sessionctl \(word) edit 1 --title 'A better title'",
            explanation: "Give it another title"
          )
        ],
        exitNotes: [ExitNote(.badInput, "The file's rule is wrong")]), prints: documents.show
    ) { context in
      let arguments = context.arguments
      let draft = try arguments[file].map { try read($0, context) }
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

  /// Changes what the options name.
  private func apply(_ arguments: ParsedArguments, _ reader: StoreReader, to rule: inout Rule) throws {
    let text = RuleText(reader, dialect)
    if let title = arguments[RuleText.title] { rule.title = title }
    if hasConditions, arguments.wasGiven(RuleText.ifAll) {
      rule.conditions.all = try text.conditions(arguments[all: RuleText.ifAll])
    }
    if hasConditions, arguments.wasGiven(RuleText.ifAny) {
      rule.conditions.any = try text.conditions(arguments[all: RuleText.ifAny])
    }
    if arguments.wasGiven(RuleText.perform) {
      rule.actions = try text.actions(arguments[all: RuleText.perform])
    }
    try applyOptions(arguments, &rule, reader)
  }

  /// A rule in the wire format, from a file.
  private func read(_ path: String, _ context: CommandContext) throws -> WireFile<Rule.Wire> {
    try WireFile.read(path, context, kind: Rule.Wire.kind, noun: "rule") { (record) throws(WireProblem) in
      try Rule.Wire(record)
    }
  }
}
