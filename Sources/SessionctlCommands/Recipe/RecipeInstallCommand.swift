import CommandGrammar
import SessionStore
import StoreEngine

let recipeInstallCommand = Command.answering(
  CommandSpec(
    ["recipe", "install"], summary: "Install a recipe",
    discussion: [
      "Shows what it will create, and asks on a terminal; elsewhere --yes is required. Its texts to customers are in the language of `account.locale`, English or German. If the recipe would give tickets to a group in which nobody can take any, the command says so, and the trigger starts inactive."
    ],
    operands: [RecipeOptions.operand], options: RecipeOptions.parameters + [RecipeOptions.yes],
    examples: [
      Example(
        command: "sessionctl recipe install notify-before-end --yes",
        explanation: "The standard notice, in English and German")
    ],
    exitNotes: [
      ExitNote(.no, "A name is already taken, a schedule is missing, or you answered no"),
      ExitNote(.notPermitted, "The plan or the feature that it needs is missing"),
    ]),
  prints: RecipeDocument.single.schema
) { context in
  let recipe = try RecipeOptions.recipe(context)
  let open = try context.open()
  let (plan, values) = try open.store.read { reader in
    _ = try open.admin(reader)
    let values = try RecipeOptions.values(context, recipe, reader)
    if let obstacle = try recipe.obstacle(reader, schedule: values.schedule?.name) { throw obstacle }
    return (try RecipePlan(recipe, values, reader), values)
  }
  if !plan.missing.isEmpty {
    for line in plan.lines { context.note(line) }
    for warning in recipe.warnings(values) { context.note("note: \(warning)") }
    guard try RecipeOptions.confirm("Install \(recipe.name)?", context) else {
      context.messages.line("nothing was installed")
      return .no
    }
  }
  let made = try open.administer(logsTogether: true) { administration in
    let made = try RecipeInstaller(recipe: recipe, administration: administration, open: open).install(values)
    if !made.isEmpty {
      try administration.writer.log(
        open.entry(
          by: administration.actor, "installed recipe \(recipe.name)", changes: administration.changes))
    }
    return made
  }
  for line in made { context.note(line) }
  if made.isEmpty {
    context.note("recipe \(recipe.name) is already installed; nothing changed")
    for part in try open.store.read({ try RecipeParts(recipe, $0).present }) where !part.isActive {
      context.note(
        "\(part.name) is inactive; enable it with 'sessionctl \(part.kind) enable \(part.shownID)'")
    }
    if RecipeOptions.parameters.contains(where: { context.arguments.wasGiven($0) }) {
      context.note(
        "to install it with other options, remove it first: 'sessionctl recipe remove \(recipe.name)'")
    }
  } else {
    for line in recipe.advice { context.note(line) }
  }
  if context.wantsDocument {
    try open.store.read { reader in
      try context.show(RecipeDocument.single, RecipeRow(recipe, values, reader), open.clock)
    }
  }
  return .done
}
