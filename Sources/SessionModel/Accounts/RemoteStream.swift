/// What is pulled from a live account, each with a place of its own to go on from. In the order in which it is pulled:
/// what is named comes before what names it.
package enum RemoteStream: Int, Vocabulary {
  // The numbers are the store's; the order is the one in which they are pulled.
  /// The groups: always the whole list.
  case groups = 0
  /// Customers and staff, those that have changed since the place where the last pull stopped.
  case users = 1
  /// Who is in which group: always the whole list.
  case memberships = 4
  /// Tickets as they are now, those that have changed since then.
  case tickets = 2
  /// What has happened to tickets since then: their history.
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
