import CommandGrammar
import SessionModel
import SessionStore
import StoreAdministration
import StoreEngine
import WireFormat

/// The file that says what a rule is.
enum RuleFile {
  static let operand = Operand<String>(
    "FILE", .file, .optional, help: "The rule in the wire format; '-' is standard input")
}

extension RuleNoun {
  /// Changes what the options name.
  func apply(
    _ arguments: ParsedArguments, _ typed: TypedRule, _ administration: Administration, to rule: inout Rule
  ) throws {
    let reader = administration.reader
    if let title = arguments[RuleText.title] { rule.title = title }
    try applyOptions(arguments, &rule, reader)
    let others = rule
    var (conditions, actions) = (rule.conditions, rule.actions)
    try typed.apply(reader, to: &conditions, &actions, of: "\(name) '\(rule.title)'") { conditions, actions in
      var trial = others
      (trial.conditions, trial.actions) = (conditions, actions)
      return try trial.problems(administration.ruleEnvironment())
    }
    (rule.conditions, rule.actions) = (conditions, actions)
  }

  /// A rule in the wire format, from a file.
  func read(_ path: String, _ context: CommandContext) throws -> WireFile<Rule.Wire> {
    try WireFile.read(path, context, kind: Rule.Wire.kind, noun: "rule", members: coded.members) {
      (record) throws(WireProblem) in
      try Rule.Wire(record)
    }
  }
}
