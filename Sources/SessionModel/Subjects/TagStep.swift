/// A ticket's tags as somebody left them in the course of an update: its actor, or a rule.
struct TagStep {
  let rule: RuleReference?
  let tags: [String]

  /// What each author changed of a list that was one and became the other (T7): what the agent added is the agent's,
  /// what a rule added is that rule's. A tag belongs to whoever changed it last; what was set and set back is nobody's.
  ///
  /// - Parameter steps: in their order; the last of them left `after`
  /// - Returns: one change for each author of any, in the order in which they began; each goes on from the one before
  static func netChanges(
    _ steps: [TagStep], from before: [String], to after: [String]
  ) -> [(rule: RuleReference?, from: [String], to: [String])] {
    // Nearly always one author has changed them.
    guard let first = steps.first, steps.contains(where: { $0.rule != first.rule }) else {
      return [(steps.first?.rule, before, after)]
    }
    var authors: [(rule: RuleReference?, added: [String], removed: [String])] = []
    func author(of tag: String, added: Bool) -> Int {
      var previous = before
      var author: RuleReference?
      for step in steps {
        if step.tags.contains(tag) == added && previous.contains(tag) != added { author = step.rule }
        previous = step.tags
      }
      return authors.firstIndex { $0.rule == author } ?? 0
    }
    for step in steps where !authors.contains(where: { $0.rule == step.rule }) {
      authors.append((step.rule, [], []))
    }
    for tag in after where !before.contains(tag) { authors[author(of: tag, added: true)].added.append(tag) }
    for tag in before where !after.contains(tag) {
      authors[author(of: tag, added: false)].removed.append(tag)
    }

    let changed = authors.filter { !$0.added.isEmpty || !$0.removed.isEmpty }
    var now = before
    return changed.enumerated().map { place, author in
      let previous = now
      now = now.filter { !author.removed.contains($0) } + author.added
      // The order in which they stand in the end is the ticket's.
      if place == changed.count - 1 { now = after }
      return (author.rule, previous, now)
    }
  }
}
