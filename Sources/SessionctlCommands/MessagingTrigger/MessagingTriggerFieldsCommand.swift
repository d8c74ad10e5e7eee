import CommandGrammar
import Rendering
import SessionModel

let messagingTriggerFieldsCommand = Command(
  CommandSpec(
    ["messaging-trigger", "fields"], summary: "List the events, conditions, actions and placeholders",
    discussion: ["With a WORD, only those that have it in their name, their values or their description."],
    operands: [RuleFields.word],
    examples: [
      Example(
        command: "sessionctl messaging-trigger fields", explanation: "Fields, their operators and values")
    ],
    takesLists: true), prints: schema
) { context in
  let events = MessagingEvent.allCases.map { event -> [Cell] in
    [.token("event"), .text(event.word), .list([]), .null, .text(event.description)]
  }
  let conditions = MessagingCatalogue.fields.map { field -> [Cell] in
    [
      .token("condition"), .text(field.name), .list(field.operators.map { .token($0.rawValue) }),
      .text(field.value.phrase), .text(field.description),
    ]
  }
  let actions = MessagingCatalogue.actions.map { field -> [Cell] in
    [.token("action"), .text(field.name), .list([]), .text(field.value.phrase), .text(field.description)]
  }
  let placeholders = MessagingPlaceholders.list.map { placeholder -> [Cell] in
    [
      .token("placeholder"), .text(placeholder.name), .list([]), .null,
      .text(placeholder.description.capitalizedFirst),
    ]
  }
  let open = try context.open(readOnly: true)
  try RuleFields.list(events + conditions + actions + placeholders, schema, context, open.clock)
}

private let schema = DocumentSchema("messaging-trigger-fields", RuleFields.columns)
