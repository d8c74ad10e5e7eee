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

  /// The same for people, and below it, line by line, the text that it sends.
  var lines: [String] {
    guard let texts = value.array?.compactMap(\.string), texts.count > 1, let body = texts.last else {
      return [words]
    }
    return ["\(field) \(texts.dropLast().joined(separator: ": "))"]
      + body.split(separator: "\n", omittingEmptySubsequences: false).map { "   | \($0)" }
  }
}

/// What people see of a rule instead of its JSON: a line for each condition and action.
enum RuleLines {
  static let conditionColumns = [
    Column("if", .text), Column("if any", .text),
  ]
  static let actionColumn = Column("do", .text)

  static func cells(_ conditions: RuleConditions) -> [Cell] {
    [text(conditions.all.map(\.words)), text(conditions.any.map(\.words))]
  }

  static func cell(_ actions: [RuleAction]) -> Cell { text(actions.flatMap(\.lines)) }

  private static func text(_ lines: [String]) -> Cell {
    lines.isEmpty ? .null : .text(lines.joined(separator: "\n"))
  }
}
