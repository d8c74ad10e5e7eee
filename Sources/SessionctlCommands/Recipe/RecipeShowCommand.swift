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
  prints: RecipeDocument.single.schema
) { context in
  let open = try context.open(readOnly: true)
  try open.store.read { reader in
    let recipe = try RecipeOptions.recipe(context)
    let values = try RecipeOptions.values(context, recipe, reader)
    let row = try RecipeRow(recipe, values, reader)
    guard context.format == .table, !context.arguments.wasGiven(GlobalOptions.fields) else {
      return try context.show(RecipeDocument.single, row, open.clock)
    }
    try context.show(RecipeDocument.brief, row, open.clock)
    let lines = TerminalWriter(sink: context.output, terminal: context.outputTerminal)
    lines.line()
    for line in row.parts.flatMap({ $0.lines(values) }) { lines.line(line) }
    for warning in recipe.warnings(values) { context.note("note: \(warning)") }
  }
}
