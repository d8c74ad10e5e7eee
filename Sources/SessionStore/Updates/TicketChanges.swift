import SessionModel

/// Which columns of a ticket a decision changes.
struct TicketChanges: OptionSet {
  let rawValue: Int64
  static let routingChannel = TicketChanges(rawValue: 1)
  static let status = TicketChanges(rawValue: 2)
  static let priority = TicketChanges(rawValue: 4)
  static let group = TicketChanges(rawValue: 8)
  static let assignee = TicketChanges(rawValue: 16)
  static let tags = TicketChanges(rawValue: 32)
  /// The type, which an import brings too.
  static let type = TicketChanges(rawValue: 64)
  /// form, custom status, schedule, survey, counters
  static let details = TicketChanges(rawValue: 128)
  /// What an import must leave alone until a record is newer (`TicketLocalFields`).
  static let importable: TicketChanges = [.status, .priority, .group, .assignee, .tags, .type]
}

extension TicketChanges {
  init(from before: Subject.Ticket, to ticket: Subject.Ticket) {
    self = []
    if ticket.routingChannel != before.routingChannel { insert(.routingChannel) }
    if ticket.status != before.status { insert(.status) }
    if ticket.priority != before.priority { insert(.priority) }
    if ticket.groupID != before.groupID { insert(.group) }
    if ticket.assigneeID != before.assigneeID { insert(.assignee) }
    if ticket.tags != before.tags { insert(.tags) }
    if ticket.type != before.type { insert(.type) }
    if ticket.hasOtherDetails(than: before) { insert(.details) }
  }

  /// The columns that are set, each to what is staged under its own name.
  var columns: [String] {
    var columns: [String] = []
    if contains(.status) { columns.append("status") }
    if contains(.priority) { columns.append("priority") }
    if contains(.group) { columns.append("group_id") }
    if contains(.assignee) { columns += ["assignee_id", "assigned_channel"] }
    if contains(.tags) { columns.append("tags") }
    if contains(.type) { columns.append("type") }
    if contains(.details) {
      columns += [
        "ticket_form_id", "custom_status_id", "schedule_id", "satisfaction", "reopens", "replies",
        "agent_stations", "group_stations",
      ]
    }
    return columns
  }
}

extension Subject.Ticket {
  fileprivate func hasOtherDetails(than other: Subject.Ticket) -> Bool {
    formID != other.formID || customStatusID != other.customStatusID || scheduleID != other.scheduleID
      || satisfaction != other.satisfaction || reopens != other.reopens || replies != other.replies
      || agentStations != other.agentStations || groupStations != other.groupStations
  }
}
