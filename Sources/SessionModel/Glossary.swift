import Spelling

/// A label of the product, in its two languages, and what it is called here (domain §13).
public struct GlossaryEntry: Sendable {
  /// What kind of word it is here; of a thing, the noun or topic that is about it.
  public enum Kind: Sendable, Hashable { case thing, condition, action, value, setting }

  /// The product's labels in English, the usual one first.
  public let english: [String]
  /// The product's labels in German, the usual one first.
  public let german: [String]
  /// As it is typed here.
  public let word: String
  /// Where the word is used here; a label can be of several kinds.
  public let kinds: Set<Kind>
  /// What it is, in one sentence.
  public let meaning: String

  init(_ english: String..., german: [String], _ word: String, _ kinds: Set<Kind>, _ meaning: String) {
    self.english = english
    self.german = german
    self.word = word
    self.kinds = kinds
    self.meaning = meaning
  }

  var labels: [String] { english + german }
}

/// The product's labels: the manual shows them, and a slip of whoever knows them leads to the word that counts here.
public enum Glossary {
  /// All entries, in the order in which the manual shows them: things, then fields, then values.
  public static let entries: [GlossaryEntry] = things + fields + values

  private static let things: [GlossaryEntry] = [
    GlossaryEntry(
      "Conversation", german: ["Konversation"], "conversation", [.thing],
      "One customer request on a messaging channel, from the first message until its ticket is closed."),
    GlossaryEntry(
      "Session", german: ["Sitzung"], "session", [.thing],
      "The live exchange in a conversation. Each conversation has exactly one."),
    GlossaryEntry(
      "Ticket", german: ["Ticket"], "ticket", [.thing],
      "Created when the AI agent hands a conversation over to people."),
    GlossaryEntry(
      "Ticket trigger", "Trigger", german: ["Ticketauslöser", "Auslöser"], "trigger", [.thing],
      "A rule that runs whenever a ticket is created or updated."),
    GlossaryEntry(
      "Messaging trigger", german: ["Messaging-Auslöser"], "messaging-trigger", [.thing],
      "A rule that runs on events in a conversation while its session is active."),
    GlossaryEntry(
      "Omnichannel routing", german: ["Omnichannel-Verteilung"], "routing", [.thing],
      "Queues, and the assignment of tickets that wait in them."),
    GlossaryEntry(
      "Routing configuration", german: ["Verteilungskonfiguration"], "routing.*", [.setting],
      "The settings for routing."),
    GlossaryEntry(
      "Queue", "Custom queue", german: ["Warteschlange", "Angepasste Warteschlange"], "queue", [.thing],
      "Where tickets wait for an agent."),
    GlossaryEntry(
      "Agent capacity", german: ["Agentenkapazität"], "agent", [.thing],
      "How many tickets routing may give an agent: `--messaging-capacity` and `--email-capacity`. The load is how many the agent has."
    ),
    GlossaryEntry(
      "Macro", german: ["Makro"], "macro", [.thing], "Prepared actions and texts for agents to apply."),
    GlossaryEntry(
      "Composer", german: ["Eingabebereich"], "composer", [.thing],
      "Where an agent writes; `ticket show` lists the channels that are on."),
    GlossaryEntry(
      "Public reply", german: ["Öffentliche Antwort"], "ticket reply", [.thing],
      "A reply that the customer reads."),
    GlossaryEntry(
      "Internal note", german: ["Interne Notiz"], "ticket note", [.thing], "A note that only the team reads."),
  ]

