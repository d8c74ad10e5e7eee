import JSONText

@testable import SessionModel

/// Triggers that tests begin with.
enum Rules {
  typealias Condition = (field: String, operatorWord: String?, value: JSONValue)

  static let environment = Scene("").environment
  static let event = Scene("").event

  static func trigger(
    _ id: Int64, if all: [Condition], any: [Condition] = [], do actions: [RuleAction]
  ) -> Trigger {
    func conditions(_ list: [Condition]) -> [RuleCondition] {
      list.map { RuleCondition(field: $0.field, operatorWord: $0.operatorWord, value: $0.value) }
    }
    return Trigger(
      id: id, title: "Rule \(id)", active: true, position: id,
      conditions: RuleConditions(all: conditions(all), any: conditions(any)), actions: actions)
  }

  /// One condition and actions, each as `field value`.
  static func trigger(_ id: Int64, if condition: String, do actions: String...) -> Trigger {
    let words = condition.split(separator: " ", maxSplits: 2).map(String.init)
    return trigger(
      id, if: [(words[0], words[1], words.count > 2 ? .string(words[2]) : .null)],
      do: actions.map { action in
        let words = action.split(separator: " ", maxSplits: 1).map(String.init)
        return RuleAction(field: words[0], value: .string(words.count > 1 ? words[1] : ""))
      })
  }

  static func compile(_ triggers: [Trigger], steps: [Update.Step] = []) -> RuleSet {
    RuleCompiler(environment).compile(triggers, event: event, steps: steps)
  }
}

extension UpdateDraft {
  var remarks: [String] {
    events.compactMap { if case .remark(let text) = $0.kind { text } else { nil } }
  }
}
