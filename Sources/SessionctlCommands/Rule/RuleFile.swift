import CommandGrammar
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// The file that says what a rule is.
enum RuleFile {
  static let operand = Operand<String>(
    "FILE", .file, .optional, help: "The rule in the wire format; '-' is standard input")
}

extension RuleNoun {
  /// Changes what the options name.
  func apply(_ arguments: ParsedArguments, _ reader: StoreReader, to rule: inout Rule) throws {
    let text = RuleText(reader, dialect)
    if let title = arguments[RuleText.title] { rule.title = title }
    if hasConditions, arguments.wasGiven(RuleText.ifAll) {
      rule.conditions.all = try text.conditions(arguments[all: RuleText.ifAll])
    }
    if hasConditions, arguments.wasGiven(RuleText.ifAny) {
      rule.conditions.any = try text.conditions(arguments[all: RuleText.ifAny])
    }
    if arguments.wasGiven(RuleText.perform) {
      rule.actions = try text.actions(arguments[all: RuleText.perform])
    }
    try applyOptions(arguments, &rule, reader)
  }

  /// A rule in the wire format, from a file.
  func read(_ path: String, _ context: CommandContext) throws -> WireFile<Rule.Wire> {
    try WireFile.read(path, context, kind: Rule.Wire.kind, noun: "rule") { (record) throws(WireProblem) in
      try Rule.Wire(record)
    }
  }
}
