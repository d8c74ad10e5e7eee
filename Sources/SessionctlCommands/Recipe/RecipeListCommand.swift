import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let recipeListCommand = Command(
  CommandSpec(
    ["recipe", "list"], summary: "List the recipes, and which can be installed here",
    examples: [Example(command: "sessionctl recipe list", explanation: "All recipes")], takesLists: true),
  prints: RecipeDocument.list.schema
) { context in
  let open = try context.open(readOnly: true)
  let rows = try open.store.read { reader in
    try Recipe.all.map { try RecipeRow($0, RecipeValues(reader, for: $0), reader) }
  }
  try context.list(RecipeDocument.list, rows, open.clock, emptyNote: "no recipes")
  guard context.format == .table, !context.arguments.wasGiven(GlobalOptions.fields) else { return }
  // One line for each reason: where the feature is off, that is nearly all of them.
  var names: [(reason: String, names: [String])] = []
  for row in rows {
    guard let reason = row.obstacle else { continue }
    let name = row.recipe.name
    if let known = names.firstIndex(where: { $0.reason == reason }) {
      names[known].names.append(name)
    } else {
      names.append((reason, [name]))
    }
  }
  for (reason, names) in names { context.note("\(names.joined(separator: ", ")): \(reason)") }
}
