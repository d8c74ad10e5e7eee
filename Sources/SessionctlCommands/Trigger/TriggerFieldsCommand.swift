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
    operands: [RuleField.word],
    examples: [
      Example(command: "sessionctl trigger fields", explanation: "Fields, their operators and values"),
      Example(
        command: "sessionctl trigger fields reason", explanation: "Which field says why a session ended?"),
    ],
    takesLists: true),
  prints: triggerFieldsDocument.schema
) { context in
  let open = try context.open(readOnly: true)
  let environment = try open.store.read { try $0.ruleEnvironment(at: open.now) }
  let conditions = (ConditionCatalogue.fields + [ConditionCatalogue.customField]).filter { field in
    (!field.needsFeature || environment.featureEnabled)
      && (field.ground != .defaultSchedule || environment.defaultHoursOpen != nil)
  }
  let actions = (ActionCatalogue.triggers + [ActionCatalogue.customField]).filter { field in
    (!field.needsFeature || environment.featureEnabled) && (field.effect != .survey || environment.hasSurvey)
  }
  let rows =
    conditions.map { field in
      RuleField(
        kind: "condition", name: field.name, operators: field.operators.map(\.rawValue),
        values: field.value.phrase, description: field.description)
    }
    + actions.map { field in
      RuleField(
        kind: "action", name: field.name, values: field.value.phrase, description: field.description)
    }
  try RuleField.list(rows, triggerFieldsDocument, context, open.clock)
}

private let triggerFieldsDocument = RowSchema("trigger-fields", RuleField.columns)

/// One of the things that a kind of rule can look at or do, as `fields` lists them.
struct RuleField {
  let kind: String
  let name: String
  var operators: [String] = []
  /// What it takes, in words; nil for what takes nothing.
  var values: String?
  let description: String

  static let columns: [RowColumn<RuleField>] = [
    RowColumn("kind", .token) { $0.kind }, RowColumn("field", .text) { $0.name },
    RowColumn("operators", .tokens, wraps: true) { $0.operators },
    RowColumn("values", .text, wraps: true) { $0.values },
    RowColumn("description", .text, wraps: true) { $0.description },
  ]

  /// What is looked for.
  static let word = Operand<String>(
    "WORD", .nonEmptyText, .optional, help: "Only what has this in its name, values or description")

  /// Writes the fields in which the word is that was given; all of them without one.
  static func list(
    _ rows: [RuleField], _ document: RowSchema<RuleField>, _ context: CommandContext, _ clock: RunClock
  ) throws {
    guard let word = context.arguments[word] else {
      return try context.list(document, rows, clock, emptyNote: "no fields")
    }
    try context.list(
      document, rows.filter { $0.has(word) }, clock,
      emptyNote: "no field with '\(word)'\(didYouMean(word, among: rows.map(\.name)))")
  }

  /// Letters count, and neither their case nor what stands between words.
  private func has(_ word: String) -> Bool {
    func plain(_ text: String) -> String {
      String(text.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
    }
    let labels = Glossary.entries.filter {
      $0.word.split(separator: " ").first.map(String.init) == name
    }.map(\.labelText)
    return ([kind, name, values ?? "", description] + labels).contains { plain($0).contains(plain(word)) }
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
