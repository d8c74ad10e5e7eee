/// What somebody changed of a ticket's tags in the course of an update: its actor, or a rule.
struct TagStep {
  let rule: RuleReference?
  let added: [String]
  let removed: [String]

  /// So many authors are told apart; what those after them changed is told as the last one's, so that the history
  /// of thousands of rules that each add a tag stays readable.
  static let mostAuthors = 100

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
    var places: [RuleReference?: Int] = [:]
    var latest: [String: Int] = [:]
    for step in steps {
      let place = places[step.rule] ?? min(authors.count, mostAuthors - 1)
      places[step.rule] = place
      if place == authors.count {
        authors.append((step.rule, [], []))
      } else {
        authors[place].rule = step.rule
      }
      for tag in step.added { latest[tag] = place }
      for tag in step.removed { latest[tag] = place }
    }
    for tag in TagList.difference(after, before) { authors[latest[tag] ?? 0].added.append(tag) }
    for tag in TagList.difference(before, after) { authors[latest[tag] ?? 0].removed.append(tag) }

    let changed = authors.filter { !$0.added.isEmpty || !$0.removed.isEmpty }
    var now = before
    return changed.enumerated().map { place, author in
      let previous = now
      now = TagList.difference(now, author.removed) + author.added
      // The order in which they stand in the end is the ticket's.
      if place == changed.count - 1 { now = after }
      return (author.rule, previous, now)
    }
  }
}
