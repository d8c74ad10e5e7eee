import SessionModel
import SessionStore
import StoreEngine

/// What an installation would make.
struct RecipePlan {
  let missing: [RecipePart]
  private let values: RecipeValues
  /// Of what is missing: the kinds and titles of what is there already, made by somebody else, and says the same.
  private let takenOver: Set<[String]>

  init(_ recipe: Recipe, _ values: RecipeValues, _ reader: StoreReader) throws {
    let present = try RecipeParts(recipe, reader).present
    self.values = values
    missing = recipe.parts(values).filter { part in
      !present.contains { $0.is(part) }
    }
    takenOver = Set(
      try missing.filter { try Self.isThere($0, reader) }.map { [$0.kind, $0.title] })
  }

  private static func isThere(_ part: RecipePart, _ reader: StoreReader) throws -> Bool {
    func has<Rule: StorableRule>(_ rule: Rule) throws -> Bool {
      try reader.rules(Rule.self).contains {
        $0.rule.title == rule.title && $0.rule.conditions == rule.conditions
          && $0.rule.actions == rule.actions
      }
    }
    switch part {
    case .group: return false
    case .trigger(let trigger): return try has(trigger)
    case .macro(let macro): return try has(macro)
    case .queue(let queue):
      return try reader.queues().contains {
        $0.queue.name == queue.name && $0.queue.conditions == queue.conditions
      }
    }
  }

  var lines: [String] {
    missing.flatMap { part in
      var lines = part.lines(values)
      let isThere = takenOver.contains([part.kind, part.title])
      lines[0] = "will \(isThere ? "take over" : "create") \(lines[0])"
      return lines
    }
  }
}
