/// Which condition of a rule holds on a ticket, and what the ticket actually has: a rule tried before it runs.
public struct RuleTrial: Sendable {
  /// One condition, tried by itself.
  public struct Condition: Sendable {
    /// The condition as the rule has it.
    public let condition: RuleCondition
    /// What the ticket or the update has; nil for nothing.
    public let actual: String?
    /// nil when it can't be evaluated.
    public let holds: Bool?
    /// Why it can't be evaluated (T10); nil where it can.
    public let problem: RuleProblem?
  }

  /// In the order of the rule, each tried whatever the others say.
  public let all: [Condition]
  /// In the order of the rule; empty where the rule has none.
  public let any: [Condition]

  /// T2
  public var isMet: Bool {
    all.allSatisfy { $0.holds == true } && (any.isEmpty || any.contains { $0.holds == true })
  }
}

extension RuleCompiler {
  /// Evaluates a rule's conditions one by one.
  public func trial(of conditions: RuleConditions, event: RuleEvent, before: WorkItem, now: WorkItem)
    -> RuleTrial
  {
    let compiler = conditionCompiler(event)
    func tried(_ condition: RuleCondition) -> RuleTrial.Condition {
      let actual = ConditionCatalogue.field(condition.field)?.actual(event, now)
      do throws(RuleProblem) {
        let holds = try compiler.compile(condition).holds(before: before, now: now)
        return RuleTrial.Condition(condition: condition, actual: actual, holds: holds, problem: nil)
      } catch {
        return RuleTrial.Condition(condition: condition, actual: actual, holds: nil, problem: error)
      }
    }
    return RuleTrial(all: conditions.all.map(tried), any: conditions.any.map(tried))
  }
}
