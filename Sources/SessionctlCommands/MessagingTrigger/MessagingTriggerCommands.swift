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
    "A messaging trigger has one run event. Its conditions must all hold (`--if`), or one of them must (`--if-any`); it can't have both. A condition is written `FIELD OPERATOR VALUE`, an action `FIELD VALUE`; see `sessionctl messaging-trigger fields`. Groups may be given by name.",
    "The public API has no format for messaging triggers. This one is like that of other rules, with `event` beside `conditions` and `actions`; the `definition` of a live chat trigger is read too. What has no counterpart here, such as waiting, regular expressions or asking for an e-mail address, is kept word for word and keeps the rule inactive.",
  ],
  createExamples: [
    Example(
      command:
        "sessionctl messaging-trigger create --title Welcome --event conversation_requested --if 'hour_of_day less_than 8' --do 'send_message_to_customer Hello @customer_name, we are back at eight.'",
      explanation: "Write to customers who come at night"),
    Example(
      command:
        "sessionctl messaging-trigger create --title Refunds --event message_sent --if 'message contains refund' --do 'add_tags refund'",
      explanation: "Tag conversations by what the customer writes"),
  ])

let messagingTriggerCommands = CommandGroup(
  "messaging-trigger", "Messaging triggers: rules that write to the customer during a conversation",
  [
    "Each messaging trigger runs on one event: the hand-off that creates a ticket, a customer's message, or a conversation that enters or leaves a queue. All that are met run independently: none sees what another did. They never run on a session that has ended. What a trigger writes is a public comment in the ticket's history, and waits in the outbox."
  ], messagingTriggerNoun.commands + [messagingTriggerFieldsCommand])
