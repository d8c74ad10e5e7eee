import Rendering
import SessionStore
import StoreEngine

/// A recipe, and how it stands in this account.
struct RecipeRow {
  let recipe: Recipe
  let values: RecipeValues
  let isInstalled: Bool
  /// What keeps it from being installed.
  let obstacle: String?
  let parts: [RecipePart]

  init(_ recipe: Recipe, _ values: RecipeValues, _ reader: StoreReader) throws {
    self.recipe = recipe
    self.values = values
    isInstalled = try !RecipeParts(recipe, reader).present.isEmpty
    obstacle = try recipe.obstacle(reader, schedule: values.schedule?.name)?.message
    parts = recipe.parts(values)
  }
}

/// A recipe as documents have it.
enum RecipeDocument {
  static let list = RowSchema("recipe-list", columns)
  static let single = RowSchema(
    single: "recipe",
    columns + [
      summary,
      RowColumn("parts", .objects(part)) { row in row.parts.map { ($0, row.values) } },
    ])

  /// For people, who read what it creates as lines below.
  static let brief = RowSchema(
    single: "recipe",
    columns.only(["title"]) + [summary] + columns.only(["installed", "available", "reason"]))

  private static let columns: [RowColumn<RecipeRow>] = [
    RowColumn("name", .token) { $0.recipe.name },
    RowColumn("title", .text, flexible: true) { $0.recipe.title },
    RowColumn("installed", .bool) { $0.isInstalled },
    RowColumn("available", .bool) { $0.obstacle == nil },
    RowColumn("reason", .text, inTable: false) { $0.obstacle },
    RowColumn("creates", .texts, inTable: false, flexible: true) { row in
      row.parts.map { "\($0.kind) '\($0.title)'" }
    },
    RowColumn("warnings", .texts, inTable: false, flexible: true) { $0.recipe.warnings($0.values) },
  ]

  private static let summary = RowColumn<RecipeRow>("summary", .text) { $0.recipe.summary }

  private static let part: [RowColumn<(part: RecipePart, values: RecipeValues)>] = [
    RowColumn("kind", .token) { $0.part.kind },
    RowColumn("title", .text) { $0.part.title },
    RowColumn("conditions", .texts) { $0.part.conditions },
    RowColumn("actions", .texts) { $0.part.actions($0.values) },
  ]
}
