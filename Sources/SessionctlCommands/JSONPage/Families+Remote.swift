import Rendering

// The live account.

extension DocumentFamily {
  static let remote: [DocumentFamily] = [
    DocumentFamily(
      "remote-status",
      [
        "base_url": "The live account's address", "user": "Who signed in, as the account has them",
        "user.id": "The user's id there", "user.name": FieldMeaning("The name", null: "where it is not said"),
        "user.email": FieldMeaning("The e-mail address", null: "where it is not said"),
        "user.role": FieldMeaning("`admin`, `agent` or `end-user`", null: "where it is not said"),
        "scopes_wanted": "What pulls need",
        "scopes_granted": "What the token may; empty where it comes from the environment and does not say",
        "token_ends_at": FieldMeaning("When the token runs out", null: "where it does not say"),
        "clock_difference": FieldMeaning(
          "The account's clock less this machine's, in seconds", null: "where the account does not say"),
        "limits": "What the account's last answer says of its limits",
        "limits[].name": "The counter, `account` for the one of all requests",
        "limits[].total": FieldMeaning("Requests a period", null: "where it is not said"),
        "limits[].remaining": FieldMeaning("What is left of them", null: "where it is not said"),
        "limits[].resets_in": FieldMeaning("Seconds until it begins anew", null: "where it is not said"),
        "pulls": "Where pulls go on", "pulls[].stream": "`groups`, `users`, `tickets` or `events`",
        "pulls[].pulled_at": "When its last page was taken",
        "pulls[].rows": "Records taken since it was begun",
        "pulls[].complete": "Whether the account had no more then",
        "pulls[].account": "The account that it was pulled from",
        "pulls[].place": "The cursor or the start time with which the next page is asked for",
        "learned_at": FieldMeaning("When `remote learn` last learned something", null: "where it never did"),
        "learned_from": FieldMeaning("From which account", null: "where nothing was learned"),
        "learned": "What the account calls the parts of rules",
        "learned[].use": "`condition` or `action`", "learned[].field": "The field as rules write it here",
        "learned[].value": FieldMeaning("The value here", null: "for the field itself"),
        "learned[].account_field": "The account's id of the field",
        "learned[].account_value": FieldMeaning(
          "The account's id of the value", null: "for the field itself"),
      ]),
    DocumentFamily(
      "remote-pull", remarks: ["An item for each stream that was pulled, and one for the conversation logs."],
      [
        "stream": "`groups`, `users`, `memberships`, `tickets`, `events`, or `activity`",
        "pages": "How many answers were taken", "rows": "How many records they had",
        "created": "Of things that were not here", "updated": "That changed what is here",
        "unchanged": "That told nothing new",
        "removed": "Things that were here and are not in the account any more",
        "skipped": "Without a place here", "failed": "That are wrong",
        "complete": "Whether the account had no more",
      ]),
    DocumentFamily(
      "rules-push",
      [
        "kind": FieldMeaning("The kind of rule", null: "where `problem` names it"),
        "title": FieldMeaning("The rule", null: "for the order of all of them, and what is done by hand"),
        "change": "`created`, `changed`, `reordered`, or `by_hand`",
        "problem": FieldMeaning("Why it was not done, or what is left to do", null: "where it was"),
      ]),
    DocumentFamily(
      "remote-learn",
      [
        "use": "Where in a rule it stands: `condition` or `action`",
        "field": "The field as rules write it here",
        "value": FieldMeaning("The value here", null: "for the field itself"),
        "account_field": FieldMeaning("The account's id of the field", null: "where it is missing"),
        "account_value": FieldMeaning(
          "The account's id of the value", null: "for the field itself, or where it is missing"),
        "title": FieldMeaning("What admins read there", null: "where it is missing or not said"),
        "missing": FieldMeaning("Why it is not known", null: "where it is"),
      ]),
  ]
}
