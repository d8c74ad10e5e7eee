import Rendering

// Rules of every kind, and what is asked of them.

extension DocumentFamily {
  private static let wireRemark =
    "The items are the rules' documents in the wire format: what was imported comes out word for word and may have further members."

  private static let description = Column("description", .text)
  private static let times = [Column("created_at", .instant), Column("updated_at", .instant)]

  private static func rule(
    _ word: String, wireMembers more: [Column] = [], remarks: [String] = [wireRemark],
    _ meanings: KeyValuePairs<String, FieldMeaning>
  ) -> DocumentFamily {
    DocumentFamily(
      ["\(word)-list", word], remarks: remarks, wireMembers: [description] + more + times, meanings)
  }

  private static let describing = FieldMeaning("What it is for", null: "or absent where nobody said")

  static let rules: [DocumentFamily] = [
    rule(
      "trigger",
      [
        "id": "The trigger", "active": "Whether it runs", "title": "Its title", "description": describing,
      ]),
    DocumentFamily(
      ["trigger-fields", "messaging-trigger-fields"],
      [
        "kind": "`condition` or `action`; of messaging triggers also `event` and `placeholder`",
        "field": "Its name", "operators": "Those that it takes; of actions none",
        "values": FieldMeaning("The values that it takes, in words", null: "where it takes none"),
        "description": "What it is about",
      ]),
    DocumentFamily(
      "trigger-lint",
      [
        "trigger_id": "The rule", "kind": "`trigger` or `messaging_trigger`", "title": "Its title",
        "active": "Whether it runs", "code": "What is found, as a word", "finding": "The same in a sentence",
        "advice": FieldMeaning("What to do about it", null: "where that is plain"),
      ]),
    DocumentFamily(
      "trigger-test",
      [
        "trigger_id": "The trigger", "ticket_id": "The ticket", "met": "Whether it would fire",
        "all": "The conditions that must all hold", "any": "The conditions of which one must hold",
        "supposed":
          "The update that was supposed: who makes it, through which channel, and with which comment",
        "supposed.event": "`created`, `updated` or `session_ended`",
        "supposed.author_id": FieldMeaning("Who makes it", null: "where nobody is known"),
        "supposed.author_role": "`end_user`, `agent` or `admin`",
        "supposed.channel": "The channel that it comes in through",
        "supposed.comment": FieldMeaning("What is said by it", null: "where it has no comment"),
        "supposed.comment_is_public": FieldMeaning(
          "Whether the customer sees that", null: "where it has no comment"),
        "supposed.reason": FieldMeaning("Why the session ends", null: "where it is no end"),
        "remark": FieldMeaning("Why no trigger would run at all", null: "where they would"),
      ]),
    rule(
      "messaging-trigger",
      [
        "id": "The messaging trigger", "active": "Whether it runs", "title": "Its title",
        "description": describing,
        "event": "What sets it off; sessionctl-rules(5)",
      ]),
    rule(
      "macro", wireMembers: [Column("restriction", .json)],
      [
        "id": "The macro", "active": "Whether it can be applied", "title": "Its title",
        "description": describing,
        "restriction": FieldMeaning(
          "Who may apply it: `{\"type\": \"Group\" or \"User\", \"id\": …, \"ids\": […]}`",
          null: "or absent where everybody may"),
      ]),
    DocumentFamily(
      "macro-apply",
      [
        "macro_id": "The macro", "title": "Its title", "ticket_id": "The ticket",
        "preview": "Whether nothing was changed",
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
        "id": "The queue, a text: `standard` is the standard queue",
        "order": FieldMeaning("Its place among the queues, from 1", null: "of the standard queue, the last"),
        "priority": FieldMeaning(
          "Which queue agents serve first, 1 before 100", null: "of the standard queue, the last"),
        "name": "Its name", "waiting": "How many tickets wait in it",
        "description": describing,
        "definition": "Which tickets it takes",
        "definition.all": "All of these must hold",
        "definition.any": "At least one of these must hold, if there are any",
        "primary_groups": "The groups that serve it",
        "secondary_groups": "The groups that serve it when no primary agent is available",
        "primary_groups.count": "How many they are", "secondary_groups.count": "How many they are",
        "primary_groups.groups": "Each of them", "secondary_groups.groups": "Each of them",
        "primary_groups.groups[].id": "The group", "secondary_groups.groups[].id": "The group",
        "primary_groups.groups[].name": FieldMeaning("Its name", null: "where it is not known"),
        "secondary_groups.groups[].name": FieldMeaning("Its name", null: "where it is not known"),
        "created_at": FieldMeaning("When it was made", null: "or absent of the standard queue"),
        "updated_at": FieldMeaning("When it changed last", null: "or absent of the standard queue"),
      ]),
    DocumentFamily(
      ["recipe-list", "recipe"],
      [
        "name": "The recipe's name", "title": "What it is, in a few words",
        "installed": "Whether it is installed here", "available": "Whether it can be installed here",
        "reason": FieldMeaning("Why it can't", null: "where it can"),
        "creates": "What it makes, in words",
        "warnings": "Whom it would leave without help as the account is now, and what to do",
        "summary": "What it does",
        "parts": "What it makes, in full", "parts[].kind": "`trigger`, `macro`, `queue` or `group`",
        "parts[].title": "Its title or name", "parts[].conditions": "Its conditions, in words",
        "parts[].actions": "Its actions, in words",
      ]),
    DocumentFamily(
      "rules-diff",
      [
        "kind": "`trigger`, `messaging_trigger`, `queue`, `macro` or `schedule`",
        "title": FieldMeaning("The rule's title or name", null: "where it is the order that differs"),
        "change": "`created`, `changed`, `removed` or `reordered`",
        "before": FieldMeaning(
          "The account's, as `rules export` writes it; of an order the titles", null: "where it has none"),
        "after": FieldMeaning(
          "The file's, as `rules export` writes it; of an order the titles", null: "where it has none"),
      ]),
    DocumentFamily(
      "rules-apply",
      [
        "kind": "`trigger`, `messaging_trigger`, `queue`, `macro` or `schedule`",
        "title": FieldMeaning("The rule's title or name", null: "where it is the order that changed"),
        "change": "`created`, `changed`, `deleted` or `reordered`",
      ]),
  ]

  private static let groups: [Column] = [
    Column("count", .integer),
    Column("groups", .list(.object([Column("id", .identifier), Column("name", .text)]))),
  ]
}
