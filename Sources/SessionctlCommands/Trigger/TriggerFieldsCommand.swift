import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import Spelling
import StoreEngine

let triggerFieldsCommand = Command(
  CommandSpec(
    ["trigger", "fields"], summary: "List the conditions and actions that this account has now",
    discussion: [
      "With a WORD, lists only those that have the word in their name, values or description, or in their English or German label in the product.",
      "The condition on the end reason and the action that ends a session are listed only while the feature is on. The survey is listed only if the plan includes it, and business hours only if there are any.",
    ],
    operands: [RuleFields.word],
    examples: [
      Example(command: "sessionctl trigger fields", explanation: "Fields, their operators and values"),
      Example(
        command: "sessionctl trigger fields reason", explanation: "Which field says why a session ended?"),
    ],
    takesLists: true),
  prints: triggerFieldsDocument
) { context in
  let open = try context.open(readOnly: true)
  let facts = try open.store.read { try $0.ruleFacts(at: open.now) }
  let conditions = (ConditionCatalogue.fields + [ConditionCatalogue.customField]).filter { field in
    (!field.needsFeature || facts.featureEnabled)
      && (field.ground != .defaultSchedule || facts.defaultHoursOpen != nil)
  }
  let actions = (ActionCatalogue.triggers + [ActionCatalogue.customField]).filter { field in
    (!field.needsFeature || facts.featureEnabled) && (field.effect != .survey || facts.hasSurvey)
  }
  let rows: [[Cell]] =
    conditions.map { field in
      [
        .token("condition"), .text(field.name), .list(field.operators.map { .token($0.rawValue) }),
        .text(field.value.phrase), .text(field.description),
      ]
    }
    + actions.map { field in
      [.token("action"), .text(field.name), .list([]), .text(field.value.phrase), .text(field.description)]
    }
  try RuleFields.list(rows, triggerFieldsDocument, context, open.clock)
}

private let triggerFieldsDocument = DocumentSchema("trigger-fields", RuleFields.columns)

/// What a kind of rule can look at and do, as `fields` lists it.
enum RuleFields {
  static let columns = [
    Column("kind", .token), Column("field", .text), Column("operators", .list(.token), wraps: true),
    Column("values", .text, wraps: true), Column("description", .text, wraps: true),
  ]

  /// What is looked for.
  static let word = Operand<String>(
    "WORD", .nonEmptyText, .optional, help: "Only what has this in its name, values or description")

  /// Writes the fields in which the word is that was given; all of them without one.
  static func list(
    _ rows: [[Cell]], _ schema: DocumentSchema, _ context: CommandContext, _ clock: RunClock
  ) throws {
    guard let word = context.arguments[word] else {
      return try context.list(schema, rows, clock, emptyNote: "no fields")
    }
    let found = rows.filter { matches($0, word) }
    let names = rows.compactMap { $0[1].text }
    try context.list(
      schema, found, clock,
      emptyNote: "no field with '\(word)'\(didYouMean(word, among: names))")
  }

  /// Letters count, and neither their case nor what stands between words.
  private static func matches(_ row: [Cell], _ word: String) -> Bool {
    func plain(_ text: String) -> String {
      String(text.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
    }
    let name = row[1].text ?? ""
    let labels = Glossary.entries.filter {
      $0.word.split(separator: " ").first.map(String.init) == name
    }.map(\.labelText)
    let texts = row.compactMap(\.text) + labels
    return texts.contains { plain($0).contains(plain(word)) }
  }
}

extension Cell {
  /// What a text or a word says.
  fileprivate var text: String? {
    switch self {
    case .text(let text), .token(let text): text
    default: nil
    }
  }
}

extension RuleValueKind {
  /// What it takes, in words.
  var phrase: String {
    switch self {
    case .words(let words, _): words.map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: " ")
    case .integer: "a whole number"
    case .reference(let kind): "the id of \(kind.phrase), or empty"
    case .tags: "tags, separated by spaces"
    case .channel: "a channel's id or name, or messaging"
    case .text: "text"
    case .boolean: "true false"
    case .nothing: "none"
    }
  }
}
