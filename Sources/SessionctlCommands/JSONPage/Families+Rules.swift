import Rendering

// Rules of every kind, and what is asked of them.

extension DocumentFamily {
  private static let wireRemark =
    "The items are rules in the wire format: imported rules come out word for word and may have further members."

  private static let description = Column("description", .text)
  private static let times = [Column("created_at", .instant), Column("updated_at", .instant)]

  private static func rule(
    _ word: String, wireMembers more: [Column] = [], remarks: [String] = [wireRemark],
    _ meanings: KeyValuePairs<String, FieldMeaning>
  ) -> DocumentFamily {
    DocumentFamily(
      ["\(word)-list", word], remarks: remarks, wireMembers: [description] + more + times, meanings)
  }

  private static let describing = FieldMeaning("What it is for", null: "or absent if there is none")

  static let rules: [DocumentFamily] = [
    rule(
      "trigger",
      [
        "id": "The trigger", "active": "Whether it is active", "title": "Its title",
        "description": describing,
      ]),
    DocumentFamily(
      ["trigger-fields", "messaging-trigger-fields"],
      [
        "kind": "`condition` or `action`; for messaging triggers also `event` and `placeholder`",
        "field": "Its name", "operators": "The operators that it takes; none for actions",
        "values": FieldMeaning("The values that it takes, in words", null: "if it takes none"),
        "description": "What it means",
      ]),
    DocumentFamily(
      "trigger-lint",
      [
        "trigger_id": FieldMeaning("The rule", null: "for a queue"),
        "kind": "`trigger`, `messaging_trigger` or `queue`", "title": "Its title or name",
        "active": "Whether it runs", "code": "The finding, as a word",
        "severity":
          "`error`: it can't work; `warning`: it does what nobody can want; `note`: what it does should be known",
        "finding": "The finding, in a sentence",
        "advice": FieldMeaning("What to do about it", null: "if that is plain"),
        "queue_id": FieldMeaning("The queue", null: "for a rule"),
      ]),
    DocumentFamily(
      "trigger-test",
      [
        "trigger_id": "The trigger", "ticket_id": "The ticket", "met": "Whether it would fire",
        "all": "The conditions that must all hold", "any": "Conditions; at least one of them must hold",
        "supposed":
          "The assumed update: who makes it, through which channel, and with which comment",
        "supposed.event": "`created`, `updated` or `session_ended`",
        "supposed.author_id": FieldMeaning("Who makes it", null: "if unknown"),
        "supposed.author_role": "`end_user`, `agent` or `admin`",
        "supposed.channel": "The channel through which it comes in",
        "supposed.comment": FieldMeaning("Its comment", null: "if it has none"),
        "supposed.comment_is_public": FieldMeaning(
          "Whether the customer sees the comment", null: "if it has none"),
        "supposed.reason": FieldMeaning("Why the session ends", null: "if the update is not an end"),
        "remark": FieldMeaning("Why no trigger would run at all", null: "if triggers would run"),
      ]),
    DocumentFamily(
      "trigger-replay",
      [
        "by": "`rule`, `day` or `group`", "from": FieldMeaning("The period's begin", null: "if it has none"),
        "to": FieldMeaning("The period's end", null: "if it has none"),
        "tickets": "Tickets with updates in the period",
        "updates": "Their updates in the period", "replayed": "Updates that were replayed",
        "known_backwards":
          "Replayed updates of tickets whose history does not begin with their creation",
        "without_rules": "Updates on which no rule runs, such as the account's own closing of solved tickets",
        "not_replayable": "Updates that cannot be replayed, by reason",
        "not_replayable.gap": "Something changed the ticket that its history does not tell",
        "not_replayable.imported_run": "Rules ran on an import, and no audit says what it changed",
        "not_replayable.unknown_event": "The history has an event of an unknown type",
        "not_replayable.redacted": "The customer was redacted",
        "not_replayable.field_not_told":
          "A rule looks at what imports do not tell: counts, or who asked and what was asked before a later import",
        "not_replayable.unknown_author":
          "A rule asks who made the update, and nothing is known of that person",
        "not_replayable.unreadable": "The audit can't be read",
        "impossible": "Updates that could not have happened on the way that their ticket would have gone",
        "differing": "Updates that come out differently",
        "forked": "Tickets that would have gone another way",
        "taken_from_now":
          "What the rules depend on that is taken as it is now, at least for some updates: `switch`, `settings`, `schedules`, `memberships`, `requesters`, `roles`",
        "samples": "With `--samples`: some of the updates that come out differently",
        "samples[].audit_id": "The update", "samples[].ticket_id": "Its ticket",
        "samples[].at": "When it was made",
        "samples[].would_fire": "The triggers that would fire and did not",
        "samples[].would_fire[].id": FieldMeaning("The trigger", null: "if only the file has it"),
        "samples[].would_fire[].title": FieldMeaning("Its title", null: "if it is deleted"),
        "samples[].would_not_fire": "The triggers that fired and would not",
        "samples[].would_not_fire[].id": FieldMeaning("The trigger", null: "if only the file has it"),
        "samples[].would_not_fire[].title": FieldMeaning("Its title", null: "if it is deleted"),
        "samples[].differences": "The fields that come out differently",
        "samples[].differences[].field": "The field",
        "samples[].differences[].recorded": FieldMeaning("What it became", null: "for none"),
        "samples[].differences[].replayed": FieldMeaning("What it would have become", null: "for none"),
        "samples[].forked": "Whether the ticket had gone another way before",
        "id": FieldMeaning(
          "The trigger, or with `--by group` the group",
          null: "for days, for no group, and for a file's new trigger"),
        "name": FieldMeaning("The trigger's title, the day, or the group's name", null: "if there is none"),
        "fires": "How often triggers would have fired", "fired": "How often they did",
        "both": "How often they would have fired and did",
        "counted_updates": "Updates counted in this row",
        "differing_updates": "Those of them that come out differently",
        "ended": "Sessions that triggers would have ended",
        "emails":
          "E-mails that they would have sent, one for each action; only for requesters it is asked whether they have an address",
        "surveys": "Surveys that they would have sent",
        "webhooks": "Webhooks and targets that they would have called",
        "moved": "Tickets that they would have given to another group, or to none",
        "recorded": "The same as the history tells it", "recorded.ended": "Sessions that they ended",
        "recorded.emails": "E-mails that they sent", "recorded.surveys": "Surveys that they sent",
        "recorded.webhooks": "Webhooks and targets that they called",
        "recorded.moved": "Tickets that they gave to another group, or to none",
      ]),
    DocumentFamily(
      "trigger-replay-audit",
      [
        "audit_id": "The update", "ticket_id": "Its ticket", "at": "When it was made",
        "author_id": FieldMeaning("Who made it", null: "if unknown"),
        "author_role": "`end_user`, `agent` or `admin`, as it is now",
        "channel": "The channel through which it came in",
        "comment": FieldMeaning("Its comment", null: "if it has none"),
        "comment_is_public": FieldMeaning(
          "Whether the customer sees the comment", null: "if it has none"),
        "not_replayable": FieldMeaning("Why it cannot be replayed, as a word", null: "if it can"),
        "without_rules": "Whether no rule runs on such an update",
        "differences": "The fields that come out differently", "differences[].field": "The field",
        "differences[].recorded": FieldMeaning("What it became", null: "for none"),
        "differences[].replayed": FieldMeaning("What it would have become", null: "for none"),
        "trigger_id": FieldMeaning("The trigger", null: "if only the file has it"), "title": "Its title",
        "fires": "Whether it would have fired", "fired": "Whether it did",
        "all": "The conditions that must all hold, on the ticket as the update's author left it",
        "any": "Conditions; at least one of them must hold",
      ]),
    rule(
      "messaging-trigger",
      [
        "id": "The messaging trigger", "active": "Whether it is active", "title": "Its title",
        "description": describing,
        "event": "The event that starts it; see sessionctl-rules(5)",
      ]),
    rule(
      "macro", wireMembers: [Column("restriction", .json)],
      [
        "id": "The macro", "active": "Whether it can be applied", "title": "Its title",
        "description": describing,
        "restriction": FieldMeaning(
          "Who may apply it: `{\"type\": \"Group\" or \"User\", \"id\": …, \"ids\": […]}`",
          null: "or absent if everybody may"),
      ]),
    DocumentFamily(
      "macro-apply",
      [
        "macro_id": "The macro", "title": "Its title", "ticket_id": "The ticket",
        "preview": "Whether this was a preview, which changes nothing",
        "changes": "What happened to the ticket: events as in `ticket history`",
      ]),
    rule(
      "queue",
      wireMembers: [
        Column("primary_groups", .object(groups)), Column("secondary_groups", .object(groups)),
      ],
      remarks: [
        wireRemark,
        "With `--fields`, `primary_groups` and `secondary_groups` are lists of names. `queue list` leaves out the standard queue.",
      ],
      [
        "id": "The queue's id, a text; `standard` is the standard queue",
        "order": FieldMeaning(
          "Its place among the queues, from 1", null: "for the standard queue, which is the last"),
        "priority": FieldMeaning(
          "Which queue agents serve first, 1 before 100", null: "for the standard queue, which is the last"),
        "name": "Its name", "waiting": "How many tickets wait in it",
        "description": describing,
        "definition": "Which tickets it takes",
        "definition.all": "All of these must hold",
        "definition.any": "At least one of these must hold, if there are any",
        "primary_groups": "The groups that serve it",
        "secondary_groups": "The groups that serve it when no primary agent is available",
        "primary_groups.count": "How many groups there are",
        "secondary_groups.count": "How many groups there are",
        "primary_groups.groups": "Each group", "secondary_groups.groups": "Each group",
        "primary_groups.groups[].id": "The group", "secondary_groups.groups[].id": "The group",
        "primary_groups.groups[].name": FieldMeaning("Its name", null: "if unknown"),
        "secondary_groups.groups[].name": FieldMeaning("Its name", null: "if unknown"),
        "created_at": FieldMeaning("When it was created", null: "or absent for the standard queue"),
        "updated_at": FieldMeaning("When it last changed", null: "or absent for the standard queue"),
      ]),
    DocumentFamily(
      ["recipe-list", "recipe"],
      [
        "name": "The recipe's name", "title": "What it is for, in a few words",
        "installed": "Whether it is installed", "available": "Whether it can be installed",
        "reason": FieldMeaning("Why it can't", null: "if it can"),
        "creates": "What it creates, in words",
        "warnings": "Who would currently get no help in the account, and what to do about it",
        "summary": "What it does",
        "parts": "What it creates, in full", "parts[].kind": "`trigger`, `macro`, `queue` or `group`",
        "parts[].title": "Its title or name", "parts[].conditions": "Its conditions, in words",
        "parts[].actions": "Its actions, in words",
      ]),
    DocumentFamily(
      "rules-diff",
      [
        "kind": "`trigger`, `messaging_trigger`, `queue`, `macro` or `schedule`",
        "title": FieldMeaning("The rule's title or name", null: "if only the order differs"),
        "change": "`created`, `changed`, `removed` or `reordered`",
        "before": FieldMeaning(
          "The account's version, as `rules export` writes it; for an order, the titles",
          null: "if it has none"),
        "after": FieldMeaning(
          "The file's version, as `rules export` writes it; for an order, the titles", null: "if it has none"),
        "fires": FieldMeaning(
          "With `--replay`: how often the trigger would have fired", null: "without it, and for other rules"),
        "fired": FieldMeaning("With `--replay`: how often it did", null: "without it, and for other rules"),
      ]),
    DocumentFamily(
      "rules-apply",
      [
        "kind": "`trigger`, `messaging_trigger`, `queue`, `macro` or `schedule`",
        "title": FieldMeaning("The rule's title or name", null: "if only the order changed"),
        "change": "`created`, `changed`, `deleted` or `reordered`",
      ]),
  ]

  private static let groups: [Column] = [
    Column("count", .integer),
    Column("groups", .list(.object([Column("id", .identifier), Column("name", .text)]))),
  ]
}
