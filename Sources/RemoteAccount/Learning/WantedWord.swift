import SessionModel

/// A thing that rules say here and whose ids in the account must be learned: a field with its values.
package struct WantedField: Sendable {
  /// Where in a rule it stands.
  package let use: AccountWord.Use
  /// Our name of it.
  package let field: String
  /// Its title in the product, English first.
  package let titles: [String]
  /// Our values, each with the titles that it may have.
  package let values: [(value: String, titles: [String])]

  /// All of them. Titles are compared without regard to case; whether an account translates them is nowhere said, so
  /// that the German ones stand here, too.
  package static let all: [WantedField] = [
    WantedField(
      use: .condition, field: "messaging_session_ended_reason",
      titles: [
        "Messaging session ended reason", "Messaging session end reason",
        "Grund für das Ende der Messaging-Sitzung",
      ],
      values: [
        ("agent_ended", ["Ended by agent", "Agent ended", "By agent", "Von Agent beendet"]),
        ("trigger_ended", ["Ended by trigger", "Trigger ended", "By trigger", "Durch Auslöser"]),
        (
          "channel_changed",
          [
            "Due to channel change", "Ended due to channel change", "Channel changed", "Channel change",
            "Durch Kanalwechsel",
          ]
        ),
      ]),
    WantedField(
      use: .condition, field: "messaging_session_state",
      titles: ["Messaging session state", "Messaging session status", "Status der Messaging-Sitzung"],
      values: [("active", ["Active", "Aktiv"]), ("ended", ["Ended", "Beendet"])]),
    WantedField(
      use: .condition, field: "routing_channel", titles: ["Routing channel", "Verteilungskanal"],
      values: [("messaging", ["Messaging"]), ("email", ["Email", "E-mail", "E-Mail"])]),
    WantedField(
      use: .action, field: "messaging_session", titles: ["Messaging session", "Messaging-Sitzung"],
      values: [("end_session", ["End session", "Sitzung beenden"])]),
    WantedField(
      use: .action, field: "routing_channel",
      titles: [
        "Set routing channel", "Routing channel", "Verteilungskanal festlegen", "Verteilungskanal",
      ],
      values: [("email", ["Email", "E-mail", "E-Mail"])]),
  ]
}

/// What was found of the wanted words in an account's definitions, and what wasn't.
package struct Learning: Sendable {
  /// Why a word is not known.
  package enum Gap: Hashable, Sendable {
    /// No field has its name or its title.
    case noField
    /// Several have its title: their ids.
    case severalFields([String])
    /// The field is there, and no value of it has the name or the title.
    case noValue(field: String)
    /// It is there and switched off.
    case disabled(field: String)
  }

  /// What was found.
  package private(set) var words: [AccountWord] = []
  /// The account's channels that nobody here knows.
  package private(set) var unknownChannels: [UnknownChannel] = []
  /// With our field and value, which is empty for the field itself.
  package private(set) var missing: [(use: AccountWord.Use, field: String, value: String, gap: Gap)] = []

  /// Looks through definitions: by the id first, by the title second.
  package init(_ all: [Definitions]) {
    for wanted in WantedField.all {
      let entries = Self.distinct(all.flatMap { wanted.use == .condition ? $0.conditions : $0.actions })
      var found = entries.filter { $0.subject == wanted.field }
      if found.isEmpty { found = entries.filter { Self.isTitled($0.title, wanted.titles) } }
      guard found.count == 1, let entry = found.first else {
        let gap = found.isEmpty ? Gap.noField : .severalFields(found.map(\.subject))
        missing.append((wanted.use, wanted.field, "", gap))
        continue
      }
      words.append(
        AccountWord(wanted.use, wanted.field, "", field: entry.subject, value: "", title: entry.title))
      for (value, titles) in wanted.values { learn(value, titles, of: wanted, in: entry) }
    }
    let channels = ChannelWords(all)
    words += channels.words
    unknownChannels = channels.unknown
  }

  /// A channel of the account's that nobody here knows.
  package struct UnknownChannel: Hashable, Sendable {
    /// What its `via_id` takes.
    package let id: String
    /// What its admins read.
    package let title: String
  }

  /// The account's word for an action of ours, if it was found.
  package func action(_ field: String, _ value: String) -> AccountWord? {
    AccountWords(words).action(field, value)
  }

  private mutating func learn(
    _ value: String, _ titles: [String], of wanted: WantedField, in entry: Definitions.Entry
  ) {
    let found =
      entry.values.first { $0.value == value } ?? entry.values.first { Self.isTitled($0.title, titles) }
    guard let found, found.isEnabled else {
      let gap = found == nil ? Gap.noValue(field: entry.subject) : .disabled(field: entry.subject)
      missing.append((wanted.use, wanted.field, value, gap))
      return
    }
    words.append(
      AccountWord(
        wanted.use, wanted.field, value, field: entry.subject, value: found.value, title: found.title))
  }

  /// Reads the words off a rule that somebody made by hand, in the order in which its unknown parts stand there.
  ///
  /// A field of three values is the ended reason (by agent, by trigger, by a channel change); of those with two the first
  /// is the session's state (active, ended) and the second the routing channel (messaging, email).
  ///
  /// - Parameters:
  ///   - rule: the account's trigger
  ///   - action: our field and value of the one action in it that is not known
  ///   - known: whether we know a field of that name anyway
  package init(
    fromRule rule: JSONRule, action: (field: String, value: String),
    known: (AccountWord.Use, String) -> Bool
  ) {
    var fields: [(field: String, values: [String])] = []
    for (field, value) in rule.conditions where !known(.condition, field) {
      let place = fields.firstIndex { $0.field == field } ?? fields.count
      if place == fields.count { fields.append((field, [])) }
      if let value, !fields[place].values.contains(value) { fields[place].values.append(value) }
    }
    for (field, values) in fields {
      let wanted = WantedField.all.first { wanted in
        wanted.use == .condition && wanted.values.count == values.count
          && !words.contains { $0.use == .condition && $0.ourField == wanted.field }
      }
      guard let wanted else { continue }
      words.append(AccountWord(.condition, wanted.field, "", field: field, value: "", title: ""))
      for (ours, theirs) in zip(wanted.values, values) {
        words.append(
          AccountWord(.condition, wanted.field, ours.value, field: field, value: theirs, title: ""))
      }
    }
    let actions = rule.actions.filter { !known(.action, $0.field) }
    if actions.count == 1, let value = actions[0].value {
      words.append(AccountWord(.action, action.field, "", field: actions[0].field, value: "", title: ""))
      words.append(
        AccountWord(
          .action, action.field, action.value, field: actions[0].field, value: value, title: ""))
    }
  }

  private static func distinct(_ entries: [Definitions.Entry]) -> [Definitions.Entry] {
    var seen: Set<String> = []
    return entries.filter { seen.insert($0.subject).inserted }
  }

  private static func isTitled(_ title: String, _ titles: [String]) -> Bool {
    let plain = title.lowercased().split(separator: " ").joined(separator: " ")
    return titles.contains { $0.lowercased() == plain }
  }
}

/// The parts of a trigger that words can be read off.
package struct JSONRule: Sendable {
  /// Its conditions in their order, all and any together.
  package let conditions: [(field: String, value: String?)]
  /// Its actions in their order.
  package let actions: [(field: String, value: String?)]

  /// Takes conditions and actions in their order.
  package init(conditions: [(String, String?)], actions: [(String, String?)]) {
    self.conditions = conditions.map { ($0.0, $0.1) }
    self.actions = actions.map { ($0.0, $0.1) }
  }
}
