import Rendering

// The account, who works in it, and the store itself.

extension DocumentFamily {
  static let account: [DocumentFamily] = [
    DocumentFamily(
      "feature",
      [
        "agents": "The switch for agents, triggers and sweeps", "end_users": "The switch for customers",
        "enabled": "Whether it is on",
        "changed_at": FieldMeaning("When it was switched last", null: "where it never was"),
        "changed_by": FieldMeaning("The admin who did", null: "where it never was"),
        "changed_from": FieldMeaning(
          "The operating system's user and the machine it was done from", null: "where it never was"),
        "available": "Whether the plan has the feature", "plan": "The account's plan",
      ]),
    DocumentFamily(
      ["settings", "setting"],
      [
        "key": "The setting's name", "value": FieldMeaning("Its value", null: "where it has none"),
        "default": FieldMeaning("What it is where nobody sets it", null: "where that is nothing"),
        "description": "What it decides",
      ]),
    DocumentFamily(
      ["agent-list", "agent"],
      [
        "id": "The user", "name": "The name",
        "email": FieldMeaning("The e-mail address", null: "where none is known"),
        "role": "`agent` or `admin`",
        "status": "Whether routing may assign work: `online`, `away` or `offline`",
        "messaging_load": "Tickets that take a messaging slot now",
        "messaging_capacity": "The most that routing assigns of them",
        "email_load": "Tickets that take an email slot now",
        "email_capacity": "The most that routing assigns of them",
        "suspended": "Whether they may do nothing",
        "idle_sessions":
          "Active sessions of theirs that take no messaging slot, because the customer has not written for `capacity.idle_after`",
      ]),
    DocumentFamily(
      ["group-list", "group"],
      [
        "id": "The group", "name": "Its name", "agents": "How many agents are in it",
        "agent_ids": "Which",
      ]),
    DocumentFamily(
      ["schedule-list", "schedule"],
      [
        "id": "The schedule", "name": "Its name", "time_zone": "The zone of its hours",
        "hours": "When it is open, as `schedule create --open` takes it",
        "intervals": "When it is open, in minutes since Sunday 00:00",
        "intervals[].start_time": "From this minute", "intervals[].end_time": "Up to this minute",
        "holidays": "Days on which it is closed", "holidays[].id": "The holiday",
        "holidays[].name": "What is celebrated", "holidays[].start_date": "The first day: `2026-12-25`",
        "holidays[].end_date": "The last day, which is closed too",
        "default": "Whether it is that of tickets without a schedule of their own",
        "open_now": FieldMeaning(
          "Whether it is open at the moment of the run", null: "where the machine does not know the zone"),
      ]),
    DocumentFamily(
      ["log-list", "log-entry"],
      [
        "id": "The entry", "at": "When it was done",
        "actor_id": FieldMeaning("Who acted", null: "where it was the account itself"),
        "actor_name": FieldMeaning("Their name", null: "where it was the account itself"),
        "os_user": FieldMeaning("The operating system's user and machine", null: "where it is not known"),
        "command": "The command, without its arguments", "summary": "What it did",
        "before": FieldMeaning("What was there before: a text, often JSON", null: "where nothing is kept"),
        "after": FieldMeaning("What is there since", null: "where nothing is kept"),
      ]),
    DocumentFamily(
      "init",
      [
        "store": "The file that was made", "plan": "The account's plan",
        "messaging_add_on": "Whether a support plan has the add-on", "admin": "The first admin's address",
      ]),
    DocumentFamily("demo", ["store": "The file that was made", "sessions": "How many sessions it has"]),
    DocumentFamily(
      "import",
      remarks: ["An item for each type that was met."],
      [
        "type":
          "`user`, `group`, `ticket`, `audit`, …; `unknown` for what nothing tells, and for what is no record",
        "created": "Records that are new",
        "updated": "Records that changed what was there", "unchanged": "Records that said nothing new",
        "skipped": "Records that have no place here", "failed": "Records that are wrong",
        "mended":
          "Those of the new and updated ones in which something had another form than the API's, such as an id as a text; what it was is a note on standard error",
      ]),
    DocumentFamily(
      "import-explanation",
      remarks: ["An item for the records of a file that are taken for the same, for the same reason."],
      [
        "file": "The file", "line": FieldMeaning("Of the first of them", null: "where they have none"),
        "key": FieldMeaning("The key they came under", null: "where there is none"),
        "type": FieldMeaning("What they are taken for", null: "where nothing tells it"),
        "records": "How many there are",
        "use":
          "`read`, `kept` (word for word), `skipped` (no place here), `unknown`, or `wrong` (can't be imported)",
        "why": "What told their type, or what is wrong",
      ]),
  ]
}
