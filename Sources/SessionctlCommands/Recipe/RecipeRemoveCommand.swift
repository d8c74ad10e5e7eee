import CommandGrammar
import SessionStore
import StoreEngine

let recipeRemoveCommand = Command.answering(
  CommandSpec(
    ["recipe", "remove"], summary: "Remove what a recipe created",
    discussion: [
      "Parts that were edited since are named and removed too; what others created stays. A group that is still used stays."
    ],
    operands: [RecipeOptions.operand], options: [RecipeOptions.yes],
    examples: [
      Example(
        command: "sessionctl recipe remove notify-before-end --yes", explanation: "Remove its macros")
    ], exitNotes: [ExitNote(.no, "You answered no")]),
  prints: RecipeDocument.single.schema
) { context in
  let recipe = try RecipeOptions.recipe(context)
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
        "will remove \(part.name)\(part.isEdited ? ", which was edited since" : "")\(part.kind == "group" ? ", if nothing belongs to it" : "")"
      )
    }
    guard try RecipeOptions.confirm("Remove \(recipe.name)?", context) else {
      context.messages.line("nothing was removed")
      return .no
    }
  }
  let told = try open.administer(logsTogether: true) { administration in
    let told = try RecipeInstaller(recipe: recipe, administration: administration, open: open).remove()
    if !told.isEmpty {
      try administration.writer.log(
        open.entry(
          by: administration.actor, recipe.removal, changes: administration.changes))
    }
    return told
  }
  for line in told { context.note(line) }
  if context.wantsDocument {
    try open.store.read { reader in
      try context.show(
        RecipeDocument.single, RecipeRow(recipe, RecipeValues(reader, for: recipe), reader), open.clock)
    }
  }
  return .done
}
