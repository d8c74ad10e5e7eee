import CommandGrammar
import JSONText
import Rendering
import SessionModel
import SessionStore
import StoreEngine
import WireFormat

/// A rule, with what keeps it from being evaluated.
struct RuleRow<Rule: StorableRule> {
  let rule: Rule
  let problems: [String]
  /// What it is for.
  var description: String?
  /// Who may apply it, of a macro, as the wire format says it.
  var restriction: JSONValue?
  /// The same by name; read only where one macro is shown.
  var audience: String?
}

/// The documents of a kind of rule.
struct RuleSchemas<Rule: StorableRule>: Sendable {
  let list: RowSchema<RuleRow<Rule>>
  let show: RowSchema<RuleRow<Rule>>
  /// One rule for people.
  let page: RowSchema<RuleRow<Rule>>

  init(_ noun: RuleNoun<Rule>) {
    typealias Columns = [RowColumn<RuleRow<Rule>>]
    var head: Columns = [
      RowColumn("id", .identifier) { $0.rule.id },
      RowColumn("position", .integer, header: "POS") { Int($0.rule.position) },
      RowColumn("active", .bool) { $0.rule.active },
      RowColumn("title", .text, flexible: true) { $0.rule.title },
    ]
    if Rule.self == MessagingTrigger.self {
      head.append(RowColumn("event", .token) { ($0.rule as? MessagingTrigger)?.event })
    }
    let conditions: Columns =
      noun.hasConditions
      ? [RowColumn("conditions", .value, inTable: false) { WireRule.json($0.rule.conditions) }] : []
    let lines: Columns = noun.hasConditions ? RuleLines.conditions.within(\.rule.conditions) : []
    let problems: Columns = [RowColumn("problems", .texts, wraps: true) { $0.problems }]
    var columns: Columns =
      head + conditions
      + [RowColumn("actions", .value, inTable: false) { WireRule.json($0.rule.actions) }] + problems
    columns.append(RowColumn("description", .text, inTable: false) { $0.description })
    if Rule.self == Macro.self {
      columns.append(RowColumn("restriction", .json, inTable: false) { $0.restriction?.bytes })
    }
    list = RowSchema("\(noun.word)-list", columns)
    show = RowSchema(single: noun.word, columns)
    var told: Columns = [RowColumn("description", .text, wraps: true) { $0.description }]
    if Rule.self == Macro.self { told.append(RowColumn("for", .text) { $0.audience }) }
    page = RowSchema(
      single: noun.word, head + told + lines + [RuleLines.actions.within(\.rule.actions)] + problems)
  }
}

extension RuleNoun {
  var documents: RuleSchemas<Rule> { RuleSchemas(self) }
}

extension CellType where Value == JSONValue {
  /// JSON that is made for the document.
  static var value: CellType { CellType(.json) { .json($0.bytes) } }
}

/// A rule as documents show it: the wire format, with the problems that keep it from being evaluated (T10).
struct RuleDocument<Rule: StorableRule> {
  private let context: CommandContext
  private let environment: RuleEnvironment
  private let reader: StoreReader
  private let noun: RuleNoun<Rule>

  init(_ noun: RuleNoun<Rule>, _ context: CommandContext, _ reader: StoreReader, _ clock: RunClock) throws {
    self.noun = noun
    self.context = context
    self.reader = reader
    environment = try reader.ruleEnvironment(at: clock.now)
  }

  func write(_ rules: [StoredRule<Rule>], _ clock: RunClock) throws {
    let list = noun.documents.list
    if wantsWireFormat {
      let writer = PassageWriter(
        format: context.format, schema: list.schema.identifier, sink: context.output)
      let shown = try context.arranged(rules, list.schema) { list.cells(of: try row($0)) }
      try writer.begin(count: shown.count)
      for rule in shown { try writer.item(document(rule)) }
      try writer.finish()
    } else {
      try context.list(list, rules.map(row), clock, emptyNote: "no \(noun.plural)")
    }
  }

  func write(_ rule: StoredRule<Rule>, _ clock: RunClock) throws {
    let documents = noun.documents
    if wantsWireFormat {
      try PassageWriter(
        format: context.format, schema: documents.show.schema.identifier, sink: context.output
      ).single(document(rule))
    } else {
      let isForPeople = context.format == .table && !context.arguments.wasGiven(GlobalOptions.fields)
      try context.show(
        isForPeople ? documents.page : documents.show, isForPeople ? told(rule) : row(rule), clock)
    }
  }

  /// With --fields it is the table's columns that are asked for.
  private var wantsWireFormat: Bool {
    (context.format == .json || context.format == .ndjson)
      && !context.arguments.wasGiven(GlobalOptions.fields)
  }

  private func document(_ stored: StoredRule<Rule>) throws -> [UInt8] {
    let problems = JSONValue.array(self.problems(stored).map { .string($0) })
    return try JSONPatch.replacing([("problems", problems.bytes)], in: stored.wireDocument())
  }

  /// With all that was set of it.
  private func told(_ stored: StoredRule<Rule>) throws -> RuleRow<Rule> {
    var row = try row(stored)
    var names = ActorNames(reader)
    switch (stored.rule as? Macro)?.restriction {
    case .everybody?: row.audience = "everybody"
    case .groups(let ids)?: row.audience = try ids.map { try names.groupName(id: $0) }.joined(separator: ", ")
    case .user(let id)?: row.audience = try names.name(of: .user(id: id))
    case nil: break
    }
    return row
  }

  private func row(_ stored: StoredRule<Rule>) throws -> RuleRow<Rule> {
    let document = try JSONValue.parse(stored.wireDocument(), allowingDuplicateKeys: true)
    return RuleRow(
      rule: stored.rule, problems: problems(stored), description: document["description"]?.string,
      restriction: document["restriction"].flatMap { $0.isNull ? nil : $0 })
  }

  private func problems(_ stored: StoredRule<Rule>) -> [String] {
    stored.rule.problems(environment).map(\.advised)
  }
}
