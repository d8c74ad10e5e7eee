/// Fields that mean the same wherever they are; a family that means something else says so.
enum CommonFields {
  private static let leftByChannel: FieldMeaning =
    "Their session has ended and their routing channel is still messaging"
  private static let leftByGroup: FieldMeaning = "They have no group, and the standard queue needs one"
  private static let leftByTag: FieldMeaning =
    "They lack the tag that email tickets need in the standard queue"

  static let meanings: [String: FieldMeaning] = [
    "conversation_id": "The conversation; the same number as its session's",
    "ticket_id": FieldMeaning("The ticket", null: "before the hand-off creates it"),
    "channel":
      "The channel through which it came in, which never changes: `native_messaging`, `whatsapp`, `email`, …",
    "routing_channel": FieldMeaning(
      "How routing treats the ticket now: `messaging` or `email`", null: "if there is no ticket"),
    "started_at": "When the customer sent the first message",
    "last_activity_at": "The time of the latest public message",
    "ended_at": FieldMeaning(
      "When the session ended", null: "while it is active, and if it had already ended when it was first seen"
    ),
    "end_reason": FieldMeaning(
      "Why it ended: `agent_ended`, `trigger_ended`, `channel_changed`, `inactivity_ended`, `end_user_ended` or `ticket_closed`",
      null: "while it is active, and if it had already ended when it was first seen"),
    "created_at": "When it was created",
    "updated_at": "When it last changed",
    "emails": "E-mails that now wait in the outbox because of it",
    "surveys": "Surveys that now wait in the outbox because of it",
    "webhooks": "Webhooks that now wait in the outbox because of it",
    "messages": "Messages for the messaging channel that now wait in the outbox because of it",
    "became_unroutable":
      "How many tickets routing can no longer find: the sum of `left_routing`",
    "left_routing": "Tickets that routing can no longer find, by reason",
    "effects.left_routing.channel": leftByChannel,
    "left_routing.channel": leftByChannel,
    "effects.left_routing.group": leftByGroup,
    "left_routing.group": leftByGroup,
    "effects.left_routing.tag": leftByTag,
    "left_routing.tag": leftByTag,
    "triggers_fired": "The triggers that fired, in order; empty if none fired",
    "triggers_fired[].id": "The trigger",
    "triggers_fired[].title": "Its title at that time",
    "triggers_fired[].type": "`trigger` or `messaging_trigger`",
    "triggers_fired[].changes": "What it did: events as in `ticket history`",
    "position": "Its place in the order; lower comes first",
    "problems": "Why the rule can't be evaluated, one sentence per problem; empty if it can",
    "conditions": "The rule's conditions",
    "conditions.all": "All of these must hold",
    "conditions.any": "At least one of these must hold, if there are any",
    "actions": "The rule's actions, in order",
    "field": "The field; sessionctl-rules(5) lists all fields",
    "operator": FieldMeaning("The operator", null: "or absent if the field needs none"),
    "value": FieldMeaning(
      "The value: a text, for some actions a list of texts", null: "or absent if the operator takes none"),
    "actual": FieldMeaning("The ticket's own value", null: "if it has none"),
    "value_name": FieldMeaning("The name of the thing whose id is the value", null: "if it is not an id"),
    "actual_name": FieldMeaning("The same for the ticket's own value", null: "if it is not an id"),
    "holds": FieldMeaning("Whether it holds", null: "if it can't be evaluated"),
    "problem": FieldMeaning("Why it can't be evaluated", null: "if it can"),
  ]
}
