import JSONText

/// One condition as the wire has it: what it means is the catalogue's business.
public struct RuleCondition: Hashable, Sendable {
  /// Never one of the names that were used before.
  public let field: String
  /// nil where the field takes none (`update_type`, `in_business_hours`).
  public var operatorWord: String?
  /// A string, or null where there is none to give.
  public var value: JSONValue

  public init(field: String, operatorWord: String?, value: JSONValue) {
    self.field = ConditionCatalogue.todaysName(of: field)
    self.operatorWord = operatorWord
    self.value = value
  }
}

/// One action as the wire has it.
public struct RuleAction: Hashable, Sendable {
  public var field: String
  public var value: JSONValue

  public init(field: String, value: JSONValue) {
    self.field = field
    self.value = value
  }
}

/// The conditions of a rule: met when all of `all` hold and, if `any` is not empty, one of `any` (T2).
public struct RuleConditions: Hashable, Sendable {
  public var all: [RuleCondition]
  public var any: [RuleCondition]

  public init(all: [RuleCondition] = [], any: [RuleCondition] = []) {
    self.all = all
    self.any = any
  }

  public var isEmpty: Bool { all.isEmpty && any.isEmpty }
}

/// A ticket trigger (T1).
public struct Trigger: Hashable, Sendable {
  public var id: Int64
  public var title: String
  public var active: Bool
  public var position: Int64
  public var conditions: RuleConditions
  public var actions: [RuleAction]

  public init(
    id: Int64, title: String, active: Bool, position: Int64, conditions: RuleConditions, actions: [RuleAction]
  ) {
    self.id = id
    self.title = title
    self.active = active
    self.position = position
    self.conditions = conditions
    self.actions = actions
  }

  /// F2, F3: it looks at ends or routing channels, or ends sessions, and so relies on the feature.
  public var dependsOnFeature: Bool {
    (conditions.all + conditions.any).contains {
      ConditionCatalogue.field($0.field)?.needsFeature ?? false
    } || actions.contains { ActionCatalogue.field($0.field)?.needsFeature ?? false }
  }

  /// T9
  public static let largestSize = 65_536
  public static let mostActive = 7_000
}

/// Something in a rule that can't be evaluated, with the place it is in (T10).
public struct RuleProblem: Error, Hashable, Sendable {
  /// `condition 2 of 'all'`, `action 1`; nil for the rule as a whole.
  public var place: String?
  public var message: String
  /// A word for programs: `unknown_field`, `operator`, `value`, `reference`, `feature`, `plan` …
  public var code: String

  public init(_ code: String, _ message: String, place: String? = nil) {
    self.code = code
    self.message = message
    self.place = place
  }

  public var sentence: String { place.map { "\($0): \(message)" } ?? message }
}
