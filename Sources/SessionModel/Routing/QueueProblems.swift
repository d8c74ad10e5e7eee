extension RuleCompiler {
  /// Everything that is wrong with a queue (Q3), in the order in which it is written.
  ///
  /// One with a problem in its conditions takes no ticket (T10).
  public func problems(of queue: Queue) -> [RuleProblem] {
    var problems: [RuleProblem] = []
    if !(1...Queue.lowestPriority).contains(queue.priority) {
      problems.append(
        RuleProblem(
          "priority",
          "the priority \(queue.priority) is out of range: 1 is the highest, \(Queue.lowestPriority) the lowest"
        ))
    }
    problems += queueProblems(of: queue.conditions)
    problems += groupProblems(queue.primaryGroups, "primary", least: 1)
    problems += groupProblems(queue.secondaryGroups, "secondary", least: 0)
    let both = queue.primaryGroups.filter(queue.secondaryGroups.contains)
    if let group = both.first {
      problems.append(
        RuleProblem("groups", "group \(group) is both primary and secondary; name it once"))
    }
    return problems
  }

  private func groupProblems(_ groups: [Int64], _ kind: String, least: Int) -> [RuleProblem] {
    var problems: [RuleProblem] = []
    if groups.count < least {
      problems.append(RuleProblem("groups", "it has no \(kind) group; it needs at least \(least)"))
    }
    if groups.count > Queue.mostGroups {
      problems.append(
        RuleProblem(
          "groups", "it has \(groups.count) \(kind) groups; at most \(Queue.mostGroups) are allowed"))
    }
    for (index, group) in groups.enumerated() {
      if groups[..<index].contains(group) {
        problems.append(RuleProblem("groups", "group \(group) is named twice among the \(kind) groups"))
      } else if !knows(group: group) {
        problems.append(.missing("group", group, place: "\(kind) groups"))
      }
    }
    return problems
  }

  /// What keeps conditions from being asked of a ticket as it is, whatever happens to it.
  public func queueProblems(of conditions: RuleConditions) -> [RuleProblem] {
    var problems: [RuleProblem] = []
    for (list, name) in [(conditions.all, "all"), (conditions.any, "any")] {
      for (index, condition) in list.enumerated() {
        guard var problem = condition.problemForQueues else { continue }
        problem.place = "condition \(index + 1) of '\(name)'"
        problems.append(problem)
      }
    }
    return problems.isEmpty ? self.problems(of: conditions, event: .none) : problems
  }

  /// The queue's conditions, ready to be asked; nil when they can't be evaluated or met.
  func compile(queue conditions: RuleConditions) -> CompiledConditions? {
    guard !conditions.hasProblemForQueues else { return nil }
    return try? conditionCompiler(.none).compile(conditions).folded
  }
}

extension RuleConditions {
  fileprivate var hasProblemForQueues: Bool { (all + any).contains { $0.problemForQueues != nil } }
}

extension RuleCondition {
  /// Conditions about an update make no sense for a queue, which is asked at any time.
  fileprivate var problemForQueues: RuleProblem? {
    guard let field = ConditionCatalogue.field(self.field) else { return nil }
    func problem(_ what: String) -> RuleProblem {
      RuleProblem("update_only", "\(what) is about an update, but a queue only sees the ticket as it is")
    }
    if field.ground == .update { return problem("'\(field.name)'") }
    if let word = operatorWord, ConditionOperator(rawValue: word)?.isAboutChange == true {
      return problem("'\(field.name) \(word)'")
    }
    return value.string == "current_user" ? problem("'\(field.name)' with the value current_user") : nil
  }
}
