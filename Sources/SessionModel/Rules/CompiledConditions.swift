/// The conditions of a rule, compiled: triggers and queues are met by the same test (T2). What costs least is asked
/// first, since the answer doesn't depend on the order.
public struct CompiledConditions: Sendable {
  var all: [RuleTest]
  var any: [RuleTest]

  func areMet(before: WorkItem, now: WorkItem) -> Bool {
    for test in all where !test.holds(before: before, now: now) { return false }
    if any.isEmpty { return true }
    return any.contains { $0.holds(before: before, now: now) }
  }

  /// Without what is decided already; nil if they can't be met any more.
  var folded: CompiledConditions? {
    if all.contains(.always(false)) { return nil }
    var folded = self
    folded.all.removeAll { $0 == .always(true) }
    if any.contains(.always(true)) {
      folded.any = []
    } else if !any.isEmpty {
      folded.any.removeAll { $0 == .always(false) }
      if folded.any.isEmpty { return nil }
    }
    return folded
  }

  /// With every test decided that is about the change of something that can't change in this run.
  func withoutChanges(except changing: Set<Attribute>) -> CompiledConditions? {
    func decide(_ test: RuleTest) -> RuleTest {
      guard let attribute = test.changingAttribute, !changing.contains(attribute),
        let answer = test.unchangedAnswer
      else { return test }
      return .always(answer)
    }
    return CompiledConditions(all: all.map(decide), any: any.map(decide)).folded
  }

  /// With the tests decided that look at the update's comment.
  func resolved(comment: RuleEvent.Comment?) -> CompiledConditions? {
    func decide(_ test: RuleTest) -> RuleTest {
      guard case .comment(let test) = test else { return test }
      return .always(test.holds(for: comment))
    }
    return CompiledConditions(all: all.map(decide), any: any.map(decide)).folded
  }

  var readsComment: Bool {
    (all + any).contains { if case .comment = $0 { true } else { false } }
  }

  var columns: WorkItemColumns {
    (all + any).reduce(into: []) { $0.formUnion($1.columns) }
  }
}

extension ConditionCompiler {
  /// Compiles both lists.
  ///
  /// - Throws: the first problem that keeps them from being evaluated (T10)
  func compile(_ conditions: RuleConditions) throws(RuleProblem) -> CompiledConditions {
    var compiled = CompiledConditions(all: [], any: [])
    for condition in conditions.all { compiled.all.append(try compile(condition)) }
    for condition in conditions.any { compiled.any.append(try compile(condition)) }
    compiled.all.sort { $0.cost < $1.cost }
    compiled.any.sort { $0.cost < $1.cost }
    return compiled
  }
}
