import SessionModel

/// Where a stream goes on: the place of the next page.
package enum PullPlace: Hashable, Sendable {
  /// From a moment on, in Unix seconds: the beginning, and of ticket events every page.
  case start(Int64)
  /// Behind what the account has given this cursor for.
  case cursor(String)
  /// The page at a path of the account, with its query; empty: the first one.
  case link(String)

  /// As it is stored: `start_time=0`, `cursor=…`, `link=…`.
  package var text: String {
    switch self {
    case .start(let seconds): "start_time=\(seconds)"
    case .cursor(let cursor): "cursor=\(cursor)"
    case .link(let link): "link=\(link)"
    }
  }

  /// Reads what `text` wrote; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "start_time":
      guard let seconds = Int64(parts[1]) else { return nil }
      self = .start(seconds)
    case "cursor": self = .cursor(parts[1])
    case "link": self = .link(parts[1])
    default: return nil
    }
  }

  /// Where a stream begins.
  ///
  /// - Parameter since: Unix seconds; nil: at the beginning of the account
  package static func beginning(of stream: RemoteStream, since: Int64?) -> PullPlace {
    stream.isWholeList ? .link("") : .start(since ?? 0)
  }
}

extension RemoteRequest {
  /// The page of a stream that is at a place.
  package init(_ stream: RemoteStream, at place: PullPlace) {
    let query: KeyValuePairs<String, String> =
      switch (stream, place) {
      case (_, .link(let link)) where link.isEmpty: ["per_page": "100"]
      case (_, .link): [:]
      // Tickets that an AI agent alone has dealt with are left out without it.
      case (.tickets, .start(let seconds)):
        ["start_time": "\(seconds)", "support_type_scope": "all"]
      case (.tickets, .cursor(let cursor)): ["cursor": cursor, "support_type_scope": "all"]
      case (.events, .start(let seconds)):
        ["include": "comment_events", "start_time": "\(seconds)"]
      case (_, .start(let seconds)): ["start_time": "\(seconds)"]
      case (_, .cursor(let cursor)): ["cursor": cursor]
      }
    let path =
      switch (stream, place) {
      case (_, .link(let link)) where !link.isEmpty: link
      case (.groups, _): "/api/v2/groups.json"
      case (.memberships, _): "/api/v2/group_memberships.json"
      case (.users, _): "/api/v2/incremental/users/cursor.json"
      case (.tickets, _): "/api/v2/incremental/tickets/cursor.json"
      case (.events, _): "/api/v2/incremental/ticket_events.json"
      }
    self.init(.get, path, query: query)
  }

  /// The page behind a link that an answer has; nil where it leads to another host, or is none.
  package init?(link: String, of address: ServiceAddress) {
    guard let path = Self.path(of: link, at: address) else { return nil }
    self.init(.get, path)
  }

  /// Path and query of a link within the account; nil where it leads anywhere else.
  package static func path(of link: String, at address: ServiceAddress) -> String? {
    guard address.contains(link), let scheme = link.firstRange(of: "://"),
      link.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    let rest = link[scheme.upperBound...]
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    return String(rest[slash...].prefix { $0 != "#" })
  }
}
