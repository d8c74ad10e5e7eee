import JSONText
import Rendering
import SessionModel

extension RuleCondition {
  /// As it is typed after `--if`.
  var words: String {
    let isBare = operatorWord.flatMap(ConditionOperator.init(rawValue:))?.takesNoValue ?? false
    let value = isBare || value.isNull ? nil : value.string.map { $0.isEmpty ? "\"\"" : $0 } ?? value.text
    return [field, operatorWord, value].compactMap(\.self).joined(separator: " ")
  }
}

extension RuleAction {
  /// As it is typed after `--do`.
  var words: String { "\(field) \(value.string.map { $0.isEmpty ? "\"\"" : $0 } ?? value.text)" }

  /// The same for people, and below it, line by line, the text that it sends; it can be typed so.
  var lines: [String] { ActionText.lines(self) }
}

/// What people see of a rule instead of its JSON: a line for each condition and action.
enum RuleLines {
  static let conditions: [RowColumn<RuleConditions>] = [
    RowColumn("if", .text) { text($0.all.map(\.words)) },
    RowColumn("if any", .text) { text($0.any.map(\.words)) },
  ]
  static let actions = RowColumn<[RuleAction]>("do", .text) { text($0.flatMap(\.lines)) }

  private static func text(_ lines: [String]) -> String? {
    lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
