/// What conditions look at: every value is one integer, 0 for none, so that a hundred thousand comparisons are cheap.
public enum Attribute: Int, Hashable, Sendable {
  case status, priority, type, routingChannel, sessionState, endReason
  case group, assignee, requester, organization, brand, form, customStatus, schedule
  case satisfaction, reopens, replies, agentStations, groupStations
  case isPublic, requesterRole, requesterLocale, requesterEmail

  /// The session's state counts from 1, because 0 is having none.
  static func stateValue(_ state: SessionState) -> Int64 { Int64(state.rawValue) + 1 }

  /// What it is where there is no ticket yet (T6): that is neither new nor unoffered, whose numbers are 0.
  private var valueOfNothing: Int64 { self == .status || self == .satisfaction ? -1 : 0 }

  @inline(__always)
  func value(in item: WorkItem) -> Int64 {
    guard let ticket = item.ticket else { return valueOfNothing }
    switch self {
    case .status: return Int64(ticket.status.rawValue)
    case .priority: return Int64(ticket.priority.rawValue)
    case .type: return Int64(ticket.type?.rawValue ?? 0)
    case .routingChannel: return Int64(ticket.routingChannel.rawValue)
    case .sessionState: return item.session.map { Attribute.stateValue($0.state) } ?? 0
    case .endReason: return Int64(item.session?.end?.reason?.rawValue ?? 0)
    case .group: return ticket.groupID ?? 0
    case .assignee: return ticket.assigneeID ?? 0
    case .requester: return ticket.facts.requesterID ?? 0
    case .organization: return ticket.facts.organizationID ?? 0
    case .brand: return ticket.facts.brandID ?? 0
    case .form: return ticket.formID ?? 0
    case .customStatus: return ticket.customStatusID ?? 0
    case .schedule: return ticket.scheduleID ?? 0
    case .satisfaction: return Int64(ticket.satisfaction.rawValue)
    case .reopens: return ticket.reopens
    case .replies: return ticket.replies
    case .agentStations: return ticket.agentStations
    case .groupStations: return ticket.groupStations
    case .isPublic: return ticket.facts.isPublic ? 1 : 0
    case .requesterRole: return Int64(ticket.facts.requesterRole.rawValue)
    case .requesterEmail: return ticket.facts.requesterHasEmail ? 1 : 0
    case .requesterLocale: return ticket.facts.requesterLocaleID ?? 0
    }
  }
}
