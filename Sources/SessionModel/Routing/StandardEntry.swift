/// Whom the standard queue takes of those that no custom queue does (Q2).
public struct StandardEntry: Sendable, Hashable {
  /// The tag that an email ticket needs.
  public let tag: String
  /// Whether a messaging ticket that an end made an email ticket needs it, too `[local]`.
  public let endedSessionsNeedTag: Bool

  /// What lets a ticket into the standard queue (Q2): the tag of e-mail tickets, and whether ended sessions need it, too.
  public init(tag: String, endedSessionsNeedTag: Bool) {
    self.tag = tag
    self.endedSessionsNeedTag = endedSessionsNeedTag
  }

  func takes(_ item: WorkItem) -> Bool {
    guard let ticket = item.ticket, ticket.groupID != nil else { return false }
    return !needsTag(item) || ticket.tags.contains(tag)
  }

  /// The routing channel email is what keeps a ticket eligible whose session has ended, so that it needs no tag.
  public func needsTag(_ item: WorkItem) -> Bool {
    guard item.ticket?.routingChannel == .email else { return false }
    return endedSessionsNeedTag || item.session?.state != .ended
  }

  /// What keeps an eligible ticket out, in the order in which it is told.
  public func refusals(_ item: WorkItem) -> [Ineligibility] {
    guard let ticket = item.ticket else { return [] }
    var reasons: [Ineligibility] = []
    if ticket.groupID == nil { reasons.append(.noGroup) }
    if needsTag(item) && !ticket.tags.contains(tag) { reasons.append(.noTag(tag)) }
    return reasons
  }
}
