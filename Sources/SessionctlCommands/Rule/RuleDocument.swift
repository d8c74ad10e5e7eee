import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// The columns of a kind of rule.
struct RuleSchemas: Sendable {
  let list: DocumentSchema
  let show: DocumentSchema
  let columns: [Column]
  /// One rule for people.
  let page: DocumentSchema

  init(noun: String, hasEvent: Bool, hasConditions: Bool) {
    let head =
      [
        Column("id", .identifier), Column("position", .integer, header: "POS"), Column("active", .bool),
        Column("title", .text, flexible: true),
      ] + (hasEvent ? [Column("event", .token)] : [])
    let problems = Column("problems", .list(.text), wraps: true)
    columns =
      head + (hasConditions ? [Column("conditions", .json, inTable: false)] : [])
      + [Column("actions", .json, inTable: false), problems]
    page = DocumentSchema(
      single: noun,
      head + (hasConditions ? RuleLines.conditionColumns : []) + [RuleLines.actionColumn, problems])
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
  private let facts: RuleEnvironment
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
    } else if context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields) {
      try context.document(noun.documents.page, clock).single(cells(rule, forPeople: true))
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
    let problems = JSONValue.array(stored.rule.problems(facts).map { .string($0.advised) })
    return try JSONPatch.replacing([("problems", Array(problems.text.utf8))], in: stored.wireDocument())
  }

  private func cells(_ stored: StoredRule<Rule>) -> [Cell] { cells(stored, forPeople: false) }

  private func cells(_ stored: StoredRule<Rule>, forPeople: Bool) -> [Cell] {
    let rule = stored.rule
    let event = (rule as? MessagingTrigger).map { [Cell.token($0.event)] } ?? []
    func json(_ value: JSONValue) -> Cell { .json(Array(value.text.utf8)) }
    let conditions =
      !noun.hasConditions
      ? [] : forPeople ? RuleLines.cells(rule.conditions) : [json(WireRule.json(rule.conditions))]
    let actions = forPeople ? RuleLines.cell(rule.actions) : json(WireRule.json(rule.actions))
    return [.integer(rule.id), .integer(rule.position), .bool(rule.active), .text(rule.title)] + event
      + conditions + [actions, .list(rule.problems(facts).map { .text($0.advised) })]
  }
}
