import Rendering

// Sessions, tickets, conversations and the outbox: what happens.

extension DocumentFamily {
  static let sessions: [DocumentFamily] = [
    DocumentFamily(
      ["session-list", "session"],
      [
        "id": "The session; the same number as its conversation's",
        "state": "`active` or `ended`",
        "last_sender": FieldMeaning(
          "Who wrote last: `customer`, `agent` or `ai_agent`", null: "where it is not known"),
        "ended_by": FieldMeaning(
          "Who or what ended it", null: "while it is active, and of one that had ended when it was first seen"
        ),
        "ended_by.type": "`user`, `trigger` or `system`",
        "ended_by.id": FieldMeaning("The user or trigger", null: "of the system"),
        "ended_by.name": "The user's name, or the trigger's title",
      ]),
    DocumentFamily(
      "session-end",
      remarks: ["The document of a dry run is that of the real run, but for `dry_run`."],
      [
        "dry_run": "Whether nothing was changed",
        "matched": "Sessions that were named or selected",
        "ended": "Those that ended",
        "already_ended": "Those that had ended before; nothing changed about them",
        "failed": "Those that could not be ended; the exit status is then 1",
        "effects": "What follows from it",
        "session_id": FieldMeaning("The session", null: "of a ticket that was named and has none"),
        "outcome": "`ended`, `already_ended` or `failed`",
        "left_queue": FieldMeaning(
          "The queue in which the ticket waited before", null: "where it was in none"),
        "entered_queue": FieldMeaning("The queue in which it waits now", null: "where it is in none"),
        "message": FieldMeaning("Why it could not be ended", null: "where it could"),
      ]),
    DocumentFamily(
      "session-remind",
      remarks: ["The document of a dry run is that of the real run, but for `dry_run`."],
      [
        "dry_run": "Whether nothing was changed",
        "matched": "Sessions that were named or selected and idle for so long",
        "reminded": "Those whose customer got the message",
        "already_reminded":
          "Those that were reminded before in the same silence; they are not among the items",
        "failed": "Those that could not be reminded; the exit status is then 1",
        "effects": "What was sent: the reminders among the messages, and what rules added",
        "session_id": FieldMeaning("The session", null: "of a ticket that was named and has none"),
        "outcome": "`reminded` or `failed`",
        "message": FieldMeaning("Why it could not be reminded", null: "where it could"),
      ]),
    DocumentFamily(
      ["ticket-list", "ticket"],
      [
        "id": "The ticket",
        "subject": FieldMeaning("What it is about", null: "where it has none"),
        "status": "`new`, `open`, `pending`, `hold`, `solved`, `closed` or `deleted`",
        "priority": FieldMeaning("`low`, `normal`, `high` or `urgent`", null: "where it has none"),
        "type": FieldMeaning("`question`, `incident`, `problem` or `task`", null: "where it has none"),
        "requester_id": FieldMeaning("The customer", null: "where nobody is known"),
        "requester_name": FieldMeaning("Their name", null: "where it is not known"),
        "assignee_id": FieldMeaning("The agent who has it", null: "while nobody has"),
        "assignee_name": FieldMeaning("Their name", null: "while nobody has it"),
        "group_id": FieldMeaning("The group it is with", null: "while it is with none"),
        "group_name": FieldMeaning("The group's name", null: "while it is with none"),
        "tags": "Its tags",
        "satisfaction_score": "Where the satisfaction survey stands",
        "queue": FieldMeaning("Where it waits for an agent", null: "while it does not"),
        "queue.id": "The queue, a text: `standard` is the standard queue",
        "queue.name": "The queue's name",
        "queue.position": "Its place in the queue: 1 is served next",
        "session": FieldMeaning("Its session", null: "where it has none", like: "session"),
        "composer": "Where an agent can write, and what is chosen at first",
        "composer.channels": "Every channel",
        "composer.channels[].channel": "`messaging`, `email`, `voice` or `internal_note`",
        "composer.channels[].enabled": "Whether it can be used now",
        "composer.default": "`messaging`, `public_reply` or `internal_note`",
        "composer.can_end_session": "Whether the session can be ended here",
        "composer.reason": "Why these channels are as they are",
        "earlier_conversations": "What the customer wrote about before, the latest first",
        "earlier_conversations[].conversation_id": "An earlier conversation",
      ]),
    DocumentFamily(
      ["ticket-history"],
      remarks: [
        "The items are the audits of the wire format; what was imported comes out word for word and may have further members. Events are of the types `Create`, `Change`, `Comment`, `Notification`, `SatisfactionRating`, `AgentMacroReference`, `Error` and others, and, of this program, `MessagingSessionEnded` (`reason`, `routing_channel_before`, `routing_channel_after`), `MessagingSessionReminder` (`body`, `public`), `RoutingChannelChanged` (`previous_value`, `value`) and `RuleFired` (a rule fired, and nothing of what it did is left). What a rule did has its own `via` with the rule's id and title. A public `Comment` of the author -1 that no rule made is the AI agent's; one with `said_at` was said at that time, before the hand-off, and follows the customer's words with which the ticket begins. With `--fields` the items are a line for each event instead, of `at`, `who`, `what` and `rule`."
      ],
      wireMembers: [
        Column("id", .identifier), Column("ticket_id", .identifier), Column("created_at", .instant),
        Column("author_id", .identifier), Column("via", .json), Column("metadata", .json),
        Column("events", .list(.json)),
      ],
      [
        "at": FieldMeaning("When it happened; with `--fields`", null: "where the audit does not say"),
        "who": FieldMeaning("Who did it; with `--fields`", null: "where the audit does not say"),
        "what": "What happened, in words; with `--fields`",
        "rule": FieldMeaning("The rule that did it; with `--fields`", null: "where it was no rule"),
        "id": "The audit", "ticket_id": "The ticket", "created_at": "When it happened",
        "author_id": "Who did it; -1 is the account itself",
        "via": "How it came in: an object with `channel`",
        "metadata": FieldMeaning("What the source noted beside it", null: "or absent where it noted nothing"),
        "events": "What happened, an object each with `type`",
      ]),
    DocumentFamily(
      ["conversation-list", "conversation", "conversation-answer"],
      [
        "id": "The conversation", "user_id": "The customer", "user_name": "The customer's name",
        "state": "`open` or `closed`: the conversation's own state, which is not its session's",
        "ended_at": FieldMeaning(
          "When the conversation ended: its ticket was closed then, or its session ended without a ticket",
          null: "while it is open, and where that is not known"),
        "session_state": "`active` or `ended`",
        "session_ended_at": FieldMeaning(
          "When its session ended", null: "while it is active, and where that is not known"),
        "end_reason": FieldMeaning(
          "Why its session ended: `agent_ended`, `trigger_ended`, `channel_changed`, `inactivity_ended`, `end_user_ended` or `ticket_closed`",
          null: "while it is active, and of one that had ended when it was first seen"),
        "session_id": "Its session; the same number",
        "messages": "How many public messages there are; in `sessionctl.conversation/1` a list of them",
        "earlier": "The customer's earlier conversations, the latest first",
        "earlier[].conversation_id": "An earlier conversation",
        "messages[].at": "When it was said",
        "messages[].from": FieldMeaning("`customer`, `agent` or `ai_agent`", null: "where it is not known"),
        "messages[].author_id": FieldMeaning(
          "Who said it", null: "where it was the AI agent or nobody known"),
        "messages[].body": "What was said",
        "previous_conversation_id": FieldMeaning(
          "The conversation that was written to and whose session had ended, so that the message came here instead",
          null: "where that did not happen"),
        "assignee_id": FieldMeaning("The agent who has the ticket", null: "while nobody has"),
        "assignee_name": FieldMeaning("Their name", null: "while nobody has it"),
        "group_id": FieldMeaning("The group it is with", null: "while it is with none"),
        "group_name": FieldMeaning("The group's name", null: "while it is with none"),
        "queue_id": FieldMeaning("The queue in which it waits", null: "while it waits in none"),
        "queue_name": FieldMeaning("The queue's name", null: "while it waits in none"),
        "waits_nowhere":
          "Whether there is a ticket that needs an agent, that nobody has and that no queue holds",
        "opened": "Whether that message opened this conversation; further ones only go on in it",
      ]),
    DocumentFamily(
      ["user-list", "user"],
      [
        "id": "The user", "name": "What they are called; empty where that is not known",
        "email": FieldMeaning("The e-mail address", null: "where none is known"),
        "phone": FieldMeaning("The phone number", null: "where none is known"),
        "role": "`end_user`, `agent` or `admin`", "suspended": "Whether they may act on nothing",
        "locale": FieldMeaning("The language", null: "where it is not known"),
        "address_shared_with": "Other customers who have the same address",
        "gets_conversations": FieldMeaning(
          "Whether a conversation that is begun by the address alone is theirs",
          null: "of the staff, and of who has no address"),
      ]),
    DocumentFamily(
      "ticket-close-solved",
      [
        "closed": "Tickets that were closed, and their conversations with them",
        "sessions_ended": "Of these, those whose session was still active and ended with it",
        "after": "How long they had been solved and unchanged, in seconds",
      ]),
    DocumentFamily(
      "conversation-ingest",
      [
        "taken": "Events that were taken now", "known": "Events that had been taken before",
        "failed": "Events that are wrong", "started": "Conversations that began",
        "handed_off": "Conversations that got a ticket", "ended": "Sessions that ended",
      ]),
    DocumentFamily(
      ["outbox-list", "outbox-entry"],
      [
        "id": "The entry", "kind": "`email`, `survey`, `webhook` or `message`",
        "ticket_id": FieldMeaning("The ticket it is about", null: "where there is none"),
        "to":
          "Addresses, separated by commas; the id of a webhook; of what leaves on messaging the conversation",
        "channel": FieldMeaning(
          "Where it leaves: `email` or `messaging`; a survey leaves on messaging if the session was active when it was offered",
          null: "of a webhook"),
        "subject": "The subject; empty where it has none",
        "body": "The text, or what a webhook gets",
        "rule_id": FieldMeaning("The rule that sent it", null: "where it was no rule"),
        "rule_kind": FieldMeaning(
          "`trigger`, `messaging_trigger` or `macro`: what `rule_id` is the id of",
          null: "where it was no rule, or was sent before this was noted"),
        "state": "`waiting`, `delivered`, `failed` or `cancelled`",
        "attempts": "How often its delivery was tried",
        "next_attempt_at": FieldMeaning("When it is tried again", null: "where it is due, or not waiting"),
        "delivered_at": FieldMeaning("When it left", null: "while it has not"),
        "last_error": FieldMeaning(
          "Why the last attempt failed, why it can't leave, or that it was perhaps sent",
          null: "where none did"),
      ]),
    DocumentFamily(
      "outbox-deliver",
      [
        "delivered": "Entries that left", "failed": "Entries that did not",
        "given_up": "Of these, those that are not tried again", "count": "How many items follow",
        "perhaps_sent":
          "Entries that an earlier run had in hand when it died, so that nobody knows whether they left",
        "id": "The entry", "kind": "`email`, `survey`, `webhook` or `message`",
        "ticket_id": FieldMeaning("The ticket it is about", null: "where there is none"),
        "to": "Whom it is for",
        "outcome": "`delivered`, `failed`, `given_up`, `perhaps_sent` or `interrupted`",
        "attempts": "How often it was tried so far",
        "error": FieldMeaning("What went wrong", null: "where nothing did"),
      ]),
  ]
}
