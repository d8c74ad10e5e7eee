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
