import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import Spelling

private let recipeOperand = Operand<String>(
  "RECIPE", .oneOf(Recipe.all.map(\.name)), help: "The recipe's name")
private let group = Option<String>(
  "group", "GROUP", .nonEmptyText, completion: .stored("group"),
  help: "The group that gets the tickets",
  details: [
    "Of a surge: all of them; else the group `Surge` does, which is made if it is not there. Out of hours: those that come without a group; else any group whose agents can take e-mail tickets serves them."
  ])
private let schedule = Option<String>(
  "schedule", "SCHEDULE", .nonEmptyText, completion: .stored("schedule"),
  help: "The business hours; else each ticket's own, or the account's default ones")
private let tag = Option<String>(
  "tag", "TAG", .nonEmptyText, help: "The tag it sets instead of its usual one")
private let alsoWithoutAddress = Flag(
  "also-without-address", help: "Also end sessions of customers who have no e-mail address",
  details: ["Such a customer can then neither be told nor answered. Otherwise they stay in the session."])
private let yes = Flag("yes", help: "Do not ask; required when not on a terminal")
private let parameters: [any OptionDeclaring] = [group, schedule, tag, alsoWithoutAddress]

let recipeCommands = CommandGroup(
  "recipe", "Ready-made sets of rules: a surge, a night, a survey, a report, a notice",
  [
    "A recipe shows what it will create before it does. Installing it twice changes nothing, and removing it takes away only what it brought. What it brings are triggers, macros and queues like any others: edit them as you like."
  ],
  [recipeListCommand, recipeShowCommand, recipeInstallCommand, recipeRemoveCommand],
  sections: [RecipeStories.all.section])

private let recipeListCommand = Command(
  CommandSpec(
    ["recipe", "list"], summary: "List the recipes, and which can be installed here",
    examples: [Example(command: "sessionctl recipe list", explanation: "All of them")], takesLists: true),
  prints: RecipeDocument.list
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    try Recipe.all.map { try RecipeDocument.cells($0, RecipeValues(reader, for: $0), reader) }
  }
  try context.list(RecipeDocument.list, rows, open.clock, emptyNote: "no recipes")
  guard context.format == .table, !context.arguments.wasGiven(GlobalOptions.fields) else { return }
  // One line for each reason: where the feature is off, that is nearly all of them.
  var names: [(reason: String, names: [String])] = []
  for row in rows {
    guard case (.token(let name), .text(let reason)) = (row[0], row[4]) else { continue }
    if let known = names.firstIndex(where: { $0.reason == reason }) {
      names[known].names.append(name)
    } else {
      names.append((reason, [name]))
    }
  }
  for (reason, names) in names { context.note("\(names.joined(separator: ", ")): \(reason)") }
}

private let recipeShowCommand = Command(
  CommandSpec(
    ["recipe", "show"], summary: "Show what a recipe creates", operands: [recipeOperand], options: parameters,
    examples: [
      Example(
        command: "sessionctl recipe show surge-messaging",
        explanation: "Its triggers with their conditions and actions")
    ]),
  prints: RecipeDocument.single
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let recipe = try named(context)
    let values = try recipeValues(context, recipe, reader)
    if context.format == .table, !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.document(RecipeDocument.brief, open.clock).single(
        RecipeDocument.briefCells(recipe, values, reader))
      let lines = TerminalWriter(sink: context.output, terminal: context.outputTerminal)
      lines.line()
      for line in recipe.parts(values).flatMap({ $0.lines(values) }) { lines.line(line) }
      for warning in recipe.warnings(values) { context.note("note: \(warning)") }
    } else {
      try context.document(RecipeDocument.single, open.clock).single(
        RecipeDocument.cells(recipe, values, reader, withParts: true))
    }
  }
}

