/// How a condition compares (domain §5).
public enum ConditionOperator: String, CaseIterable, Sendable {
  /// What it is now; less and greater go by the order of numbers and vocabularies.
  case `is`, isNot = "is_not", lessThan = "less_than", greaterThan = "greater_than"
  /// Whether the update made it another one; needs no value.
  case changed, notChanged = "not_changed"
  /// Changed to, and its opposite.
  case value, notValue = "not_value"
  /// Changed from, and its opposite.
  case valuePrevious = "value_previous", notValuePrevious = "not_value_previous"
  /// One of several words or ids, or none of them.
  case includes, notIncludes = "not_includes"
  /// Whether there is any; needs no value.
  case present, notPresent = "not_present"

  /// Those that look at what the update changed.
  public var isAboutChange: Bool {
    switch self {
    case .changed, .notChanged, .value, .notValue, .valuePrevious, .notValuePrevious: true
    default: false
    }
  }

  /// Those that look at what was before the update.
  var isAboutPreviousValue: Bool { self == .valuePrevious || self == .notValuePrevious }

  /// Those that need no value.
  public var takesNoValue: Bool {
    switch self {
    case .changed, .notChanged, .present, .notPresent: true
    default: false
    }
  }

  static let equality: [ConditionOperator] = [.is, .isNot]
  static let change: [ConditionOperator] = [
    .changed, .notChanged, .value, .valuePrevious, .notValue, .notValuePrevious,
  ]
  static let order: [ConditionOperator] = [.lessThan, .greaterThan]
  static let presence: [ConditionOperator] = [.present, .notPresent]
  static let inclusion: [ConditionOperator] = [.includes, .notIncludes]
}
