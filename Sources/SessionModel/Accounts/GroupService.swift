/// Who of each group could be given tickets by routing, whatever their status and load are just now.
package struct GroupService: Hashable, Sendable {
  private let names: [Int64: String]
  /// Which channels somebody in a group takes, for the groups that somebody is in.
  private var members: [Int64: Set<RoutingChannel>] = [:]

  /// - Parameters:
  ///   - names: of the groups that are not deleted, by their ids
  ///   - members: who is in a group and could get something, one by one or several together, with the channels for which
  ///     they have any room
  package init(
    names: [Int64: String], members: some Sequence<(group: Int64, channels: Set<RoutingChannel>)>
  ) {
    self.names = names
    for (group, channels) in members where names[group] != nil {
      self.members[group, default: []].formUnion(channels)
    }
  }

  /// Why nobody of these groups can ever be given a ticket, as a phrase; nil where somebody can.
  ///
  /// - Parameter channel: how it is routed; nil where that may be either
  package func obstacle(to channel: RoutingChannel?, in groups: [Int64]) -> String? {
    let known = groups.filter { names[$0] != nil }
    guard !known.isEmpty else { return groups.isEmpty ? "it has no group" : "its groups are deleted" }
    let takes = known.contains { group in
      guard let channels = members[group] else { return false }
      return channel.map(channels.contains) ?? !channels.isEmpty
    }
    if takes { return nil }
    let titles = known.prefix(4).map { "'\(names[$0] ?? "")'" }.joined(separator: " or ")
    let place = known.count > 4 ? "any of its \(known.count) groups" : titles
    if known.allSatisfy({ members[$0] == nil }) { return "nobody is in \(place)" }
    let what =
      switch channel {
      case nil: "tickets"
      case .email?: "e-mail tickets"
      case .messaging?: "messaging tickets"
      }
    return "nobody in \(place) can take \(what)"
  }
}
