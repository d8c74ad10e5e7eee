/// A word that the whole program turns on, and what it means here: the glossary of `help` and the manual.
struct CentralTerm: Sendable {
  /// As sentences here say it.
  let name: String
  /// What the German product calls it; nil for a word that only this program has.
  let german: String?
  /// One to three short sentences.
  let meaning: String

  private init(_ name: String, german: String?, _ meaning: String) {
    self.name = name
    self.german = german
    self.meaning = meaning
  }

  /// The term, and the German one beside it.
  var heading: String { german.map { "\(name) · \($0)" } ?? name }

  /// Those that everything else is explained with, in the order in which one leads to the next.
  static let all = [
    CentralTerm(
      "store", german: nil,
      "One SQLite file with a local copy of one account. Commands read and change this copy; only `remote`, `rules push` and `rules diff --remote` reach the live account."
    ),
    CentralTerm(
      "conversation", german: "Konversation",
      "One customer request on a messaging channel, from the customer's first message until its ticket is closed."
    ),
    CentralTerm(
      "session", german: "Sitzung",
      "The live exchange in a conversation. Each conversation has exactly one session. It is `active` until it ends, and an ended session never becomes active again."
    ),
    CentralTerm(
      "end", german: "beenden",
      "Turn the messaging channel off for a conversation. The ticket lives on with the same status. The customer's next message starts a new conversation."
    ),
    CentralTerm(
      "end reason", german: "Grund für das Ende der Messaging-Sitzung",
      "Why a session ended, for example `agent_ended`, `trigger_ended`, `channel_changed` or `inactivity_ended`. Triggers and reports can ask for it."
    ),
    CentralTerm(
      "idle", german: nil,
      "How long nobody has sent a public message: no customer, no agent, no AI agent. Internal notes and changed fields do not count."
    ),
    CentralTerm(
      "ticket", german: "Ticket",
      "The record that agents work on. It is created when the AI agent hands a conversation over to people, and it belongs to exactly one session."
    ),
    CentralTerm(
      "channel and routing channel", german: "Kanal und Verteilungskanal",
      "The channel says how the ticket came in and never changes. The routing channel says how routing treats the ticket now: `messaging` or `email`."
    ),
    CentralTerm(
      "queue", german: "Warteschlange",
      "Where unassigned tickets wait. `routing run` assigns them to agents who are online and have capacity (German: Agentenkapazität)."
    ),
    CentralTerm(
      "trigger", german: "Auslöser",
      "A rule: if its conditions (Bedingungen) hold, its actions (Aktionen) happen. Ticket triggers run on every update of a ticket; messaging triggers (Messaging-Auslöser) run only while the session is active."
    ),
    CentralTerm(
      "macro", german: "Makro",
      "A message and other actions, prepared once. An agent applies it to a ticket, or ends a session with it."
    ),
  ]
}
