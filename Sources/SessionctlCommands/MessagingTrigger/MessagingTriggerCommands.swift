import CommandGrammar
import SessionModel

private let event = Option<MessagingEvent>(
  "event", "EVENT", .vocabulary(), help: "The event that starts the trigger")

let messagingTriggerNoun = RuleNoun<MessagingTrigger>(
  dialect: .messaging, options: [event],
  applyOptions: { arguments, rule, _ in
    if let event = arguments[event] { rule.event = event.word }
  },
  blank: MessagingTrigger(
    id: 0, title: "", active: true, position: 0, event: "", conditions: RuleConditions(), actions: []),
  reorderTakesAll: true,
  createDiscussion: [
    "Takes a file in the wire format, bare or as `{\"messaging_trigger\":{…}}`, or plain options. The whole rule is checked before it is stored, and each problem names its condition or action.",
    "A messaging trigger runs on one event. Its conditions must all hold (`--if`), or at least one of them (`--if-any`); it can't have both kinds. A condition is written `FIELD OPERATOR VALUE`, an action `FIELD VALUE`; see `sessionctl messaging-trigger fields`. Groups may be given by name.",
    "The public API has no format for messaging triggers. They are written here like other rules, with `event` beside `conditions` and `actions`. The `definition` of a live chat trigger is read too. Parts that have no counterpart here, such as waiting, regular expressions or asking for an e-mail address, are kept word for word and keep the rule inactive.",
  ],
  createExamples: [
    Example(
      command:
        "sessionctl messaging-trigger create --title Welcome --event conversation_requested --if 'hour_of_day less_than 8' --do 'send_message_to_customer Hello @customer_name, we are back at eight.'",
      explanation: "Answer customers who write at night"),
    Example(
      command:
        "sessionctl messaging-trigger create --title Refunds --event message_sent --if 'message contains refund' --do 'add_tags refund'",
      explanation: "Tag conversations by what the customer writes"),
  ])

let messagingTriggerCommands = CommandGroup(
  "messaging-trigger", "Messaging triggers: rules that write to the customer during a conversation",
  [
    "Each messaging trigger runs on one event: the hand-off that creates a ticket, a customer's message, or a conversation that enters or leaves a queue. All triggers that are met run independently: none sees what another did. They never run on a session that has ended. What a trigger writes is a public comment in the ticket's history, and waits in the outbox."
  ], messagingTriggerNoun.commands + [messagingTriggerFieldsCommand])
