import Rendering

// The account, who works in it, and the store itself.

extension DocumentFamily {
  static let account: [DocumentFamily] = [
    DocumentFamily(
      "feature",
      [
        "agents": "The switch for agents, triggers and sweeps", "end_users": "The switch for customers",
        "enabled": "Whether it is on",
        "changed_at": FieldMeaning("When it was last switched", null: "if never"),
        "changed_by": FieldMeaning("The admin who switched it", null: "if never"),
        "changed_from": FieldMeaning(
          "The operating-system user and the machine from which it was switched", null: "if never"),
        "changed_by_name": FieldMeaning("Their name", null: "if never"),
        "available": "Whether the plan has the feature", "plan": "The account's plan",
      ]),
    DocumentFamily(
      ["settings", "setting"],
      [
        "key": "The setting's name", "value": FieldMeaning("Its value", null: "if it has none"),
        "default": FieldMeaning("Its value if nobody sets it", null: "if it has none"),
        "description": "What it decides",
        "value_name": FieldMeaning("The name of the thing whose id is the value", null: "if it is not an id"),
      ]),
    DocumentFamily(
      ["agent-list", "agent"],
      [
        "id": "The user", "name": "The name",
        "email": FieldMeaning("The e-mail address", null: "if none is known"),
        "role": "`agent` or `admin`",
        "status":
          "The agent's status, `online`, `away` or `offline`; routing only assigns to agents who are online",
        "messaging_load": "Tickets that take a messaging slot now",
        "messaging_capacity": "The most messaging tickets that routing assigns",
        "email_load": "Tickets that take an email slot now",
        "email_capacity": "The most email tickets that routing assigns",
        "suspended": "Whether the person is suspended",
        "idle_sessions":
          "Active sessions of theirs that take no messaging slot, because the customer has not written for `capacity.idle_after`",
        "group_ids": "The groups they are in", "group_names": "The names of these groups",
      ]),
    DocumentFamily(
      ["group-list", "group"],
      [
        "id": "The group", "name": "Its name", "agents": "How many agents are in it",
        "agent_ids": "The ids of these agents", "agent_names": "The names of these agents",
      ]),
    DocumentFamily(
      ["schedule-list", "schedule"],
      [
        "id": "The schedule", "name": "Its name", "time_zone": "The zone of its hours",
        "hours": "When it is open, in the form that `schedule create --open` takes",
        "intervals": "When it is open, in minutes since Sunday 00:00",
        "intervals[].start_time": "From this minute", "intervals[].end_time": "Up to this minute",
        "holidays": "Days on which it is closed", "holidays[].id": "The holiday",
        "holidays[].name": "The holiday's name", "holidays[].start_date": "The first day: `2026-12-25`",
        "holidays[].end_date": "The last day, which is also closed",
        "default": "Whether it is the default for tickets without a schedule of their own",
        "open_now": FieldMeaning(
          "Whether it is open now", null: "if this machine does not know the zone"),
      ]),
    DocumentFamily(
      ["log-list", "log-entry"],
      [
        "id": "The entry", "at": "When it was done",
        "actor_id": FieldMeaning("Who acted", null: "if it was the account itself"),
        "actor_name": FieldMeaning("Their name", null: "if it was the account itself"),
        "os_user": FieldMeaning("The operating-system user and the machine", null: "if unknown"),
        "command": "The command, without its arguments", "summary": "What it did",
        "before": FieldMeaning("What was there before: a text, often JSON", null: "if nothing is kept"),
        "after": FieldMeaning("What was there afterwards", null: "if nothing is kept"),
        "changes": "What was done to rules, queues, people, groups, schedules, settings and switches",
        "changes[].kind": "`trigger`, `queue`, `setting` …; `trigger_order` is the order of all triggers",
        "changes[].id": "Its id, or a setting's key; `all` for an order",
        "changes[].name": "Its name",
        "changes[].before": FieldMeaning(
          "The whole document before, or the value", null: "if it was created"),
        "changes[].after": FieldMeaning("The same afterwards", null: "if it was deleted"),
      ]),
    DocumentFamily(
      "init",
      [
        "store": "The file that was created", "plan": "The account's plan",
        "messaging_add_on": "Whether a support plan has the add-on", "admin": "The first admin's address",
      ]),
    DocumentFamily("demo", ["store": "The file that was created", "sessions": "How many sessions it has"]),
    DocumentFamily(
      "import",
      remarks: ["One item for each type of record."],
      [
        "type":
          "`user`, `group`, `ticket`, `audit`, …; `unknown` for records of no known type",
        "created": "Records that are new",
        "updated": "Records that updated something", "unchanged": "Records that changed nothing",
        "skipped": "Records that are not used here", "failed": "Wrong records",
        "mended":
          "New and updated records in which something was repaired because it did not have the API's form, such as an id as a text; a note on standard error says what",
      ]),
    DocumentFamily(
      "rescue",
      [
        "table": "A table of the store", "saved": "How many of its rows are in the new store",
        "lost": "How many are known to be lost",
        "lost_ids": "The first hundred of their numbers, as far as they are known",
        "may_lack_more": "Whether rows may be lost that nothing else names",
        "stand_ins": "Empty rows in the place of lost ones that others name",
        "left_out":
          "Rows that were read and left out, because what they belong to is lost or a value can't be right",
        "changed": "Rows that lost a value, or got one that keeps the rules",
        "detail": FieldMeaning("The same in words", null: "if all of it is there"),
      ]),
    DocumentFamily(
      "import-explanation",
      remarks: ["One item for all records of a file that are read as the same thing for the same reason."],
      [
        "file": "The file", "line": FieldMeaning("The line of the first of them", null: "if they have none"),
        "key": FieldMeaning("The key they came under", null: "if there is none"),
        "type": FieldMeaning("What they are read as", null: "if nothing shows it"),
        "records": "How many records there are",
        "use":
          "`read`, `kept` (word for word), `skipped` (not used here), `unknown`, or `wrong` (can't be imported)",
        "why": "What shows their type, or what is wrong",
      ]),
  ]
}
