import SessionStore
import StoreEngine

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
