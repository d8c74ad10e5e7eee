import JSONText

@testable import SessionModel

/// A condition with scenes in which it holds and others in which it does not.
struct ConditionExample: CustomStringConvertible {
  let condition: RuleCondition
  let yes: [String]
  let no: [String]

  /// - Parameters:
  ///   - yes: scenes (see `Scene`) in which it holds, separated by semicolons
  ///   - no: those in which it does not
  init(
    _ field: String, _ operatorWord: String?, _ value: JSONValue = .null, yes: String = "", no: String = ""
  ) {
    condition = RuleCondition(field: field, operatorWord: operatorWord, value: value)
    self.yes = yes.split(separator: ";").map(String.init)
    self.no = no.split(separator: ";").map(String.init)
  }

  var description: String {
    "\(condition.field) \(condition.operatorWord ?? "(none)") \(condition.value)"
  }

  /// A field and an operator, as the coverage is counted.
  struct Pair: Hashable {
    let field: String
    let operatorWord: String
  }

  var pair: Pair {
    let isCustom = ConditionCatalogue.customFieldID(condition.field) != nil
    return Pair(
      field: isCustom ? ConditionCatalogue.customField.name : condition.field,
      operatorWord: condition.operatorWord ?? "is")
  }
}
