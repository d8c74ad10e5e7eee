/// What is pulled from a live account, each with a place of its own to go on from. In the order in which it is pulled:
/// what is named comes before what names it.
package enum RemoteStream: Int, Vocabulary {
  // The numbers are the store's; the order is the one in which they are pulled.
  case groups = 0
  case users = 1
  case memberships = 4
  case tickets = 2
  case events = 3

  package var word: String {
    switch self {
    case .groups: "groups"
    case .users: "users"
    case .memberships: "memberships"
    case .tickets: "tickets"
    case .events: "events"
    }
  }

  /// The key under which its pages hold their rows.
  package var key: String {
    switch self {
    case .memberships: "group_memberships"
    case .events: "ticket_events"
    case .groups, .users, .tickets: word
    }
  }

  /// Whether the account only gives all of them, page by page: then each pull begins anew.
  package var isWholeList: Bool { self == .groups || self == .memberships }

  /// How many rows a page has, but for pages of events that go on to the end of their last second.
  package static let usualPage = 1000
}
