import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let recipeShowCommand = Command(
  CommandSpec(
    ["recipe", "show"], summary: "Show what a recipe creates", operands: [RecipeOptions.operand],
    options: RecipeOptions.parameters,
    examples: [
      Example(
        command: "sessionctl recipe show surge-messaging",
        explanation: "Its triggers with their conditions and actions")
    ]),
  prints: RecipeDocument.single
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let recipe = try RecipeOptions.recipe(context)
    let values = try RecipeOptions.values(context, recipe, reader)
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
