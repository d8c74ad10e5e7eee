import JSONText
import Rendering
import SessionModel

/// A condition that was tried on a ticket, with the names of what its ids stand for.
struct NamedCondition {
  let tried: RuleTrial.Condition
  /// nil where its value is no id.
  let valueName: String?
  /// nil where the ticket's is none.
  let actualName: String?

  init(_ tried: RuleTrial.Condition, _ names: inout ActorNames) throws {
    self.tried = tried
    let (field, value) = (tried.condition.field, tried.condition.value)
    valueName = try (value.string ?? value.integer.map(String.init)).flatMap {
      try names.name(of: $0, in: field)
    }
    actualName = try tried.actual.flatMap { try names.name(of: $0, in: field) }
  }

  /// As it is typed after `--if`, by name.
  var words: String {
    var condition = tried.condition
    if let valueName { condition.value = .string(valueName) }
    return condition.words
  }
}

/// The conditions of a rule or queue that were tried on a ticket.
struct NamedTrial {
  let all: [NamedCondition]
  let any: [NamedCondition]

  init(_ trial: RuleTrial, _ names: inout ActorNames) throws {
    all = try trial.all.map { try NamedCondition($0, &names) }
    any = try trial.any.map { try NamedCondition($0, &names) }
  }
}

/// How a condition that was tried on a ticket reads: the same in a test of a trigger and in the explanation of routing.
enum TrialConditions {
  /// For programs: the condition, what the ticket has, and whether it holds.
  static let members: [RowColumn<NamedCondition>] = [
    RowColumn("field", .text) { $0.tried.condition.field },
    RowColumn("operator", .text) { $0.tried.condition.operatorWord },
    RowColumn("value", .json) { $0.tried.condition.value.bytes },
    RowColumn("actual", .text) { $0.tried.actual },
    RowColumn("holds", .bool) { $0.tried.holds },
    RowColumn("problem", .text) { $0.tried.problem?.advisedMessage },
    RowColumn("value_name", .text) { $0.valueName },
    RowColumn("actual_name", .text) { $0.actualName },
  ]

  /// A line for people; of a heading, such as a queue's, there is no condition.
  struct Line {
    var heading: String?
    /// `all` or `any`
    var list = ""
    var condition: NamedCondition?
    /// What stands where a condition would.
    var words = ""
    var isMet = false

    /// A line for each condition.
    static func lines(_ trial: NamedTrial) -> [Line] {
      [("all", trial.all), ("any", trial.any)].flatMap { list, conditions in
        conditions.map { Line(list: list, condition: $0, isMet: $0.tried.holds == true) }
      }
    }
  }

  /// The same for people.
  static let lines: [RowColumn<Line>] = [
    RowColumn("list", .token) { $0.list },
    RowColumn("condition", .text, wraps: true) { $0.condition?.words ?? $0.words },
    RowColumn("actual", .text, wraps: true) { line in
      line.condition.map { $0.actualName ?? $0.tried.actual } ?? ""
    },
    RowColumn("holds", .text, styles: ["yes": .green, "no": .red]) {
      $0.condition?.tried.problem?.advisedMessage ?? ($0.isMet ? "yes" : "no")
    },
  ]
}
