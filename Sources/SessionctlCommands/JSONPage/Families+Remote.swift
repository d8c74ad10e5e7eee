import Rendering

// The live account.

extension DocumentFamily {
  static let remote: [DocumentFamily] = [
    DocumentFamily(
      "remote-status",
      [
        "base_url": "The live account's address", "user": "Who is signed in, as the account knows them",
        "user.id": "The user's id there", "user.name": FieldMeaning("The name", null: "if not stated"),
        "user.email": FieldMeaning("The e-mail address", null: "if not stated"),
        "user.role": FieldMeaning("`admin`, `agent` or `end-user`", null: "if not stated"),
        "scopes_wanted": "What pulls need",
        "scopes_granted":
          "The token's scopes; empty for a token from the environment that does not state them",
        "token_ends_at": FieldMeaning("When the token expires", null: "if it does not say"),
        "clock_difference": FieldMeaning(
          "The account's clock minus this machine's, in seconds", null: "if the account does not say"),
        "limits": "The limits that the account's last answer states",
        "limits[].name": "The counter; `account` counts all requests",
        "limits[].total": FieldMeaning("Requests per period", null: "if not stated"),
        "limits[].remaining": FieldMeaning("Requests left in this period", null: "if not stated"),
        "limits[].resets_in": FieldMeaning("Seconds until the next period starts", null: "if not stated"),
        "pulls": "Where the next pull continues",
        "pulls[].stream": "`groups`, `users`, `memberships`, `tickets` or `events`",
        "pulls[].pulled_at": "When its last page was stored",
        "pulls[].rows": "Records stored since it started",
        "pulls[].complete": "Whether the account had no more at that time",
        "pulls[].account": "The account that it was pulled from",
        "pulls[].place": "The cursor or the start time for the next page",
        "learned_at": FieldMeaning("When `remote learn` last learned something", null: "if never"),
        "learned_from": FieldMeaning("From which account", null: "if nothing was learned"),
        "learned": "What the account calls the parts of rules",
        "learned[].use": "`condition` or `action`", "learned[].field": "The field as rules write it here",
        "learned[].value": FieldMeaning("The value here", null: "for the field itself"),
        "learned[].account_field": "The account's id of the field",
        "learned[].account_value": FieldMeaning(
          "The account's id of the value", null: "for the field itself"),
      ]),
    DocumentFamily(
      "remote-pull",
      remarks: ["One item for each stream that was pulled, and one for the conversation logs."],
      [
        "stream": "`groups`, `users`, `memberships`, `tickets`, `events`, or `activity`",
        "pages": "How many answers were read", "rows": "How many records they contained",
        "created": "New records", "updated": "Records that updated something",
        "unchanged": "Records that changed nothing",
        "removed": "Things that were here and are no longer in the account",
        "skipped": "Records that are not used here", "failed": "Wrong records",
        "complete": "Whether the account had no more",
      ]),
    DocumentFamily(
      "rules-push",
      [
        "kind": FieldMeaning("The kind of rule", null: "if `problem` names it"),
        "title": FieldMeaning("The rule", null: "for the order of all rules, and for what is done by hand"),
        "change": "`created`, `changed`, `reordered`, or `by_hand`",
        "problem": FieldMeaning("Why it was not done, or what is left to do", null: "if it was done"),
      ]),
    DocumentFamily(
      "remote-learn",
      [
        "use": "Which part of a rule it is: `condition` or `action`",
        "field": "The field as rules write it here",
        "value": FieldMeaning("The value here", null: "for the field itself"),
        "account_field": FieldMeaning("The account's id of the field", null: "if it is missing"),
        "account_value": FieldMeaning(
          "The account's id of the value", null: "for the field itself, or if it is missing"),
        "title": FieldMeaning("Its title in the account", null: "if it is missing or not stated"),
        "missing": FieldMeaning("Why it is unknown", null: "if it is known"),
      ]),
  ]
}
