import CommandGrammar
import JSONText
import SessionModel
import SessionStore
import Spelling
import StoreEngine

/// What the commands of one kind of rule differ in: the rest of them is the same for all.
struct RuleNoun<Rule: StorableRule>: Sendable {
  let dialect: RuleDialect
  /// Options beside those of all rules, and what they change.
  let options: [any OptionDeclaring]
  let applyOptions: @Sendable (ParsedArguments, inout Rule, StoreReader) throws -> Void
  /// A rule that nothing has been said of yet.
  let blank: Rule
  /// Whether `reorder` needs each of them named.
  let reorderTakesAll: Bool
  let createDiscussion: [String]
  let createExamples: [Example]
  /// Whether `--if` says something to it.
  var hasConditions = true
  /// Further options of `edit` alone.
  var furtherEdits: [any OptionDeclaring] = []

  /// What one is called in sentences, and what several are.
  var name: String { Rule.noun }
  var plural: String { "\(Rule.noun)s" }
  /// The noun of the command line: `messaging-trigger`.
  var word: String { Rule.noun.commandWord }

  /// The options that say what a rule is.
  var textOptions: [any OptionDeclaring] {
    [RuleText.title, RuleText.description] + (hasConditions ? RuleText.conditions : [])
      + [RuleText.perform] + options
  }

  /// The options that change a part of it.
  var editOptions: [any OptionDeclaring] {
    (hasConditions ? RuleText.conditionEdits : []) + RuleText.actionEdits + furtherEdits
  }

  var operand: Operand<String> {
    Operand(operandName, .nonEmptyText, completion: .stored(word), help: "A \(name)'s id or title")
  }

  var operands: Operand<String> {
    Operand(
      operandName, .nonEmptyText, .requiredRepeating, completion: .stored(word),
      help: "\(plural.capitalizedFirst) by id or title")
  }

  private var operandName: String { hasConditions ? "TRIGGER" : "MACRO" }

  /// The commands that every kind of rule has.
  var commands: [Command] {
    [
      listCommand, showCommand, createCommand, editCommand, deleteCommand, enableCommand, disableCommand,
      reorderCommand,
    ]
  }

  /// The rule that a word names, by its id or title.
  func find(_ word: String, _ reader: StoreReader) throws -> StoredRule<Rule> {
    try named(in: reader).find(word)
  }

  /// The rules that words of a command line name, each once, in the order in which they are named first.
  func find(all words: [String], _ reader: StoreReader) throws -> [StoredRule<Rule>] {
    let rules = try named(in: reader)
    var seen: Set<Int64> = []
    return try words.map(rules.find).filter { seen.insert($0.rule.id).inserted }
  }

  private func named(in reader: StoreReader) throws -> NamedThings<StoredRule<Rule>> {
    try NamedThings(
      reader.rules(Rule.self), name, id: { String($0.rule.id) }, name: \.rule.title)
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension RuleNoun {
  /// Triggers run by themselves, macros are applied by agents.
  var runsByItself: Bool { hasConditions }
}