private let recipeInstallCommand = Command.answering(
  CommandSpec(
    ["recipe", "install"], summary: "Install a recipe",
    discussion: [
      "Says what it will create, and asks on a terminal; elsewhere --yes is required. Its texts to customers are in the language of `account.locale`, English or German. Where a group is to get tickets and nobody in it can take any, it says so, and the trigger starts inactive."
    ],
    operands: [recipeOperand], options: parameters + [yes],
    examples: [
      Example(
        command: "sessionctl recipe install notify-before-end --yes",
        explanation: "The standard notice, in English and German")
    ],
    exitNotes: [
      ExitNote(.no, "A name is taken by something else, it lacks a schedule, or the answer was no"),
      ExitNote(.notPermitted, "The plan or the feature that it needs is not there"),
    ]),
  prints: RecipeDocument.single
) { context in
  let recipe = try named(context)
  let open = try context.open()
  let (plan, values) = try open.store.read { reader in
    _ = try open.admin(reader)
    let values = try recipeValues(context, recipe, reader)
    if let obstacle = try recipe.obstacle(reader, schedule: values.schedule?.name) { throw obstacle }
    return (try RecipePlan(recipe, values, reader), values)
  }
  if !plan.missing.isEmpty {
    for line in plan.lines { context.note(line) }
    for warning in recipe.warnings(values) { context.note("note: \(warning)") }
    guard try confirm("Install \(recipe.name)?", context) else {
      context.messages.line("nothing was installed")
      return .no
    }
  }
  let made = try open.administer(logsTogether: true) { administration in
    let made = try RecipeInstaller(recipe: recipe, administration: administration, open: open).install(values)
    if !made.isEmpty {
      try administration.writer.log(
        open.entry(
          by: administration.actor, "installed recipe \(recipe.name)", after: made.joined(separator: "; ")))
    }
    return made
  }
  for line in made { context.note(line) }
  if made.isEmpty {
    context.note("recipe \(recipe.name) is installed already; nothing changed")
    if parameters.contains(where: { context.arguments.wasGiven($0) }) {
      context.note(
        "to install it with other options, take it away first: 'sessionctl recipe remove \(recipe.name)'")
    }
  } else {
    for line in recipe.advice { context.note(line) }
  }
  if context.wantsDocument {
    try open.store.read { reader in
      try context.document(RecipeDocument.single, open.clock).single(
        RecipeDocument.cells(recipe, values, reader, withParts: true))
    }
  }
  return .done
}

private let recipeRemoveCommand = Command.answering(
  CommandSpec(
    ["recipe", "remove"], summary: "Take away what a recipe brought",
    discussion: [
      "What was edited since is named, and goes too; what others made stays. A group that tickets or agents belong to stays."
    ],
    operands: [recipeOperand], options: [yes],
    examples: [
      Example(
        command: "sessionctl recipe remove notify-before-end --yes", explanation: "Take its macros away")
    ], exitNotes: [ExitNote(.no, "The answer was no")]),
  prints: RecipeDocument.single
) { context in
  let recipe = try named(context)
  let open = try context.open()
  let parts = try open.store.read { reader in
    _ = try open.admin(reader)
    return try RecipeParts(recipe, reader).present
  }
  if parts.isEmpty {
    context.note("recipe \(recipe.name) is not installed; nothing changed")
  } else {
    for part in parts {
      context.note(
        "will remove \(part.kind) '\(part.title)' (\(part.id))\(part.isEdited ? ", which was edited since" : "")\(part.kind == "group" ? ", if nothing belongs to it" : "")"
      )
    }
    guard try confirm("Remove \(recipe.name)?", context) else {
      context.messages.line("nothing was removed")
      return .no
    }
  }
  let told = try open.administer(logsTogether: true) { administration in
    let told = try RecipeInstaller(recipe: recipe, administration: administration, open: open).remove()
    if !told.isEmpty {
      try administration.writer.log(
        open.entry(
          by: administration.actor, "removed recipe \(recipe.name)", before: told.joined(separator: "; ")))
    }
    return told
  }
  for line in told { context.note(line) }
  if context.wantsDocument {
    try open.store.read { reader in
      try context.document(RecipeDocument.single, open.clock).single(
        RecipeDocument.cells(recipe, RecipeValues(reader, for: recipe), reader, withParts: true))
    }
  }
  return .done
}

private func named(_ context: CommandContext) throws -> Recipe {
  let name = context.arguments[required: recipeOperand]
  guard let recipe = Recipe.all.first(where: { $0.name == name }) else {
    throw Failure.notFound(
      "no recipe '\(name)' (see 'sessionctl recipe list')" + didYouMean(name, among: Recipe.all.map(\.name)))
  }
  return recipe
}

/// What the options say, where they say something to this recipe.
private func recipeValues(
  _ context: CommandContext, _ recipe: Recipe, _ reader: StoreReader
) throws -> RecipeValues {
  let arguments = context.arguments
  let given: [(Recipe.Parameter, OptionSpec)] = [
    (.group, group.spec), (.schedule, schedule.spec), (.tag, tag.spec),
    (.withoutAddress, alsoWithoutAddress.spec),
  ]
  for (parameter, spec) in given where arguments.wasGiven(spec) && !recipe.parameters.contains(parameter) {
    throw CommandTable.toolkit.usageError("\(spec.spelling) says nothing to \(recipe.name)", in: context.spec)
  }
  var values = try RecipeValues(reader, for: recipe)
  let naming = Naming(reader)
  if let word = arguments[group] {
    let group = try naming.group(word)
    (values.groupID, values.groupName, values.makesGroup) = (group.id, group.name, false)
    let isServed = values.servingGroups.contains(group.id)
    values.servingGroups = isServed ? [group.id] : []
    values.idleGroup = isServed ? nil : group.name
  }
  values.includesWithoutAddress = arguments[alsoWithoutAddress]
  values.schedule = try arguments[schedule].map { try naming.schedule($0) }
  if let word = arguments[tag] {
    guard word.isTag else { throw Failure.usage("--tag '\(word)' is not a tag: a tag has no spaces") }
    values.tag = word
  }
  return values
}

