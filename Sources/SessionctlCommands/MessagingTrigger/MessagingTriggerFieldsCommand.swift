import CommandGrammar
import Rendering
import SessionModel

let messagingTriggerFieldsCommand = Command(
  CommandSpec(
    ["messaging-trigger", "fields"], summary: "List the events, conditions, actions and placeholders",
    discussion: ["With a WORD, only those that have it in their name, their values or their description."],
    operands: [RuleField.word],
    examples: [
      Example(
        command: "sessionctl messaging-trigger fields", explanation: "Fields, their operators and values")
    ],
    takesLists: true), prints: document.schema
) { context in
  let events = MessagingEvent.allCases.map { event in
    RuleField(kind: "event", name: event.word, description: event.description)
  }
  let conditions = MessagingCatalogue.fields.map { field in
    RuleField(
      kind: "condition", name: field.name, operators: field.operators.map(\.rawValue),
      values: field.value.phrase, description: field.description)
  }
  let actions = MessagingCatalogue.actions.map { field in
    RuleField(
      kind: "action", name: field.name, values: field.value.phrase, description: field.description)
  }
  let placeholders = MessagingPlaceholders.list.map { placeholder in
    RuleField(
      kind: "placeholder", name: placeholder.name, description: placeholder.description.capitalizedFirst)
  }
  let open = try context.open(readOnly: true)
  try RuleField.list(events + conditions + actions + placeholders, document, context, open.clock)
}

private let document = RowSchema("messaging-trigger-fields", RuleField.columns)
