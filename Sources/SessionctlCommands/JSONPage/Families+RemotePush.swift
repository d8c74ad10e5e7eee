import Rendering

// What is sent to the live account, and what becomes of it.

extension DocumentFamily {
  static let pushes: [DocumentFamily] = [
    DocumentFamily(
      "remote-setup",
      [
        "account": "The live account's address",
        "dry_run": "Whether this was a dry run, which changes nothing",
        "outcome":
          "`made`, `changed`, `activated`, `unchanged` or `removed`",
        "trigger_id": FieldMeaning("The trigger's id there", null: "if it is not there yet"),
        "title": "Its title there",
        "trigger": FieldMeaning("The trigger in the account's format", null: "if it was removed"),
      ]),
    DocumentFamily(
      ["remote-push", "remote-verify"],
      [
        "account": "The live account's address",
        "tickets": "How many tickets of the plan belong to the push",
        "tagged": "Tickets that have the tag, as the account says",
        "failed": "Tickets that do not have it, as the account says",
        "unclear":
          "Tickets about which the account says nothing, for example because it deleted a job's data after a day; `remote verify` finds out",
        "waiting":
          "Tickets that are not sent yet, or whose job is still running; for a verification lines of the plan that were not sent",
        "left_out": "Sessions that have changed since they were planned; they were not sent",
        "jobs": "How many jobs this run created",
        "ended": "Sessions that have ended in the account",
        "ended_here": "Sessions that this run ended in the store",
        "pending": "Sessions that were sent, but whose end was not seen yet",
        "session_id": "The session",
        "ticket_id": FieldMeaning("The ticket", null: "for a session that was left out"),
        "outcome":
          "For a push `waiting`, `sent`, `tagged`, `failed`, `unclear`, `ended` or `left_out`; for a verification `ended`, `pending`, `failed` or `waiting`",
        "ended_at": FieldMeaning(
          "When it ended, if the account says so", null: "if its end was not seen yet"),
        "seen_by": FieldMeaning(
          "How its end is known: `events` if from the account's events, `probe` if the account no longer has a live conversation for it, `here` if an import had already brought it into the store",
          null: "if its end was not seen yet"),
        "message": FieldMeaning(
          "Why it failed, in the account's words, or why it was left out", null: "if neither happened"),
      ]),
    DocumentFamily(
      "remote-answers",
      [
        "tickets": "How many tickets the answers are about",
        "tagged": "Tickets that have the tag", "failed": "Tickets that do not have it",
        "unclear": "Tickets about which the answers say nothing",
        "unknown": "Tickets and jobs in the answers that belong to no printed push",
      ]),
  ]
}
