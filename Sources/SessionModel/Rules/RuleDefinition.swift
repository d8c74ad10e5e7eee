import JSONText

/// One condition as the wire has it: what it means is the catalogue's business.
public struct RuleCondition: Hashable, Sendable {
  /// Never one of the names that were used before.
  public let field: String
  /// nil where the field takes none (`update_type`, `in_business_hours`).
  public var operatorWord: String?
  /// A string, or null where there is none to give.
  public var value: JSONValue

  /// Takes a field by the name that it had before, too; `field` is always today's.
  public init(field: String, operatorWord: String?, value: JSONValue) {
    self.field = ConditionCatalogue.todaysName(of: field)
    self.operatorWord = operatorWord
    self.value = value
  }
}

/// One action as the wire has it.
public struct RuleAction: Hashable, Sendable {
  /// The wire name; one that nobody knows is kept and bars the rule (T10).
  public var field: String
  /// A string for most fields, a list for notifications; kept as it was written.
  public var value: JSONValue

  /// An action in the words of the wire format, not checked.
  public init(field: String, value: JSONValue) {
    self.field = field
    self.value = value
  }
}

/// The conditions of a rule: met when all of `all` hold and, if `any` is not empty, one of `any` (T2).
public struct RuleConditions: Hashable, Sendable {
  /// All of these have to hold.
  public var all: [RuleCondition]
  /// One of these has to hold, unless the list is empty.
  public var any: [RuleCondition]

  /// No conditions, as far as nothing else is said.
  public init(all: [RuleCondition] = [], any: [RuleCondition] = []) {
    self.all = all
    self.any = any
  }

  /// Whether there is none at all, which a trigger may not have (T1).
  public var isEmpty: Bool { all.isEmpty && any.isEmpty }
}

/// A ticket trigger (T1).
public struct Trigger: Hashable, Sendable {
  /// The public API's for an imported one, else one that was counted here (domain §12).
  public var id: Int64
  /// What people call it; the history repeats it with everything that it does (T7).
  public var title: String
  /// Only an active one runs, and it can't be deleted (T8); one with problems never runs (T10).
  public var active: Bool
  /// Its place in its category, the lowest first; equal ones go by id (T3).
  public var position: Int64
  /// When it fires (T2); at least one (T1).
  public var conditions: RuleConditions
  /// What it does when it fires, in this order; at least one (T1).
  public var actions: [RuleAction]

  /// A trigger as it is written, not checked.
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
}

/// Something in a rule that can't be evaluated, with the place it is in (T10).
public struct RuleProblem: Error, Hashable, Sendable {
  /// `condition 2 of 'all'`, `action 1`; nil for the rule as a whole.
  public var place: String?
  /// What is wrong and what would be right, as a sentence without a full stop.
  public var message: String
  /// A word for programs: `unknown_field`, `operator`, `value`, `reference`, `feature`, `plan` …
  public var code: String
  /// What else can be done about it, which is said by whoever knows the commands.
  public var remedy: Remedy?

  /// What an admin can do so that a rule can be evaluated.
  public enum Remedy: Hashable, Sendable {
    /// look which things of a kind there are: `group`
    case list(noun: String)
    /// switch the feature on (F2)
    case enableFeature
    /// make business hours, and name the default ones (§8)
    case makeSchedule
  }

  /// Without a place as long as the caller has not set it.
  public init(_ code: String, _ message: String, place: String? = nil, remedy: Remedy? = nil) {
    self.code = code
    self.message = message
    self.place = place
    self.remedy = remedy
  }

  /// The message after its place, where it has one.
  public var sentence: String { place.map { "\($0): \(message)" } ?? message }
}
