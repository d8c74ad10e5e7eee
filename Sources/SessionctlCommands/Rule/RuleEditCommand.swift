import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine

extension RuleNoun {
  var editCommand: Command {
    Command(
      CommandSpec(
        [word, "edit"], summary: "Edit a \(name)",
        discussion: [
          "With options, only what they name changes: \(hasConditions ? "`--if` and `--if-any` replace all conditions of their list, `--add-if` and `--remove-if` one of them; " : "")`--do` replaces all actions, `--add-do` and `--remove-do` one of them. With a FILE, the whole rule is replaced. The command shows the difference; `log revert` undoes it.",
          "Without options and without a FILE, on a terminal, `$VISUAL` or `$EDITOR` opens the rule as JSON, with groups, agents and schedules by name. If something is wrong, the editor opens again, with the problems at the top.",
        ],
        operands: [operand, RuleFile.operand], options: textOptions + editOptions,
        examples: [
          Example(
            command: "sessionctl \(word) edit 1 --title 'A better title'",
            explanation: "Give it another title"
          ),
          Example(
            command: "sessionctl \(word) show 1 --json | sessionctl \(word) edit 1 -",
            explanation: "Read its own document back"),
        ],
        exitNotes: [
          ExitNote(.badInput, "The file's rule is wrong"),
          ExitNote(.no, "You left the editor without correcting what is wrong"),
        ]), prints: documents.show.schema
    ) { context in
      let arguments = context.arguments
      let draft = try arguments[RuleFile.operand].map { try read($0, context) }
      let isChanged = (textOptions + editOptions).contains { arguments.wasGiven($0) }
      guard draft != nil || isChanged else {
        guard context.canRunEditor else {
          throw CommandTable.toolkit.usageError(
            "'\(word) edit' needs to know what to change; on a terminal it opens an editor", in: context.spec)
        }
        return try editByHand(context)
      }
      let typed = TypedRule(context, dialect)
      let open = try context.open()
      let (id, edited) = try open.administer(isFile: draft != nil) { administration in
        let stored = try find(arguments[required: operand], administration.reader)
        var rule = draft?.record.rule(id: 0, position: 0) ?? stored.rule
        try apply(arguments, typed, administration, to: &rule)
        try administration.change(
          stored, to: rule, document: draft?.document, description: arguments[RuleText.description])
        return (stored.rule.id, try difference(from: stored, administration.reader))
      }
      try context.tell(edited) { try show(String(id), context, open) }
    }
  }

  /// Opens the rule in an editor, in the form of rules as code.
  private func editByHand(_ context: CommandContext) throws {
    let open = try context.open()
    let (before, code) = try open.store.read { reader in
      _ = try open.admin(reader)
      let stored = try find(context.arguments[required: operand], reader)
      let code = try coded.stored(reader, RuleNames(reader)).first { $0.id == stored.rule.id }
      return (stored, JSONValue.object(code?.rule.content ?? JSONObject()))
    }
    var result: EditedThing?
    _ = try TextEditor(context).edit(code, of: before.rule.thing.heading) { object in
      context.warnOfSlips(in: object, coded.members, at: before.rule.thing.heading)
      result = try open.administer(isFile: true) { administration in
        let stored = try administration.reader.rule(Rule.self, id: before.rule.id)
        guard let stored, stored.document == before.document, stored.rule == before.rule else {
          throw Failure.refused("\(before.rule.thing.heading) was changed by somebody else meanwhile")
        }
        try CodeTarget(administration, open, isOwn: true).change(stored.rule.id, to: object, coded)
        return try difference(from: stored, administration.reader)
      }
    }
    guard let result else { return context.note("nothing changed") }
    try context.tell(result) { try show(String(before.rule.id), context, open) }
  }

  /// The difference between what a rule was and what it is.
  private func difference(from before: StoredRule<Rule>, _ reader: StoreReader) throws -> EditedThing {
    let names = try RuleNames(reader)
    let after = try reader.rule(Rule.self, id: before.rule.id)
    return try EditedThing(
      heading: (after?.rule ?? before.rule).thing.heading, before: lines(before, names),
      after: after.map { try lines($0, names) } ?? [])
  }

  /// What a rule says, line by line in the words of the options, with names.
  private func lines(_ stored: StoredRule<Rule>, _ names: RuleNames) throws -> [String] {
    let rule = stored.rule
    let walk = RuleReferenceWalk(dialect: dialect, replace: names.name)
    let document = try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true)
    var lines = ["title \(rule.title)"]
    if let text = document["description"]?.string, !text.isEmpty { lines.append("description \(text)") }
    lines.append("active \(rule.active ? "yes" : "no")")
    if coded.hasCategory, let name = names.category(of: document["category_id"])?.string {
      lines.append("category \(name)")
    }
    if let rule = rule as? MessagingTrigger { lines.append("event \(rule.event)") }
    if Rule.self == Macro.self {
      let restriction = try CodedRestriction(wire: document["restriction"], names.name).json
      if !restriction.isNull { lines.append("restriction \(restriction.text)") }
    }
    lines += try walk.conditions(rule.conditions).lines
    return try lines
      + walk.actions(rule.actions).flatMap { action in
        action.lines.enumerated().map { $0 == 0 ? "do \($1)" : $1 }
      }
  }
}

extension RuleConditions {
  /// A line for each, in the words of the options.
  var lines: [String] { all.map { "if \($0.words)" } + any.map { "if any \($0.words)" } }
}

extension CodeTarget {
  /// Makes a rule what somebody wrote.
  ///
  /// - Throws: a failure that names everything that is wrong
  func change(_ id: Int64, to object: JSONObject, _ kind: some CodedKind) throws {
    let rule: CodedRule
    do throws(CodeProblem) { rule = try kind.read(object) } catch {
      throw Failure(.badInput, "bad_input", error.message)
    }
    try kind.change(id, to: rule, self)
    if problems.isEmpty { return }
    throw Failure.all(problems.map { Failure(.badInput, "bad_input", $0) }, "nothing was stored")
  }
}