extension RecipeValues {
  /// What the account says, where no option does.
  fileprivate init(_ reader: StoreReader, for recipe: Recipe) throws {
    self.init()
    isOmnichannel = try reader.isOmnichannel()
    autoroutingTag = try reader.setting("routing.autorouting_tag") ?? ""
    text = RecipeText.speaking(try reader.setting("account.locale"))
    servingGroups = try reader.groupsTakingEmail()
    if let known = try reader.groups().first(where: {
      $0.name.lowercased() == groupName.lowercased() && !$0.deleted
    }) {
      (groupID, groupName, makesGroup) = (known.id, known.name, false)
    }
    // A surge has a group of its own. What comes out of hours without one is anybody's, unless the admin says whose.
    idleGroup = recipe.mode == nil || servingGroups.contains(groupID) ? nil : groupName
  }
}

private func confirm(_ question: String, _ context: CommandContext) throws -> Bool {
  if context.arguments[yes] { return true }
  guard context.world.terminals.inputIsTerminal && context.messages.terminal.isTerminal else {
    throw Failure.usage("give --yes to do it, or run it on a terminal, where it asks")
  }
  context.messages.prompt("\(question) [y/N] ")
  return try Answer.isYes(context.world.input)
}

/// What an installation would make.
struct RecipePlan {
  let missing: [RecipePart]
  private let values: RecipeValues

  init(_ recipe: Recipe, _ values: RecipeValues, _ reader: StoreReader) throws {
    let present = try RecipeParts(recipe, reader).present
    self.values = values
    missing = recipe.parts(values).filter { part in
      !present.contains { $0.is(part) }
    }
  }

  var lines: [String] {
    missing.flatMap { part in
      var lines = part.lines(values)
      lines[0] = "will create \(lines[0])"
      return lines
    }
  }
}

private enum RecipeDocument {
  private static let head: [Column] = [
    Column("name", .token), Column("title", .text, flexible: true), Column("installed", .bool),
    Column("available", .bool), Column("reason", .text, inTable: false),
    Column("creates", .list(.text), inTable: false, flexible: true),
    Column("warnings", .list(.text), inTable: false, flexible: true),
  ]
  static let list = DocumentSchema("recipe-list", head)
  static let single = DocumentSchema(
    single: "recipe",
    head + [
      Column("summary", .text),
      Column(
        "parts",
        .list(
          .object([
            Column("kind", .token), Column("title", .text), Column("conditions", .list(.text)),
            Column("actions", .list(.text)),
          ]))),
    ])

  /// For people, who read what it creates as lines below.
  static let brief = DocumentSchema(single: "recipe", [head[1], Column("summary", .text)] + head[2...4])

  static func briefCells(
    _ recipe: Recipe, _ values: RecipeValues, _ reader: StoreReader
  ) throws -> [Cell] {
    let cells = try cells(recipe, values, reader)
    return [cells[1], .text(recipe.summary)] + cells[2...4]
  }

  static func cells(
    _ recipe: Recipe, _ values: RecipeValues, _ reader: StoreReader, withParts: Bool = false
  ) throws -> [Cell] {
    let installed = try !RecipeParts(recipe, reader).present.isEmpty
    let obstacle = try recipe.obstacle(reader, schedule: values.schedule?.name)
    let parts = recipe.parts(values)
    let head: [Cell] = [
      .token(recipe.name), .text(recipe.title), .bool(installed), .bool(obstacle == nil),
      .text(obstacle?.message), .list(parts.map { .text("\($0.kind) '\($0.title)'") }),
      .list(recipe.warnings(values).map { .text($0) }),
    ]
    guard withParts else { return head }
    return head + [
      .text(recipe.summary),
      .list(
        parts.map {
          .object([
            .token($0.kind), .text($0.title), .list($0.conditions.map { .text($0) }),
            .list($0.actions(values).map { .text($0) }),
          ])
        }),
    ]
  }
}
