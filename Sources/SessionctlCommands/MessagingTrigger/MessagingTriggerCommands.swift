import CommandGrammar
import SessionModel

private let event = Option<MessagingEvent>(
  "event", "EVENT", .vocabulary(), help: "What sets it off")

let messagingTriggerNoun = RuleNoun<MessagingTrigger>(
  dialect: .messaging, options: [event],
  applyOptions: { arguments, rule, _ in
    if let event = arguments[event] { rule.event = event.word }
  },
  blank: MessagingTrigger(
    id: 0, title: "", active: true, position: 0, event: "", conditions: RuleConditions(), actions: []),
  reorderTakesAll: true,
  createDiscussion: [
    "Takes a file of the wire format, bare or as `{\"messaging_trigger\":{…}}`, or plain options. The rule is checked completely before it is stored, and each problem points at its condition or action.",
    "A messaging trigger has one run event, and conditions of which all must hold (`--if`) or one (`--if-any`), never both. A condition is written `FIELD OPERATOR VALUE`, an action `FIELD VALUE`; see `sessionctl messaging-trigger fields`. Groups can be named.",
    "The public API has no format for them. This one is written like other rules, with `event` beside `conditions` and `actions`; the `definition` of a live chat trigger is understood too. What has no counterpart here, such as waiting, regular expressions or asking for an e-mail address, is kept word for word and keeps the rule from being active.",
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
  "messaging-trigger", "Messaging triggers: rules that write to the customer while the conversation goes on",
  [
    "Each runs on one event: the hand-off that makes a ticket, a message of the customer, a conversation that comes into a queue or out of one. All that are met run, each by itself: none sees what another did. They never run on a session that has ended. What a trigger writes stands in the ticket's history as a public comment, and waits in the outbox."
  ], messagingTriggerNoun.commands + [messagingTriggerFieldsCommand])
