/// What lists, order, switches and checks need of a rule, whatever kind it is.
public protocol ManagedRule: Hashable, Sendable {
  /// What one is called in sentences: `messaging trigger`.
  static var noun: String { get }
  /// The codes of problems for which not even an inactive one is stored.
  static var neverStored: Set<String> { get }

  var id: Int64 { get set }
  var title: String { get set }
  var active: Bool { get set }
  var position: Int64 { get set }
  var conditions: RuleConditions { get set }
  var actions: [RuleAction] { get set }

  /// Everything that keeps it from being evaluated (T10), in the order of the rule.
  func problems(_ environment: RuleEnvironment) -> [RuleProblem]
  /// What is wrong or doubtful about it.
  func findings(_ environment: RuleEnvironment) -> [RuleFinding]
}

extension ManagedRule {
  /// T9, in bytes of its JSON.
  public static var largestSize: Int { 65_536 }
  /// T9
  public static var mostActive: Int { 7_000 }

  /// The rule as sentences name it.
  package var thing: ManagedThing { ManagedThing(Self.noun, id: id, name: title) }

  /// What bars it from being stored as it is: one that runs may have no problem (T10, P3), one that is only kept may;
  /// what needs the feature can't be made without it either way (F2).
  package func bars(_ environment: RuleEnvironment, isNew: Bool) -> [RuleProblem] {
    let problems = problems(environment)
    if active { return problems }
    return problems.filter { Self.neverStored.contains($0.code) || (isNew && $0.code == "feature") }
  }
}

extension Trigger: ManagedRule {
  public static let noun = "trigger"
  public static let neverStored: Set = ["both_ending_actions"]

  public func problems(_ environment: RuleEnvironment) -> [RuleProblem] {
    RuleCompiler(environment).problems(of: self)
  }
  public func findings(_ environment: RuleEnvironment) -> [RuleFinding] {
    RuleCompiler(environment).findings(of: self)
  }
}
