import Rendering
import SessionModel

/// How a condition that was tried on a ticket reads: the same in a test of a trigger and in the explanation of routing.
enum TrialConditions {
  /// For programs: the condition, what the ticket has, and whether it holds.
  static let members: [RowColumn<RuleTrial.Condition>] = [
    RowColumn("field", .text) { $0.condition.field },
    RowColumn("operator", .text) { $0.condition.operatorWord },
    RowColumn("value", .json) { Array($0.condition.value.text.utf8) },
    RowColumn("actual", .text) { $0.actual },
    RowColumn("holds", .bool) { $0.holds },
    RowColumn("problem", .text) { $0.problem?.advisedMessage },
  ]

  /// A line for people; of a heading, such as a queue's, there is no condition.
  struct Line {
    var heading: String?
    /// `all` or `any`
    var list = ""
    var condition: RuleTrial.Condition?
    /// What stands where a condition would.
    var words = ""
    var isMet = false

    /// A line for each condition.
    static func lines(_ trial: RuleTrial) -> [Line] {
      [("all", trial.all), ("any", trial.any)].flatMap { list, conditions in
        conditions.map { Line(list: list, condition: $0, isMet: $0.holds == true) }
      }
    }
  }

  /// The same for people.
  static let lines: [RowColumn<Line>] = [
    RowColumn("list", .token) { $0.list },
    RowColumn("condition", .text, wraps: true) { $0.condition?.condition.words ?? $0.words },
    RowColumn("actual", .text, wraps: true) { $0.condition == nil ? "" : $0.condition?.actual },
    RowColumn("holds", .text, styles: ["yes": .green, "no": .red]) {
      $0.condition?.problem?.advisedMessage ?? ($0.isMet ? "yes" : "no")
    },
  ]
}
