import CivilTime
import CommandGrammar
import JSONText
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
      let draft = try arguments[file].map { try RuleFile<Rule>.read($0, context) }
      guard draft != nil || arguments.wasGiven(RuleText.title) else {
        throw CommandTable.toolkit.usageError(
          "'\(word) create' needs a FILE, or --title\(hasConditions ? ", --if" : "") and --do",
          in: context.spec)
      }
      let open = try context.open()
      let id = try open.store.write { writer in
        let actor = try open.admin(writer.reader)
        let (id, position) = (try writer.nextID(of: Rule.self), try writer.nextPosition(of: Rule.self))
        var rule = draft?.wire.rule(id: id, position: position) ?? blank(id, position)
        try apply(arguments, writer.reader, to: &rule)
        if arguments[inactive] { rule.active = false }
        try check(rule, writer, open, isFile: draft != nil, isNew: true)
        try save(rule, draft?.document, isFile: draft != nil, arguments, writer, open)
        try writer.log(open.entry(by: actor, "added \(name) \(rule.title) (\(rule.id))"))
        return rule.id
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
      let draft = try arguments[file].map { try RuleFile<Rule>.read($0, context) }
      guard draft != nil || textOptions.contains(where: { arguments.wasGiven($0) }) else {
        throw CommandTable.toolkit.usageError("'\(word) edit' needs to know what to change", in: context.spec)
      }
      let open = try context.open()
      let id = try open.store.write { writer in
        let actor = try open.admin(writer.reader)
        let stored = try find(arguments[required: operand], writer.reader)
        var rule =
          draft?.wire.rule(id: stored.rule.id, position: stored.rule.position) ?? stored.rule
        try apply(arguments, writer.reader, to: &rule)
        try check(rule, writer, open, isFile: draft != nil)
        try save(
          rule, draft?.document ?? stored.document, isFile: draft != nil, arguments, writer, open,
          createdAt: stored.createdAt)
        try writer.log(
          open.entry(
            by: actor, "changed \(name) \(rule.title) (\(rule.id))",
            before: String(decoding: stored.document, as: UTF8.self)))
        return rule.id
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

  /// Checks a rule completely; one that is to be inactive may have problems, one that runs may not (T10). What needs
  /// the feature can't be made without it either way (F2).
  func check(_ rule: Rule, _ writer: StoreWriter, _ open: OpenStore, isFile: Bool, isNew: Bool = false) throws
  {
    let problems = rule.problems(try writer.reader.ruleFacts(at: open.now))
    let barring =
      rule.active
      ? problems
      : problems.filter { neverStored.contains($0.code) || (isNew && $0.code == "feature") }
    if let first = barring.first {
      let more = barring.count > 1 ? " (and \(barring.count - 1) more)" : ""
      let message = "\(name) '\(rule.title)': \(first.sentence)\(more)"
      switch first.code {
      case "feature", "plan": throw Failure.notPermitted(message)
      case "reference": throw Failure.notFound(message)
      default: throw isFile ? Failure(.badInput, "bad_input", message) : Failure.usage(message)
      }
    }
    guard rule.active else { return }
    let others = try writer.reader.rules(Rule.self).filter { $0.rule.active && $0.rule.id != rule.id }
    guard others.count < Rule.mostActive else {
      throw Failure.refused(
        "there are \(Rule.mostActive) active \(plural), the most there can be; disable one first")
    }
  }

  /// Stores it in the wire format: what is known here replaces it in the document, the rest stays word for word.
  private func save(
    _ rule: Rule, _ document: [UInt8]?, isFile: Bool, _ arguments: ParsedArguments, _ writer: StoreWriter,
    _ open: OpenStore, createdAt: Instant? = nil
  ) throws {
    let description = arguments[RuleText.description]
    let text = document ?? WireRule.document(Rule.Wire.self, of: rule, description: description, at: open.now)
    var changes = Rule.Wire.members(of: rule) + [("updated_at", .string(open.now.rfc3339))]
    if let description { changes.append(("description", .string(description))) }
    let changed = try JSONPatch.replacing(changes.map { ($0.0, Array($0.1.text.utf8)) }, in: text)
    let size = WireRule.size(of: changed, limit: Rule.largestSize)
    guard size <= Rule.largestSize else {
      let message = "a rule is at most \(Rule.largestSize) bytes; this one has \(size)"
      throw isFile ? Failure(.badInput, "bad_input", message) : Failure.usage(message)
    }
    try writer.save(
      StoredRule(rule: rule, createdAt: createdAt ?? open.now, updatedAt: open.now, document: changed),
      origin: .local)
  }
}

/// A rule in the wire format, from a file.
struct RuleFile<Rule: StorableRule> {
  let wire: Rule.Wire
  let document: [UInt8]

  static func read(_ path: String, _ context: CommandContext) throws -> RuleFile {
    let file = try WireFile.read(
      path, context, kind: Rule.Wire.kind, noun: "rule", limit: Rule.largestSize
    ) { (record) throws(WireProblem) in try Rule.Wire(record) }
    return RuleFile(wire: file.record, document: file.document)
  }
}
