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
          "Who wrote last: `customer`, `agent` or `ai_agent`", null: "if unknown"),
        "ended_by": FieldMeaning(
          "Who or what ended it",
          null: "while it is active, and if it had already ended when it was first seen"
        ),
        "ended_by.type": "`user`, `trigger` or `system`",
        "ended_by.id": FieldMeaning("The user or trigger", null: "for the system"),
        "ended_by.name": "The user's name, or the trigger's title",
        "requester_id": FieldMeaning("The ticket's customer", null: "without a ticket"),
        "requester_name": FieldMeaning("Their name", null: "without a ticket, and if unknown"),
        "subject": FieldMeaning("The ticket's subject", null: "without a ticket"),
        "status": FieldMeaning(
          "The ticket's status: `new`, `open`, `pending`, `hold`, `solved`, `closed` or `deleted`",
          null: "without a ticket"),
        "priority": FieldMeaning(
          "The ticket's priority: `low`, `normal`, `high` or `urgent`",
          null: "without a ticket, and if it has none"),
        "assignee_id": FieldMeaning(
          "The agent who has the ticket", null: "without a ticket, and while nobody has it"),
        "assignee_name": FieldMeaning("Their name", null: "without a ticket, and while nobody has it"),
        "group_id": FieldMeaning("The ticket's group", null: "without a ticket, and while it has none"),
        "group_name": FieldMeaning("The group's name", null: "without a ticket, and while it has none"),
        "tags": FieldMeaning("The ticket's tags", null: "without a ticket"),
      ]),
    DocumentFamily(
      "session-end",
      remarks: ["A dry run prints the same document as the real run, except for `dry_run`."],
      [
        "dry_run": "Whether this was a dry run, which changes nothing",
        "matched": "Sessions that were named or selected",
        "ended": "Sessions that were ended",
        "already_ended": "Sessions that had already ended; nothing about them changed",
        "failed": "Sessions that could not be ended; the exit status is then 1",
        "effects": "The effects of the run",
        "session_id": FieldMeaning("The session", null: "for a ticket that was named but has no session"),
        "outcome": "`ended`, `already_ended` or `failed`",
        "left_queue": FieldMeaning(
          "The queue in which the ticket waited before", null: "if it was in none"),
        "entered_queue": FieldMeaning("The queue in which it waits now", null: "if it is in none"),
        "message": FieldMeaning("Why it could not be ended", null: "if it could"),
      ]),
    DocumentFamily(
      "session-remind",
      remarks: ["A dry run prints the same document as the real run, except for `dry_run`."],
      [
        "dry_run": "Whether this was a dry run, which changes nothing",
        "matched": "Sessions that were named or selected and have been idle for that long",
        "reminded": "Sessions whose customer got the message",
        "already_reminded":
          "Sessions that had already been reminded in the same silence; they are not among the items",
        "failed": "Sessions that could not be reminded; the exit status is then 1",
        "effects": "What was sent, reminders as messages, and how many tickets left routing",
        "session_id": FieldMeaning("The session", null: "for a ticket that was named but has no session"),
        "outcome": "`reminded` or `failed`",
        "message": FieldMeaning("Why it could not be reminded", null: "if it could"),
      ]),
    DocumentFamily(
      ["ticket-list", "ticket"],
      [
        "id": "The ticket",
        "subject": FieldMeaning("Its subject", null: "if it has none"),
        "status": "`new`, `open`, `pending`, `hold`, `solved`, `closed` or `deleted`",
        "priority": FieldMeaning("`low`, `normal`, `high` or `urgent`", null: "if it has none"),
        "type": FieldMeaning("`question`, `incident`, `problem` or `task`", null: "if it has none"),
        "requester_id": FieldMeaning("The customer", null: "if unknown"),
        "requester_name": FieldMeaning("Their name", null: "if unknown"),
        "assignee_id": FieldMeaning("The agent who has it", null: "while nobody has it"),
        "assignee_name": FieldMeaning("Their name", null: "while nobody has it"),
        "group_id": FieldMeaning("Its group", null: "if it has none"),
        "group_name": FieldMeaning("The group's name", null: "if it has none"),
        "tags": "Its tags",
        "satisfaction_score": "The state of the satisfaction survey",
        "queue": FieldMeaning("The queue that it waits in", null: "if it waits in none"),
        "queue.id": "The queue's id, a text; `standard` is the standard queue",
        "queue.name": "The queue's name",
        "queue.position": "Its place in the queue: 1 is served next",
        "session": FieldMeaning("Its session", null: "if it has none", like: "session"),
        "composer": "Where an agent can write, and which channel is the default",
        "composer.channels": "Every channel",
        "composer.channels[].channel": "`messaging`, `email`, `voice` or `internal_note`",
        "composer.channels[].enabled": "Whether it can be used now",
        "composer.default": "`messaging`, `public_reply` or `internal_note`",
        "composer.can_end_session": "Whether an agent can end the session there",
        "composer.reason": "Why the composer is as it is",
        "earlier_conversations": "The customer's earlier conversations, the latest first",
        "earlier_conversations[].conversation_id": "An earlier conversation",
      ]),
    DocumentFamily(
      ["ticket-history"],
      remarks: [
        "The items are audits in the wire format; imported audits come out word for word and may have further members. The types of events are `Create`, `Change`, `Comment`, `Notification`, `SatisfactionRating`, `AgentMacroReference`, `Error` and others. This program adds `MessagingSessionEnded` (`reason`, `routing_channel_before`, `routing_channel_after`), `MessagingSessionReminder` (`body`, `public`), `RoutingChannelChanged` (`previous_value`, `value`), `RuleFired` (a rule fired, but nothing that it did remains) and `BeforeRules` (`field_name`, `previous_value`, `value`): what the author changed before rules changed it again, or what an import with `--run-triggers` had changed when the rules ran. An import also tells the ticket's `id` (null before, if it brought the ticket), `messaging_session_state` and `routing_channel`. If a value is an id, its name stands beside it as `value_name` and `previous_value_name`. What a rule did has its own `via` with the rule's id and title. A public `Comment` of author -1 that no rule made comes from the AI agent. With `said_at`, it was written at that time, before the hand-off, and stands after the customer's first words. With `--fields`, each event is one item instead, with `at`, `who`, `what` and `rule`."
      ],
      wireMembers: [
        Column("id", .identifier), Column("ticket_id", .identifier), Column("created_at", .instant),
        Column("author_id", .identifier), Column("author_name", .text), Column("via", .json),
        Column("metadata", .json),
        Column("events", .list(.json)),
      ],
      [
        "at": FieldMeaning("When it happened; with `--fields`", null: "if the audit does not say"),
        "who": FieldMeaning("Who did it; with `--fields`", null: "if the audit does not say"),
        "what": "What happened, in words; with `--fields`",
        "rule": FieldMeaning("The rule that did it; with `--fields`", null: "if no rule did it"),
        "id": "The audit", "ticket_id": "The ticket", "created_at": "When it happened",
        "author_id": "Who did it; -1 is the account itself",
        "author_name": FieldMeaning("Their name", null: "for the account itself"),
        "via": "How it came in: an object with `channel`",
        "metadata": FieldMeaning("Further data of the source", null: "or absent if it has none"),
        "events": "What happened, one object each, with `type`",
      ]),
    DocumentFamily(
      ["conversation-list", "conversation", "conversation-answer"],
      [
        "id": "The conversation", "user_id": "The customer", "user_name": "The customer's name",
        "state": "`open` or `closed`: the state of the conversation itself, not of its session",
        "ended_at": FieldMeaning(
          "When the conversation ended: when its ticket was closed, or when its session ended without a ticket",
          null: "while it is open, and if unknown"),
        "session_state": "`active` or `ended`",
        "session_ended_at": FieldMeaning(
          "When its session ended", null: "while it is active, and if unknown"),
        "end_reason": FieldMeaning(
          "Why its session ended: `agent_ended`, `trigger_ended`, `channel_changed`, `inactivity_ended`, `end_user_ended` or `ticket_closed`",
          null: "while it is active, and if it had already ended when it was first seen"),
        "session_id": "Its session; the same number",
        "messages": "How many public messages there are; in `sessionctl.conversation/1`, a list of them",
        "earlier": "The customer's earlier conversations, the latest first",
        "earlier[].conversation_id": "An earlier conversation",
        "messages[].at": "When it was written",
        "messages[].from": FieldMeaning("`customer`, `agent` or `ai_agent`", null: "if unknown"),
        "messages[].author_id": FieldMeaning(
          "Who wrote it", null: "if it was the AI agent, or is unknown"),
        "messages[].body": "The message",
        "previous_conversation_id": FieldMeaning(
          "The conversation to which the message was addressed; its session had ended, so the message came here",
          null: "if that did not happen"),
        "assignee_id": FieldMeaning("The agent who has the ticket", null: "while nobody has it"),
        "assignee_name": FieldMeaning("Their name", null: "while nobody has it"),
        "group_id": FieldMeaning("Its group", null: "if it has none"),
        "group_name": FieldMeaning("The group's name", null: "if it has none"),
        "queue_id": FieldMeaning("The queue that the ticket waits in", null: "if it waits in none"),
        "queue_name": FieldMeaning("The queue's name", null: "if it waits in none"),
        "waits_nowhere":
          "Whether the ticket needs an agent, but nobody has it and no queue holds it",
        "opened": "Whether the message started this conversation; later messages only continue it",
      ]),
    DocumentFamily(
      ["user-list", "user"],
      [
        "id": "The user", "name": "The name; empty if unknown",
        "email": FieldMeaning("The e-mail address", null: "if none is known"),
        "phone": FieldMeaning("The phone number", null: "if none is known"),
        "role": "`end_user`, `agent` or `admin`", "suspended": "Whether the user is suspended",
        "locale": FieldMeaning("The language", null: "if unknown"),
        "address_shared_with": "Other customers who have the same address",
        "gets_conversations": FieldMeaning(
          "Whether a conversation that is started with the address alone belongs to this user",
          null: "for staff, and for users without an address"),
        "redacted_at": FieldMeaning("When they were redacted", null: "if they were not"),
      ]),
    DocumentFamily(
      "ticket-close-solved",
      [
        "closed": "Tickets that were closed, together with their conversations",
        "sessions_ended": "Those of them whose session was still active and ended with the ticket",
        "after": "How long the tickets had been solved without a change, in seconds",
      ]),
    DocumentFamily(
      "conversation-ingest",
      [
        "taken": "Events that were taken", "known": "Events that had already been taken",
        "failed": "Wrong events", "started": "Conversations that started",
        "handed_off": "Conversations that got a ticket", "ended": "Sessions that ended",
      ]),
    DocumentFamily(
      ["outbox-list", "outbox-entry"],
      [
        "id": "The entry", "kind": "`email`, `survey`, `webhook` or `message`",
        "ticket_id": FieldMeaning("The ticket it is about", null: "if there is none"),
        "to":
          "The receiver: addresses, separated by commas; the id of a webhook; or the conversation, if it leaves on messaging",
        "channel": FieldMeaning(
          "How it leaves: `email` or `messaging`; a survey leaves on messaging if the session was active when it was offered",
          null: "for a webhook"),
        "subject": "The subject; empty if there is none",
        "body": "The text, or what a webhook receives",
        "rule_id": FieldMeaning("The rule that sent it", null: "if no rule sent it"),
        "rule_kind": FieldMeaning(
          "The kind of that rule: `trigger`, `messaging_trigger` or `macro`",
          null: "if no rule sent it, or if the entry is older than this member"),
        "state": "`waiting`, `delivered`, `failed` or `cancelled`",
        "attempts": "How many attempts there have been",
        "next_attempt_at": FieldMeaning(
          "When the next attempt is due", null: "if it is due now, or not waiting"),
        "delivered_at": FieldMeaning("When it was delivered", null: "if it was not"),
        "last_error": FieldMeaning(
          "Why the last attempt failed, why it can't leave, or that it was perhaps sent",
          null: "if none failed"),
      ]),
    DocumentFamily(
      "outbox-deliver",
      [
        "delivered": "Entries that were delivered", "failed": "Entries that were not delivered",
        "given_up": "Those of them that are not tried again", "count": "How many items follow",
        "perhaps_sent":
          "Entries whose program was stopped, or that an earlier run was delivering when it was killed, so it is unknown whether they were sent",
        "id": "The entry", "kind": "`email`, `survey`, `webhook` or `message`",
        "ticket_id": FieldMeaning("The ticket it is about", null: "if there is none"),
        "to": "The receiver",
        "outcome": "`delivered`, `failed`, `given_up`, `perhaps_sent` or `interrupted`",
        "attempts": "How many attempts there have been",
        "error": FieldMeaning("What went wrong", null: "if nothing did"),
      ]),
  ]
}
