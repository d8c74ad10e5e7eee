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
      ])
  ]
}
