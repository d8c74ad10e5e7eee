import CommandGrammar
import Rendering
import SessionModel
import SessionStore
import StoreEngine

let triggerFieldsCommand = Command(
  CommandSpec(
    ["trigger", "fields"], summary: "List the conditions and actions that this account has now",
    discussion: [
      "The condition on the end reason and the action that ends a session are listed only while the feature is on, the survey only if the plan includes it, and business hours only if there are any."
    ],
    examples: [
      Example(command: "sessionctl trigger fields", explanation: "Fields, their operators and values")
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
  try context.list(triggerFieldsDocument, rows, open.clock, emptyNote: "no fields")
}

private let triggerFieldsDocument = DocumentSchema("trigger-fields", RuleFields.columns)

/// What a kind of rule can look at and do, as `fields` lists it.
enum RuleFields {
  static let columns = [
    Column("kind", .token), Column("field", .text), Column("operators", .list(.token), wraps: true),
    Column("values", .text, wraps: true), Column("description", .text, wraps: true),
  ]
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
