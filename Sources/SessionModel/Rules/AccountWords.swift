/// How the live account calls one thing that rules say here: a field, or a value of it.
///
/// Its ids of the session's end, of *End session* and of the routing channel stand in no public list, and differ from
/// account to account for all that is known: they are learned from its definitions.
package struct AccountWord: Hashable, Sendable {
  /// Where in a rule it stands.
  package enum Use: Int, Vocabulary {
    /// What a rule asks, and what it does.
    case condition, action

    package var word: String { self == .condition ? "condition" : "action" }
  }

  /// Where in a rule it stands.
  package let use: Use
  /// `messaging_session_ended_reason`
  package let ourField: String
  /// `agent_ended`; empty: the field itself.
  package let ourValue: String
  /// The account's id of the field.
  package let field: String
  /// The account's id of the value; empty: the field itself.
  package let value: String
  /// What the account's admins read there.
  package let title: String

  /// Takes the parts as they are.
  package init(
    _ use: Use, _ ourField: String, _ ourValue: String, field: String, value: String, title: String
  ) {
    self.use = use
    self.ourField = ourField
    self.ourValue = ourValue
    self.field = field
    self.value = value
    self.title = title
  }
}

extension AccountWord {
  /// The fields of ours that can be called otherwise in an account; nothing else is put in another's place.
  package static let learnable: Set<String> = [
    "messaging_session_ended_reason", "messaging_session_state", "routing_channel", "messaging_session",
    "via_id",
    "current_via_id",
  ]
}

/// All that is known of an account's words, to read its rules in ours and to write ours in its own.
package struct AccountWords: Sendable {
  /// In the order in which they were given.
  package let all: [AccountWord]

  /// Takes the words as they are; of two for the same thing the first holds.
  package init(_ all: [AccountWord]) { self.all = all }

  /// The account's word for an action of ours; nil where it is not known.
  package func action(_ field: String, _ value: String) -> AccountWord? {
    all.first { $0.use == .action && $0.ourField == field && $0.ourValue == value }
  }

  /// Whether nothing is known.
  package var isEmpty: Bool { all.isEmpty }

  /// Our field and value for the account's; nil where they are the same, or nobody knows.
  package func ours(_ use: AccountWord.Use, field: String, value: String?) -> (field: String, value: String?)?
  {
    guard let known = all.first(where: { $0.use == use && $0.field == field && isRight($0, value) }) else {
      return nil
    }
    let match = all.first {
      $0.use == use && $0.ourField == known.ourField && $0.field == field && $0.value == value
        && !$0.ourValue.isEmpty
    }
    return changed((field, value), to: (known.ourField, match?.ourValue ?? value))
  }

  /// The account's field and value for ours; nil where they are the same, or nobody knows.
  package func theirs(_ use: AccountWord.Use, field: String, value: String?) -> (
    field: String, value: String?
  )? {
    let words = all.filter { $0.use == use && $0.ourField == field }
    let match = words.first { $0.ourValue == value && !$0.ourValue.isEmpty }
    guard let known = match ?? words.first else { return nil }
    return changed((field, value), to: (known.field, match?.value ?? value))
  }

  /// An action is known by field and value together: one field may have several things to do.
  private func isRight(_ word: AccountWord, _ value: String?) -> Bool {
    word.use == .condition || word.value == value
  }

  private func changed(_ before: (String, String?), to after: (String, String?)) -> (
    field: String, value: String?
  )? {
    before == after ? nil : (after.0, after.1)
  }
}
