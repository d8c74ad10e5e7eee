import Rendering
import SessionStore
import StoreEngine

/// A recipe as documents have it.
enum RecipeDocument {
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
