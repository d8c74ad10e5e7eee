/// What is pulled from a live account, each with a place of its own to go on from. In the order in which it is pulled:
/// what is named comes before what names it.
package enum RemoteStream: Int, Vocabulary {
  case groups, users, tickets, events

  package var word: String {
    switch self {
    case .groups: "groups"
    case .users: "users"
    case .tickets: "tickets"
    case .events: "events"
    }
  }

  /// The key under which its pages hold their rows.
  package var key: String { self == .events ? "ticket_events" : word }
}