  private static let fields: [GlossaryEntry] = [
    GlossaryEntry(
      "Channel", german: ["Kanal"], "via_id", [.condition], "How the ticket came in. It never changes."),
    GlossaryEntry(
      "Routing channel", german: ["Verteilungskanal"], "routing_channel", [.condition, .action],
      "How routing treats the ticket now: messaging or email."),
    GlossaryEntry(
      "Messaging session ended reason", german: ["Grund für das Ende der Messaging-Sitzung"],
      "messaging_session_ended_reason", [.condition], "Why the session ended."),
    GlossaryEntry(
      "End session", german: ["Sitzung beenden"], "messaging_session end_session", [.action],
      "Ends the messaging session."),
    GlossaryEntry(
      "Messaging session", german: ["Messaging-Sitzung"], "messaging_session", [.action],
      "The action that ends the session."),
    GlossaryEntry(
      "Customer satisfaction survey", german: ["Kundenzufriedenheitsumfrage"], "satisfaction_score",
      [.condition, .action], "The survey, and its state."),
    GlossaryEntry(
      "Business hours", german: ["Geschäftsstunden"], "in_business_hours", [.condition],
      "Whether the time is within the hours of a schedule; see `schedule`."),
  ]

  private static let values: [GlossaryEntry] = [
    GlossaryEntry("New", german: ["Neu"], "new", [.value], "A status."),
    GlossaryEntry("Open", german: ["Offen"], "open", [.value], "A status."),
    GlossaryEntry("Pending", german: ["Wartend"], "pending", [.value], "A status."),
    GlossaryEntry("On-hold", german: ["Angehalten"], "hold", [.value], "A status."),
    GlossaryEntry("Solved", german: ["Gelöst"], "solved", [.value], "A status."),
    GlossaryEntry("Closed", german: ["Geschlossen"], "closed", [.value], "A status."),
    GlossaryEntry(
      "Ended by agent", german: ["Von Agent beendet"], "agent_ended", [.value], "An end reason."),
    GlossaryEntry(
      "Ended by trigger", german: ["Durch Auslöser beendet", "Durch Auslöser"], "trigger_ended", [.value],
      "An end reason."),
    GlossaryEntry(
      "Ended due to channel change", german: ["Durch Kanalwechsel beendet", "Durch Kanalwechsel"],
      "channel_changed", [.value], "An end reason."),
  ]

  // MARK: From a label to the word

  /// The word that a label stands for; nil where it is none of this kind. Case, blanks, hyphens and the two ways to
  /// write an umlaut don't count.
  public static func word(for label: String, _ kind: GlossaryEntry.Kind) -> String? {
    let wanted = folded(label)
    return entries.first { $0.kinds.contains(kind) && $0.labels.contains { folded($0) == wanted } }?.word
  }

  /// The words that somebody probably meant who typed something like a label.
  public static func words(near typed: String, _ kind: GlossaryEntry.Kind) -> [String] {
    if let word = word(for: typed, kind) { return [word] }
    let known = entries.filter { $0.kinds.contains(kind) }.flatMap { entry in
      entry.labels.map { (label: folded($0), word: entry.word) }
    }
    let near = nearMisses(of: folded(typed), among: known.map(\.label))
    var words: Set<String> = []
    return near.compactMap { label in known.first { $0.label == label }?.word }
      .filter { words.insert($0).inserted }
  }

  /// The label with which a text begins, the longest one, what it stands for, and what follows it.
  public static func leading(
    _ text: String, _ kind: GlossaryEntry.Kind
  ) -> (label: String, word: String, rest: String)? {
    let parts = text.split(separator: " ").map(String.init)
    for count in stride(from: min(parts.count, longestLabel), to: 0, by: -1) {
      let label = parts.prefix(count).joined(separator: " ")
      if let word = word(for: label, kind) {
        return (label, word, parts.dropFirst(count).joined(separator: " "))
      }
    }
    return nil
  }

  /// In words.
  private static let longestLabel = 8

  private static func folded(_ text: String) -> String {
    var folded = ""
    for character in text.lowercased() {
      switch character {
      case "ä": folded += "ae"
      case "ö": folded += "oe"
      case "ü": folded += "ue"
      case "ß": folded += "ss"
      case "-", "_": folded += " "
      default: folded.append(character)
      }
    }
    return folded
  }
}
