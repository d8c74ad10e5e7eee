/// Fields that mean the same wherever they are; a family that means something else says so.
enum CommonFields {
  private static let leftByChannel: FieldMeaning =
    "Their session has ended and their routing channel is still messaging"
  private static let leftByGroup: FieldMeaning = "They have no group, which the standard queue needs"
  private static let leftByTag: FieldMeaning =
    "They lack the tag that email tickets need for the standard queue"

  static let meanings: [String: FieldMeaning] = [
    "conversation_id": "The conversation; the same number as its session's",
    "ticket_id": FieldMeaning("The ticket", null: "while there is none, before the hand-off"),
    "channel":
      "The channel it came in through, which never changes: `native_messaging`, `whatsapp`, `email`, …",
    "routing_channel": FieldMeaning(
      "How routing treats the ticket now: `messaging` or `email`", null: "where there is no ticket"),
    "started_at": "When the customer wrote first",
    "last_activity_at": "The latest public message",
    "ended_at": FieldMeaning(
      "When the session ended", null: "while it is active, and of one that had ended when it was first seen"),
    "end_reason": FieldMeaning(
      "Why it ended: `agent_ended`, `trigger_ended`, `channel_changed`, `inactivity_ended`, `end_user_ended` or `ticket_closed`",
      null: "while it is active, and of one that had ended when it was first seen"),
    "created_at": "When it was made",
    "updated_at": "When it changed last",
    "emails": "E-mails that wait to leave because of it",
    "surveys": "Surveys, likewise",
    "webhooks": "Webhooks, likewise",
    "messages": "Messages on the messaging channel, likewise",
    "became_unroutable":
      "Tickets that nobody has dealt with and that no queue holds any more: the sum of `left_routing`",
    "left_routing": "Those tickets by reason",
    "effects.left_routing.channel": leftByChannel,
    "left_routing.channel": leftByChannel,
    "effects.left_routing.group": leftByGroup,
    "left_routing.group": leftByGroup,
    "effects.left_routing.tag": leftByTag,
    "left_routing.tag": leftByTag,
    "triggers_fired": "The triggers that fired, in the order in which they did; empty where none did",
    "triggers_fired[].id": "The trigger",
    "triggers_fired[].title": "Its title then",
    "triggers_fired[].type": "`trigger` or `messaging_trigger`",
    "triggers_fired[].changes": "What it did: events as in `ticket history`",
    "position": "Its place in the order, from the front",
    "problems": "What keeps the rule from being evaluated, a sentence each; empty where nothing does",
    "conditions": "When it is met",
    "conditions.all": "All of these must hold",
    "conditions.any": "At least one of these must hold, if there are any",
    "actions": "What it does, in order",
    "field": "The field; sessionctl-rules(5) has them all",
    "operator": FieldMeaning("The operator", null: "or absent where the field needs none"),
    "value": FieldMeaning(
      "The value: a text, for some actions a list of texts", null: "or absent where the operator takes none"),
    "actual": FieldMeaning("What the ticket has", null: "where it has nothing"),
    "holds": FieldMeaning("Whether it holds", null: "where it can't be evaluated"),
    "problem": FieldMeaning("Why it can't be evaluated", null: "where it can"),
  ]
}
