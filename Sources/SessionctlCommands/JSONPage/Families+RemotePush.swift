import Rendering

// What is sent to the live account, and what becomes of it.

extension DocumentFamily {
  static let pushes: [DocumentFamily] = [
    DocumentFamily(
      "remote-setup",
      [
        "account": "The live account's address",
        "dry_run": "Whether nothing was changed",
        "outcome":
          "`made`, `changed`, `activated`, `unchanged` or `removed`",
        "trigger_id": FieldMeaning("The trigger's id there", null: "where it is not there yet"),
        "title": "Its title there",
        "trigger": FieldMeaning("The trigger as the account takes it", null: "where it is removed"),
      ]),
    DocumentFamily(
      ["remote-push", "remote-verify"],
      [
        "account": "The live account's address",
        "tickets": "How many tickets of the plan are pushed or to be pushed",
        "tagged": "Those of which the account says that they have the tag",
        "failed": "Those of which it says that they haven't",
        "unclear":
          "Those of which it says nothing, such as when a job's data went away after a day; `remote verify` sees",
        "waiting": "Those that are not sent yet, or whose job is not over",
        "left_out": "Sessions of the plan that are not as they were planned; nothing was sent of them",
        "jobs": "How many jobs this run made",
        "ended": "Sessions that were seen to have ended in the account",
        "ended_here": "Those that this run ended in the store",
        "pending": "Those that were sent and not seen to have ended",
        "session_id": "The session",
        "ticket_id": FieldMeaning("The ticket", null: "of a session that was left out"),
        "outcome":
          "Of a push `waiting`, `sent`, `tagged`, `failed`, `unclear`, `ended` or `left_out`; of a look at it `ended`, `pending`, `failed` or `waiting`",
        "ended_at": FieldMeaning(
          "When it ended, as far as the account tells", null: "where it was not seen to have ended"),
        "seen_by": FieldMeaning(
          "`events`: the account's events; `probe`: it knows no live conversation any more; `here`: it had ended in the store",
          null: "where it was not seen to have ended"),
        "message": FieldMeaning(
          "Why it failed, in the account's words, or was left out", null: "where it did not"),
      ]),
    DocumentFamily(
      "remote-answers",
      [
        "tickets": "How many tickets the answers tell of",
        "tagged": "Those that have the tag", "failed": "Those that haven't",
        "unclear": "Those of which the answers say nothing",
        "unknown": "Tickets and jobs in the answers that no printed push has",
      ]),
  ]
}
