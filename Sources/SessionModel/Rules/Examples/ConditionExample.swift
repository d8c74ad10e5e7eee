import JSONText

/// A condition with scenes in which it holds and others in which it does not: the manual shows them, and the tests
/// try each.
///
/// A scene is read for the condition's field: in `open > solved & role=agent` its own value was `open` and is
/// `solved`, and the update was an agent's. `-` is no value.
public struct ConditionExample: Sendable, CustomStringConvertible {
  /// The condition that is tried.
  public let condition: RuleCondition
  /// Scenes in which it holds.
  public let yes: [String]
  /// Scenes in which it does not.
  public let no: [String]

  /// - Parameters:
  ///   - yes: scenes in which it holds, separated by semicolons
  ///   - no: those in which it does not
  init(
    _ field: String, _ operatorWord: String?, _ value: JSONValue = .null, yes: String = "", no: String = ""
  ) {
    condition = RuleCondition(field: field, operatorWord: operatorWord, value: value)
    self.yes = Self.scenes(yes)
    self.no = Self.scenes(no)
  }

  private static func scenes(_ text: String) -> [String] {
    text.split(separator: ";").map { String($0.drop { $0 == " " }) }
  }

  public var description: String {
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

  /// What the manual shows of a field: for each operator an example that both holds and does not, and those of values
  /// that stand for others.
  public static func shown(of field: ConditionField) -> [ConditionExample] {
    let examples = all.filter { $0.pair.field == field.name && !$0.yes.isEmpty && !$0.no.isEmpty }
    var shown = field.operators.compactMap { comparison in
      examples.first { $0.condition.operatorWord == comparison.rawValue }
    }
    if field.operatorIsOptional, let short = examples.first(where: { $0.condition.operatorWord == nil }) {
      shown.append(short)
    }
    let standIns = ["", "current_user", "requester_id", "assignee_id"]
    for word in standIns where field.value != .text {
      shown += examples.filter { $0.condition.operatorWord == "is" && $0.condition.value == .string(word) }
    }
    return shown
  }
}
