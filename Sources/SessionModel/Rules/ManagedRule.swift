/// What lists, order, switches and checks need of a rule, whatever kind it is.
public protocol ManagedRule: Hashable, Sendable {
  var id: Int64 { get }
  var title: String { get set }
  var active: Bool { get set }
  var position: Int64 { get set }
  var conditions: RuleConditions { get set }
  var actions: [RuleAction] { get set }

  /// Everything that keeps it from being evaluated (T10), in the order of the rule.
  func problems(_ facts: RuleFacts) -> [RuleProblem]
  /// What is wrong or doubtful about it.
  func findings(_ facts: RuleFacts) -> [RuleFinding]
}

extension ManagedRule {
  /// T9, in bytes of its JSON.
  public static var largestSize: Int { 65_536 }
  /// T9
  public static var mostActive: Int { 7_000 }
}

extension Trigger: ManagedRule {
  public func problems(_ facts: RuleFacts) -> [RuleProblem] { RuleCompiler(facts).problems(of: self) }
  public func findings(_ facts: RuleFacts) -> [RuleFinding] { RuleCompiler(facts).findings(of: self) }
}
