import SessionModel
import SessionStore
import StoreEngine

/// What an installation would make.
struct RecipePlan {
  let missing: [RecipePart]
  private let values: RecipeValues
  /// Of each that is missing, whether it is there all the same, made by somebody else, and is taken over.
  private let isThere: [Bool]

  init(_ recipe: Recipe, _ values: RecipeValues, _ reader: StoreReader) throws {
    let present = try RecipeParts(recipe, reader).present
    self.values = values
    missing = recipe.parts(values).filter { part in
      !present.contains { $0.is(part) }
    }
    isThere = try missing.map { try Self.isThere($0, reader) }
  }

  private static func isThere(_ part: RecipePart, _ reader: StoreReader) throws -> Bool {
    func has<Rule: StorableRule>(_ rule: Rule) throws -> Bool {
      try reader.rules(Rule.self).contains { $0.rule.title == rule.title && $0.rule.saysTheSame(as: rule) }
    }
    switch part {
    case .group: return false
    case .trigger(let trigger): return try has(trigger)
    case .macro(let macro): return try has(macro)
    case .queue(let queue):
      return try reader.queues().contains { $0.queue.name == queue.name && $0.queue.saysTheSame(as: queue) }
    }
  }

  var lines: [String] {
    zip(missing, isThere).flatMap { part, isThere in
      var lines = part.lines(values)
      lines[0] = "will \(isThere ? "take over" : "create") \(lines[0])"
      return lines
    }
  }
}
