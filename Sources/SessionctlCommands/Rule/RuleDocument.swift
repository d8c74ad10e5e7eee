import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import WireFormat

/// The columns of a kind of rule.
struct RuleSchemas: Sendable {
  let list: DocumentSchema
  let show: DocumentSchema
  let columns: [Column]

  init(noun: String, hasEvent: Bool, hasConditions: Bool) {
    columns =
      [
        Column("id", .identifier), Column("position", .integer, header: "POS"), Column("active", .bool),
        Column("title", .text, flexible: true),
      ] + (hasEvent ? [Column("event", .token)] : [])
      + (hasConditions ? [Column("conditions", .json, inTable: false)] : [])
      + [
        Column("actions", .json, inTable: false),
        Column("problems", .list(.text), wraps: true),
      ]
    list = DocumentSchema("\(noun)-list", columns)
    show = DocumentSchema(single: noun, columns)
  }
}

extension RuleNoun {
  var documents: RuleSchemas {
    RuleSchemas(noun: word, hasEvent: Rule.self == MessagingTrigger.self, hasConditions: hasConditions)
  }
}

/// A rule as documents show it: the wire format, with the problems that keep it from being evaluated (T10).
struct RuleDocument<Rule: StorableRule> {
  private let context: CommandContext
  private let facts: RuleFacts
  private let noun: RuleNoun<Rule>

  init(_ noun: RuleNoun<Rule>, _ context: CommandContext, _ reader: StoreReader, _ clock: RunClock) throws {
    self.noun = noun
    self.context = context
    facts = try reader.ruleFacts(at: clock.now)
  }

  func write(_ rules: [StoredRule<Rule>], _ clock: RunClock) throws {
    let schema = noun.documents.list
    if wantsWireFormat {
      let writer = PassageWriter(format: context.format, schema: schema.identifier, sink: context.output)
      let shown = try context.arranged(rules, schema, by: cells)
      try writer.begin(count: shown.count)
      for rule in shown { try writer.item(document(rule)) }
      try writer.finish()
    } else {
      try context.list(schema, rules.map(cells), clock, emptyNote: "no \(noun.plural)")
    }
  }

  func write(_ rule: StoredRule<Rule>, _ clock: RunClock) throws {
    let schema = noun.documents.show
    if wantsWireFormat {
      try PassageWriter(format: context.format, schema: schema.identifier, sink: context.output)
        .single(document(rule))
    } else {
      try context.document(schema, clock).single(cells(rule))
    }
  }

  /// With --fields it is the table's columns that are asked for.
  private var wantsWireFormat: Bool {
    (context.format == .json || context.format == .ndjson)
      && !context.arguments.wasGiven(GlobalOptions.fields)
  }

  private func document(_ stored: StoredRule<Rule>) throws -> [UInt8] {
    let problems = JSONValue.array(stored.rule.problems(facts).map { .string($0.sentence) })
    return try JSONPatch.replacing([("problems", Array(problems.text.utf8))], in: stored.wireDocument())
  }

  private func cells(_ stored: StoredRule<Rule>) -> [Cell] {
    let rule = stored.rule
    let event = (rule as? MessagingTrigger).map { [Cell.token($0.event)] } ?? []
    return [.integer(rule.id), .integer(rule.position), .bool(rule.active), .text(rule.title)] + event
      + (noun.hasConditions ? [Cell.json(Array(WireRule.json(rule.conditions).text.utf8))] : []) + [
        .json(Array(WireRule.json(rule.actions).text.utf8)),
        .list(rule.problems(facts).map { .text($0.sentence) }),
      ]
  }
}
